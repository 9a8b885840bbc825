package dev.weir.local.fabric;

import java.util.ArrayList;
import java.util.List;

/**
 * What joins the nodes: a namespace with a bridge, and a namespace that plays the internet with documentation addresses. No namespace has a route to the
 * machine's own network, because none has a link to it.
 */
public final class Fabric {

    public static final NetworkNamespace SWITCH = new NetworkNamespace("weir-fabric");
    public static final NetworkNamespace INTERNET = new NetworkNamespace("weir-internet");

    /** Hosts of "the internet". */
    public static final List<String> INTERNET_HOSTS =
            List.of("203.0.113.10", "203.0.113.66", "198.51.100.10", "198.51.100.20", "2001:db8::10");

    private static final String BRIDGE = "fabric0";

    private Fabric() {}

    /** Builds the fabric and {@code nodes} on it. */
    public static void create(List<NodeNetwork> nodes) {
        SWITCH.create();
        SWITCH.ip(
                "link set lo up",
                "link add " + BRIDGE + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
                "link set " + BRIDGE + " addrgenmode none",
                "link set " + BRIDGE + " up");
        createInternet(nodes);
        nodes.forEach(node -> createNode(node, nodes));
    }

    private static void createInternet(List<NodeNetwork> nodes) {
        INTERNET.create();
        forwardQuietly(INTERNET);
        connect(INTERNET, "eth0", "internet");
        List<String> lines = new ArrayList<>(List.of(
                "addr add " + NodeNetwork.INTERNET_IPV4 + "/24 dev eth0",
                "addr add " + NodeNetwork.INTERNET_IPV6 + "/64 dev eth0 nodad"));
        // On the link, not on lo: an IPv6 route accepts only an address of its own device as source.
        INTERNET_HOSTS.forEach(host -> lines.add("addr add " + host + " dev eth0 nodad"));
        // What the internet sends comes from one of its hosts.
        nodes.forEach(node -> lines.addAll(List.of(
                "route add " + node.podRangeIpv4() + " via " + node.ipv4() + " src 198.51.100.20",
                "route add " + node.podRangeIpv6() + " via " + node.ipv6() + " src 2001:db8::10")));
        INTERNET.ip(lines.toArray(String[]::new));
    }

    private static void createNode(NodeNetwork node, List<NodeNetwork> nodes) {
        NetworkNamespace namespace = node.namespace();
        namespace.create();
        forwardQuietly(namespace);
        connect(namespace, NodeNetwork.UPLINK, "node-" + node.index());
        List<String> lines = new ArrayList<>(List.of(
                "addr add " + node.ipv4() + "/24 dev " + NodeNetwork.UPLINK,
                "addr add " + node.ipv6() + "/64 dev " + NodeNetwork.UPLINK + " nodad",
                "route add default via " + NodeNetwork.INTERNET_IPV4 + " dev " + NodeNetwork.UPLINK,
                "route add default via " + NodeNetwork.INTERNET_IPV6 + " dev " + NodeNetwork.UPLINK,
                // Addresses of this node that no pod has must not travel to the default route and back.
                "route add blackhole " + node.podRangeIpv4(),
                "route add blackhole " + node.podRangeIpv6()));
        nodes.stream().filter(other -> !other.equals(node)).forEach(other -> lines.addAll(routesTo(other)));
        namespace.ip(lines.toArray(String[]::new));
    }

    private static List<String> routesTo(NodeNetwork node) {
        return List.of(
                "route add " + node.podRangeIpv4() + " via " + node.ipv4(),
                "route add " + node.podRangeIpv6() + " via " + node.ipv6());
    }

    private static void connect(NetworkNamespace namespace, String inside, String port) {
        SWITCH.ip(
                "link add " + port + " type veth peer name " + inside + " netns " + namespace.name(),
                "link set " + port + " master " + BRIDGE,
                "link set " + port + " addrgenmode none",
                "link set " + port + " up");
        namespace.ip("link set lo up", "link set " + inside + " up");
    }

    /** A router that asks nobody for addresses and accepts packets that return another way. */
    private static void forwardQuietly(NetworkNamespace namespace) {
        namespace.sysctl("ipv6.conf.default.accept_dad", "0");
        namespace.sysctl("ipv6.conf.all.accept_dad", "0");
        namespace.sysctl("ipv6.conf.default.accept_ra", "0");
        namespace.sysctl("ipv4.ip_forward", "1");
        namespace.sysctl("ipv6.conf.all.forwarding", "1");
        namespace.sysctl("ipv4.conf.all.rp_filter", "0");
        namespace.sysctl("ipv4.conf.default.rp_filter", "0");
    }
}
