package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.Link;
import dev.weir.console.SummaryView.Attention;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import dev.weir.policy.MatchedPods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of the summary needs attention. What nodes say of themselves and the switches of logging are not kept, so of an earlier time they are left out. */
final class SummaryAttention {
    private static final int SHOWN = 8;

    private final SummaryView.Source source;
    private final ClusterSnapshot snapshot;
    private final Map<String, Coverage> coverage;
    private final SummaryAddress links;
    private final Texts texts;

    SummaryAttention(SummaryView.Source source, Map<String, Coverage> coverage, Texts texts) {
        this.source = source;
        snapshot = source.snapshot();
        this.coverage = coverage;
        links = source.links();
        this.texts = texts;
    }

    /** Ordered by risk: what is not enforced, what is open, what is not seen, what is useless. */
    List<Attention> items() {
        List<Attention> items = new ArrayList<>();
        nodesThatAreNotWell(items);
        fullMaps(items);
        if (isNow() && !snapshot.declaredLogging().isValid()) {
            items.add(item("bad", texts.of("attention.logging-invalid"), "/logging"));
        }
        openNamespaces(items);
        for (NetworkPolicy policy : MatchedPods.selectingNone(snapshot)) {
            items.add(item("warn", texts.of("attention.selects-none", policy.ref()), links.policy(policy.ref())));
        }
        if (isNow() && !snapshot.logging().deny().log()) {
            items.add(item("warn", texts.of("attention.deny-logging-off"), "/logging"));
        }
        if (items.size() <= SHOWN) {
            return items;
        }
        List<Attention> first = new ArrayList<>(items.subList(0, SHOWN - 1));
        first.add(item("warn", texts.of("attention.more", items.size() - SHOWN + 1), links.policies()));
        return first;
    }

    private void nodesThatAreNotWell(List<Attention> items) {
        for (NodeProgress node : source.nodes()) {
            if (!NodeHealth.isWell(node, texts)) {
                String text = texts.of(
                        "attention.node",
                        node.name(),
                        NodeHealth.mark(node, texts).text());
                items.add(item("bad", text, "/nodes/" + node.name()));
            }
        }
    }

    private void fullMaps(List<Attention> items) {
        for (NodeProgress node : source.nodes()) {
            NodeReport report = node.report();
            if (report != null) {
                report.maps().stream()
                        .filter(NodesView::isTight)
                        .forEach(map -> items.add(item(
                                "warn",
                                texts.of(
                                        "attention.map",
                                        map.name(),
                                        node.name(),
                                        texts.percent(map.entries(), map.maxEntries())),
                                "/nodes/" + node.name())));
            }
        }
    }

    private void openNamespaces(List<Attention> items) {
        for (Namespace namespace : snapshot.namespaces()) {
            Coverage of = coverage.getOrDefault(namespace.name(), Coverage.NONE);
            long open = of.pods() - of.inbound();
            if (open > 0 && !Coverage.isSystem(namespace)) {
                items.add(item(
                        "warn", texts.of("attention.open", open, namespace.name()), links.namespace(namespace.name())));
            }
            inShadowOnly(items, namespace);
        }
    }

    private void inShadowOnly(List<Attention> items, Namespace namespace) {
        Coverage shadow = Coverage.ofShadow(snapshot, namespace.name());
        for (Direction direction : Direction.values()) {
            long pods = direction == Direction.INGRESS ? shadow.inbound() : shadow.outbound();
            if (pods > 0) {
                items.add(item(
                        "warn",
                        texts.of("attention.shadow." + direction.label(), pods, namespace.name()),
                        links.inShadow(namespace.name())));
            }
        }
    }

    private Attention item(String tone, String text, String href) {
        return new Attention(
                tone, tone.equals("bad") ? "cross" : "warning", text, new Link(href, texts.of("attention.show")));
    }

    private boolean isNow() {
        return source.then() == null;
    }
}
