package dev.weir.local.bench;

import java.util.List;

/** What a connection is measured through. */
sealed interface Configuration {

    /** Plain kernel routing without any policy: the reference, 1.00. */
    record Plain() implements Configuration {
        @Override
        public String name() {
            return "plain kernel routing";
        }
    }

    /** Weir with so many policies selecting both pods, recording on. */
    record Weir(int policies) implements Configuration {
        @Override
        public String name() {
            return "weir, %,d policies, recording on".formatted(policies);
        }
    }

    /** nftables: connection tracking, then so many rules in a chain. */
    record Nftables(int rules) implements Configuration {
        @Override
        public String name() {
            return "nftables, %,d rules".formatted(rules);
        }
    }

    /** iptables (legacy tables): connection tracking, then so many rules in a chain. */
    record Iptables(int rules) implements Configuration {
        @Override
        public String name() {
            return "iptables, %,d rules".formatted(rules);
        }
    }

    String name();

    static List<Configuration> all() {
        return List.of(
                new Plain(),
                new Weir(1),
                new Weir(1_000),
                new Weir(10_000),
                new Weir(100_000),
                new Nftables(100),
                new Nftables(10_000),
                new Iptables(100),
                new Iptables(10_000));
    }
}
