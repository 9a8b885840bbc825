package dev.weir.local.bench;

/** Rules of the kernel's own filters on the bench's node: what others enforce policy with. */
final class Firewall {

    private Firewall() {}

    static void nftables(int rules, int port) {
        StringBuilder script = new StringBuilder("table ip bench {\n chain forward {\n");
        script.append("  type filter hook forward priority 0; policy drop;\n  ct state established,related accept\n");
        for (int rule = 0; rule < rules - 1; rule++) {
            script.append("  ip saddr ").append(address(rule)).append(" tcp dport 80 accept\n");
        }
        script.append("  ip saddr 10.88.0.0/16 tcp dport ").append(port).append(" accept\n }\n}\n");
        Shell.run(Shell.inNamespace(Pair.NODE, "nft", "-f", "-"), script.toString());
    }

    static void iptables(int rules, int port) {
        StringBuilder script = new StringBuilder("*filter\n:INPUT ACCEPT\n:FORWARD DROP\n:OUTPUT ACCEPT\n");
        script.append("-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n");
        for (int rule = 0; rule < rules - 1; rule++) {
            script.append("-A FORWARD -s ").append(address(rule)).append(" -p tcp --dport 80 -j ACCEPT\n");
        }
        script.append("-A FORWARD -s 10.88.0.0/16 -p tcp --dport ").append(port).append(" -j ACCEPT\nCOMMIT\n");
        Shell.run(Shell.inNamespace(Pair.NODE, "iptables-legacy-restore"), script.toString());
    }

    static void clear() {
        Shell.run(Shell.inNamespace(Pair.NODE, "nft", "flush", "ruleset"));
        Shell.run(
                Shell.inNamespace(Pair.NODE, "iptables-legacy-restore"),
                "*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n");
    }

    private static String address(int rule) {
        return "11." + (rule >> 16 & 255) + "." + (rule >> 8 & 255) + "." + (rule & 255);
    }
}
