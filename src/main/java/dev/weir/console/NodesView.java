package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.console.Parts.Bar;
import dev.weir.console.Parts.Mark;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.EndpointState;
import dev.weir.nodes.NodeReport.MapUsage;
import dev.weir.nodes.NodeStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** The nodes: is the dataplane healthy everywhere, is a node behind, is a map full, are records lost. */
record NodesView(List<NodeRow> nodes, String summary) {
    private static final double TIGHT = 0.8;

    /** @param fullest the map that is nearest to its limit; null without a report */
    record NodeRow(
            String name,
            Mark health,
            String sentence,
            String applied,
            String desired,
            String endpoints,
            @Nullable MapRow fullest,
            String drops,
            String lost,
            String heartbeat,
            String memory,
            String kernel) {}

    /** @param kind type, number and memory; empty when the daemon does not tell */
    record MapRow(String name, String kind, String entries, String most, String percent, Bar bar) {}

    record CountRow(String name, String meaning, String count) {}

    /**
     * @param href what the kernel has for it
     * @param inbound null when the pod is not known any more
     */
    record EndpointRow(
            String pod,
            String href,
            String interfaceName,
            Mark state,
            @Nullable Isolation inbound,
            @Nullable Isolation outbound) {}

    /**
     * One node. Every list is empty until its daemon has reported.
     *
     * @param policies of which revision the policies of endpoints are, and whether that is in force
     */
    record NodeView(
            NodeRow row,
            boolean reported,
            String daemon,
            List<ProgramRow> programs,
            List<MapRow> maps,
            List<CountRow> drops,
            List<CountRow> accounting,
            String accountingText,
            Mark accountingMark,
            List<EndpointRow> endpoints,
            String policies) {}

    static boolean isTight(MapUsage map) {
        // Connection tracking recycles its oldest entries: full is its normal state after a while.
        return map.fill() >= TIGHT
                && !map.name().startsWith("conntrack")
                && !map.name().startsWith("fragment");
    }

    static NodesView of(List<NodeProgress> nodes, Texts texts) {
        long well =
                nodes.stream().filter(node -> NodeHealth.isWell(node, texts)).count();
        return new NodesView(
                nodes.stream().map(node -> row(node, texts)).toList(), texts.of("nodes.summary", well, nodes.size()));
    }

    private static NodeRow row(NodeProgress node, Texts texts) {
        NodeReport report = node.report();
        return new NodeRow(
                node.name().value(),
                NodeHealth.mark(node, texts),
                NodeHealth.sentence(node, texts),
                node.appliedRevision() == 0 ? texts.of("none") : NodeHealth.revision(node.appliedRevision()),
                node.desiredRevision() == 0 ? texts.of("none") : NodeHealth.revision(node.desiredRevision()),
                report == null ? texts.of("none") : endpoints(report.endpoints(), texts),
                report == null ? null : fullest(report, texts),
                report == null ? texts.of("none") : texts.number(sum(report.dropsByReason())),
                report == null
                        ? texts.of("none")
                        : texts.number(report.records().lost()),
                node.lastHeartbeat() == null ? texts.of("never") : texts.age(node.lastHeartbeat()),
                report == null ? texts.of("none") : texts.bytes(report.rssBytes()),
                node.daemon() == null ? texts.of("none") : node.daemon().kernel());
    }

    private static String endpoints(List<EndpointState> endpoints, Texts texts) {
        long programmed = endpoints.stream().filter(EndpointState::programmed).count();
        return texts.of("nodes.programmed", programmed, endpoints.size());
    }

    private static @Nullable MapRow fullest(NodeReport report, Texts texts) {
        return report.maps().stream()
                .max(Comparator.comparingDouble(MapUsage::fill))
                .map(map -> map(map, texts))
                .orElse(null);
    }

    private static MapRow map(MapUsage map, Texts texts) {
        return new MapRow(
                map.name(),
                map.type().isEmpty() ? "" : texts.of("map.kind", map.type(), map.id(), texts.bytes(map.bytes())),
                texts.number(map.entries()),
                texts.number(map.maxEntries()),
                texts.percent(map.entries(), map.maxEntries()),
                isTight(map) ? Bar.fill(map.fill()) : Bar.of(map.fill()));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    static NodeView detail(NodeProgress node, ClusterSnapshot snapshot, Texts texts) {
        NodeReport report = node.report();
        if (report == null) {
            return new NodeView(
                    row(node, texts),
                    false,
                    daemon(node, texts),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "",
                    Mark.quiet(""),
                    List.of(),
                    "");
        }
        NodeReport.RecordAccounting records = report.records();
        boolean balanced = records.offered() == records.written() + records.aggregated() + records.lost();
        return new NodeView(
                row(node, texts),
                true,
                daemon(node, texts),
                report.programs() == null ? List.of() : ProgramRow.of(report.programs(), texts),
                report.maps().stream().map(map -> map(map, texts)).toList(),
                counts(report.dropsByReason(), "drop", texts),
                accounting(records, texts),
                texts.of("node.accounting.text"),
                balanced
                        ? Mark.good(texts.of("node.accounting.balanced"))
                        : Mark.warning(texts.of("node.accounting.under-way")),
                report.endpoints().stream()
                        .map(endpoint -> endpoint(node, endpoint, snapshot, texts))
                        .toList(),
                policies(node, texts));
    }

    private static String daemon(NodeProgress node, Texts texts) {
        return node.daemon() == null
                ? texts.of("none")
                : texts.of(
                        "node.daemon",
                        node.daemon().daemonVersion(),
                        node.daemon().abiVersion());
    }

    private static List<CountRow> accounting(NodeReport.RecordAccounting records, Texts texts) {
        List<CountRow> rows = new ArrayList<>();
        rows.add(count("offered", "node.offered", records.offered(), texts));
        rows.add(count("written", "node.written", records.written(), texts));
        rows.add(count("aggregated", "node.aggregated", records.aggregated(), texts));
        rows.addAll(counts(records.lostByReason(), "lost", texts));
        return rows;
    }

    private static CountRow count(String name, String key, long count, Texts texts) {
        return new CountRow(name, texts.of(key), texts.number(count));
    }

    /** Sorted by count; a reason this console does not know yet is shown by its name. */
    private static List<CountRow> counts(Map<String, Long> counts, String prefix, Texts texts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> new CountRow(
                        entry.getKey(),
                        texts.ofOr(prefix + "." + entry.getKey(), entry.getKey()),
                        texts.number(entry.getValue())))
                .toList();
    }

    /** The policies are the server's newest; what a node has acknowledged it enforces. */
    private static String policies(NodeProgress node, Texts texts) {
        String applied = NodeHealth.revision(node.appliedRevision());
        return node.status() instanceof NodeStatus.UpToDate
                ? texts.of("node.policies.in-force", applied)
                : texts.of("node.policies.behind", NodeHealth.revision(node.desiredRevision()), applied);
    }

    private static String pod(NodeProgress node, EndpointState endpoint) {
        return UriComponentsBuilder.fromPath("/nodes")
                .pathSegment(
                        node.name().value(),
                        "pods",
                        endpoint.pod().namespace(),
                        endpoint.pod().name())
                .toUriString();
    }

    private static EndpointRow endpoint(
            NodeProgress node, EndpointState endpoint, ClusterSnapshot snapshot, Texts texts) {
        Mark state = endpoint.programmed()
                ? Mark.good(texts.of("endpoint.programmed"))
                : endpoint.attached()
                        ? Mark.warning(texts.of("endpoint.attached"))
                        : Mark.bad(texts.of("endpoint.not-attached"));
        return new EndpointRow(
                endpoint.pod().toString(),
                pod(node, endpoint),
                endpoint.interfaceName(),
                state,
                isolation(endpoint, Direction.INGRESS, snapshot, texts),
                isolation(endpoint, Direction.EGRESS, snapshot, texts));
    }

    private static @Nullable Isolation isolation(
            EndpointState endpoint, Direction direction, ClusterSnapshot snapshot, Texts texts) {
        Pod pod = snapshot.pod(endpoint.pod());
        return pod == null ? null : Isolation.of(snapshot.policiesSelecting(pod), direction, snapshot, texts);
    }
}
