package dev.weir.local.fabric;

/**
 * The addresses of node number {@code index}, counted from 1. They follow from the number alone, so nothing about them has to be remembered:
 * pods in 10.244.n.0/24 and fd00:10:244:n::/64, the node itself at 172.30.0.(10+n) and fd00:172:30::(10+n) on the fabric.
 */
public record NodeNetwork(int index) {

    /** The fabric's /24 and the pods' second-last byte hold this many. */
    public static final int MOST_NODES = 64;

    public static final String UPLINK = "uplink";
    static final String INTERNET_IPV4 = "172.30.0.1";
    static final String INTERNET_IPV6 = "fd00:172:30::1";

    public NodeNetwork {
        if (index < 1 || index > MOST_NODES) {
            throw new IllegalArgumentException("a local cluster has 1 to " + MOST_NODES + " nodes, not " + index);
        }
    }

    public String name() {
        return "weir-node-" + index;
    }

    public NetworkNamespace namespace() {
        return new NetworkNamespace(name());
    }

    public String ipv4() {
        return "172.30.0." + (10 + index);
    }

    public String ipv6() {
        return "fd00:172:30::" + (10 + index);
    }

    public String podRangeIpv4() {
        return "10.244." + index + ".0/24";
    }

    public String podRangeIpv6() {
        return "fd00:10:244:" + index + "::/64";
    }

    /** The pair of addresses of pod {@code host}; the IPv6 one shows the same digits, to be read side by side. */
    PodAddresses pod(int host) {
        return new PodAddresses("10.244." + index + "." + host, "fd00:10:244:" + index + "::" + host);
    }
}
