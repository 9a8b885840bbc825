package dev.weir.console;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.AttachedProgram;
import dev.weir.nodes.NodeReport.EndpointState;
import dev.weir.nodes.NodeReport.MapUsage;
import dev.weir.nodes.NodeReport.ProgramCode;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The nodes of the cluster that the pages show in tests. */
final class ShopNodes {
    private ShopNodes() {}

    static FakeNodeRegistry healthy(Instant now) {
        FakeNodeRegistry registry = new FakeNodeRegistry();
        reset(registry, now);
        return registry;
    }

    /** Two nodes, both well. */
    static void reset(FakeNodeRegistry registry, Instant now) {
        registry.clear();
        registry.set(node("weir-node-1", new NodeStatus.UpToDate(48_211, now.minusSeconds(95)), now));
        registry.set(node("weir-node-2", new NodeStatus.UpToDate(48_211, now.minusSeconds(95)), now));
    }

    private static List<AttachedProgram> programs(Instant now) {
        ProgramCode code = new ProgramCode("a04f5eef06a7f555", now.minusSeconds(3600), 20_480, 13_312, 18_402);
        return List.of(
                new AttachedProgram("from_pod", 71, code, List.of("weir77fe01", "weir8a1b2c")),
                new AttachedProgram("to_pod", 70, null, List.of("weir8a1b2c")));
    }

    static NodeProgress node(String name, NodeStatus status, Instant now) {
        NodeReport report = new NodeReport(
                48_211,
                List.of(
                        new MapUsage("endpoint_map", 18, 4096),
                        new MapUsage("identity_map", 21_344, 262_144),
                        new MapUsage("verdict_map", 118_000, 131_072, "hash", 41, 10_485_760),
                        new MapUsage("conntrack_map", 49_210, 131_072)),
                List.of(
                        new EndpointState(new PodRef("shop", "web-6d4c-x2x9p"), "weir8a1b2c", true, true),
                        new EndpointState(new PodRef("shop", "redis-cart-0"), "weir77fe01", true, false)),
                new RecordAccounting(12_204, 9_180, 2_874, Map.of("rate_limit", 120L, "ring_full", 30L)),
                Map.of("policy", 18_113L, "multicast", 42L, "not_programmed", 3L),
                ShopCounts.at(now),
                77_594_624L,
                NodeReport.RecordActivity.NONE,
                NodeReport.LoggingState.NONE,
                programs(now));
        return new NodeProgress(
                new NodeName(name),
                status,
                48_211,
                48_211,
                new NodeDaemon("6.8.0-40", 1, "0.1.0"),
                report,
                now.minusSeconds(1));
    }
}
