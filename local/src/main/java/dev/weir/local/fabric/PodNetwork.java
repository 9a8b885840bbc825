package dev.weir.local.fabric;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pod's namespace and the veth that joins it to its node. Made in two steps, so that the datapath can be attached between them: {@link #create} leaves
 * both ends down, {@link #bringUp} gives addresses and routes. Neighbours are entered by hand: no packet ever waits for an answer to "who has".
 */
public record PodNetwork(NodeNetwork node, String podNamespace, String podName, String uid, PodAddresses addresses) {

    private static final Logger LOG = LoggerFactory.getLogger(PodNetwork.class);
    private static final String GATEWAY_IPV4 = "169.254.1.1";
    private static final String GATEWAY_IPV6 = "fe80::1";
    private static final String GATEWAY_ETHERNET = "ee:ee:ee:ee:ee:ee";

    public static NetworkNamespace namespaceOf(String podNamespace, String podName) {
        return new NetworkNamespace("weir." + podNamespace + "." + podName);
    }

    public NetworkNamespace namespace() {
        return namespaceOf(podNamespace, podName);
    }

    /** The veth's end on the node: "pod" and 10 digits that follow from the pod's uid. */
    public String hostInterface() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
            return "pod" + HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Both ends exist afterwards, both down. What a failed attempt has left behind goes first. */
    public void create() {
        remove();
        namespace().create();
        node.namespace()
                .ip(
                        "link add " + hostInterface() + " address " + GATEWAY_ETHERNET
                                + " type veth peer name eth0 address " + addresses.ethernet() + " netns "
                                + namespace().name(),
                        "link set " + hostInterface() + " addrgenmode none");
    }

    public void bringUp() {
        String host = hostInterface();
        node.namespace()
                .ip(
                        "link set " + host + " up",
                        "neigh replace " + addresses.ipv4() + " lladdr " + addresses.ethernet() + " dev " + host
                                + " nud permanent",
                        "neigh replace " + addresses.ipv6() + " lladdr " + addresses.ethernet() + " dev " + host
                                + " nud permanent",
                        "route replace " + addresses.ipv4() + "/32 dev " + host + " src " + node.ipv4(),
                        "route replace " + addresses.ipv6() + "/128 dev " + host + " src " + node.ipv6());
        namespace()
                .ip(
                        "link set lo up",
                        "link set eth0 addrgenmode none",
                        "link set eth0 up",
                        "addr replace " + addresses.ipv4() + "/32 dev eth0",
                        "addr replace " + addresses.ipv6() + "/128 dev eth0 nodad",
                        "neigh replace " + GATEWAY_IPV4 + " lladdr " + GATEWAY_ETHERNET + " dev eth0 nud permanent",
                        "neigh replace " + GATEWAY_IPV6 + " lladdr " + GATEWAY_ETHERNET + " dev eth0 nud permanent",
                        "route replace " + GATEWAY_IPV4 + " dev eth0 scope link",
                        "route replace default via " + GATEWAY_IPV4 + " dev eth0",
                        "route replace default via " + GATEWAY_IPV6 + " dev eth0");
    }

    /** Deletes the veth first: a namespace goes only when its last socket does, the veth at once. */
    public void remove() {
        if (!namespace().exists()) {
            return;
        }
        try {
            node.namespace().ip("link delete " + hostInterface());
        } catch (FabricException e) {
            LOG.debug("{} has no such interface", node.name(), e);
        } finally {
            namespace().delete();
        }
    }
}
