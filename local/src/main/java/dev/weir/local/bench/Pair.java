package dev.weir.local.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Two pods on the bench's node, joined to it by veths: {@code client} talks to {@code server}. {@code number} keeps addresses and names of
 * pairs apart.
 */
record Pair(String name, int number) {

    static final String NODE = "weir-bench-node";
    private static final String GATEWAY = "169.254.1.1";
    private static final String GATEWAY_ETHERNET = "ee:ee:ee:ee:ee:ee";

    Pod client() {
        return new Pod("weir-bench-" + name + "-c", "bench" + number + "c", "10.88." + number + ".1");
    }

    Pod server() {
        return new Pod("weir-bench-" + name + "-s", "bench" + number + "s", "10.88." + number + ".2");
    }

    List<Pod> pods() {
        return List.of(client(), server());
    }

    /** One end. */
    record Pod(String namespace, String hostInterface, String address) {

        byte[] addressBytes() {
            try {
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException e) {
                throw new BenchException("not an address: " + address);
            }
        }

        void create() {
            Shell.run(List.of("ip", "netns", "add", namespace));
            Shell.run(List.of("ip", "-n", NODE, "-batch", "-"), """
                    link add %1$s address %2$s type veth peer name eth0 netns %3$s
                    link set %1$s up
                    route add %4$s/32 dev %1$s
                    """.formatted(
                            hostInterface, GATEWAY_ETHERNET, namespace, address));
            Shell.run(List.of("ip", "-n", namespace, "-batch", "-"), """
                    link set lo up
                    link set eth0 up
                    addr add %1$s/32 dev eth0
                    neigh add %2$s lladdr %3$s dev eth0 nud permanent
                    route add %2$s dev eth0 scope link
                    route add default via %2$s dev eth0
                    """.formatted(address, GATEWAY, GATEWAY_ETHERNET));
            enterNeighbour();
            // Enough ports for a second of connections, and their reuse.
            Shell.run(
                    Shell.inNamespace(
                            namespace,
                            "sh",
                            "-c",
                            "echo 1024 65535 > /proc/sys/net/ipv4/ip_local_port_range; echo 1 > /proc/sys/net/ipv4/tcp_tw_reuse"));
        }

        private void enterNeighbour() {
            String ethernet = Shell.run(Shell.inNamespace(
                            namespace, "sh", "-c", "ip -o link show eth0 | sed 's/.*ether \\([0-9a-f:]*\\).*/\\1/'"))
                    .strip();
            Shell.run(List.of(
                    "ip",
                    "-n",
                    NODE,
                    "neigh",
                    "replace",
                    address,
                    "lladdr",
                    ethernet,
                    "dev",
                    hostInterface,
                    "nud",
                    "permanent"));
        }
    }
}
