package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.Bar;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.Spark;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceDenials;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import dev.weir.policy.MatchedPods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The first page: is the cluster protected, is something being denied now, and where to look first. */
record SummaryView(
        List<Share> protection,
        @Nullable String unprotectable,
        String deniedNow,
        String deniedDay,
        Spark trend,
        @Nullable String lost,
        @Nullable String missing,
        List<Attention> attention,
        Mark allWell,
        List<NamespaceRow> namespaces,
        List<NamespaceRow> systemNamespaces,
        boolean showSystem,
        String systemText) {

    /** A share of pods. No bar when there are no pods. */
    record Share(
            String label,
            String href,
            String text,
            @Nullable Bar bar,
            String note) {}

    record Attention(String tone, String icon, String text, Link link) {}

    record NamespaceRow(
            String name,
            String pods,
            String policies,
            Share inbound,
            Share outbound,
            String denies,
            @Nullable String deniesHref,
            @Nullable Spark trend,
            Mark denyLogging,
            Mark allowLogging) {}

    /** What it is made from. */
    record Source(
            ClusterSnapshot snapshot,
            List<NodeProgress> nodes,
            List<NamespaceDenials> lastDay,
            List<NamespaceDenials> lastMinutes,
            Missing missing,
            boolean showSystem) {}

    static SummaryView of(Source source, Texts texts) {
        return new Builder(source, texts).build();
    }

    /** Holds what the parts of the page have in common. */
    private static final class Builder {
        private static final int ATTENTION_SHOWN = 8;

        private final Source source;
        private final ClusterSnapshot snapshot;
        private final Texts texts;
        private final LoggingState logging;
        private final Map<String, NamespaceDenials> denials = new TreeMap<>();
        private final Map<String, Coverage> coverage = new TreeMap<>();
        private Coverage whole = Coverage.NONE;

        Builder(Source source, Texts texts) {
            this.source = source;
            this.texts = texts;
            snapshot = source.snapshot();
            logging = new LoggingState(snapshot, texts);
            source.lastDay().forEach(entry -> denials.put(entry.namespace(), entry));
            for (Namespace namespace : snapshot.namespaces()) {
                Coverage of = Coverage.of(snapshot, namespace.name());
                coverage.put(namespace.name(), of);
                whole = whole.plus(of);
            }
        }

        SummaryView build() {
            List<NamespaceRow> system = rows(true);
            return new SummaryView(
                    List.of(
                            share(texts.of("summary.inbound"), "/policies", whole.inbound(), whole.pods()),
                            share(texts.of("summary.outbound"), "/policies", whole.outbound(), whole.pods())),
                    whole.hostNetwork() == 0 ? null : texts.of("summary.unprotectable", whole.hostNetwork()),
                    texts.number(total(source.lastMinutes())),
                    texts.number(total(source.lastDay())),
                    trend(series(source.lastDay()), total(source.lastDay())),
                    lost(),
                    CountWords.missing(source.missing(), texts),
                    attention(),
                    Mark.good(texts.of("summary.all-well")),
                    rows(false),
                    system,
                    source.showSystem(),
                    texts.of("summary.system", system.size()));
        }

        private static long total(List<NamespaceDenials> denials) {
            return denials.stream().mapToLong(NamespaceDenials::total).sum();
        }

        private static List<Long> series(List<NamespaceDenials> denials) {
            List<Long> sum = new ArrayList<>();
            for (NamespaceDenials entry : denials) {
                for (int i = 0; i < entry.series().size(); i++) {
                    if (i == sum.size()) {
                        sum.add(0L);
                    }
                    sum.set(i, sum.get(i) + entry.series().get(i));
                }
            }
            return sum;
        }

        private Spark trend(List<Long> series, long total) {
            long peak = series.stream().mapToLong(Long::longValue).max().orElse(0);
            return Spark.of(series, texts.of("summary.trend", total, peak));
        }

        private Share share(String label, String href, long part, long all) {
            return new Share(
                    label,
                    href,
                    texts.percent(part, all),
                    all == 0 ? null : Bar.of((double) part / all),
                    texts.of("summary.share", part, all));
        }

        private List<NamespaceRow> rows(boolean system) {
            return snapshot.namespaces().stream()
                    .filter(namespace -> Coverage.isSystem(namespace) == system)
                    .map(this::row)
                    .toList();
        }

        private NamespaceRow row(Namespace namespace) {
            String name = namespace.name();
            Coverage of = coverage.getOrDefault(name, Coverage.NONE);
            NamespaceDenials denied = denials.get(name);
            long count = denied == null ? 0 : denied.total();
            return new NamespaceRow(
                    name,
                    texts.number(of.pods()),
                    texts.number(snapshot.policiesIn(name).size()),
                    share("", "", of.inbound(), of.pods()),
                    share("", "", of.outbound(), of.pods()),
                    texts.number(count),
                    count > 0 ? LogsAddress.denialsAt(name) : null,
                    denied == null ? null : trend(denied.series(), count),
                    logging.denyMark(namespace),
                    logging.allowMark(snapshot, name));
        }

        private @Nullable String lost() {
            long lost = source.nodes().stream()
                    .map(NodeProgress::report)
                    .mapToLong(report -> report == null ? 0 : report.records().lost())
                    .sum();
            return lost == 0 ? null : texts.of("summary.lost", lost);
        }

        /** Ordered by risk: what is not enforced, what is open, what is not seen, what is useless. */
        private List<Attention> attention() {
            List<Attention> items = new ArrayList<>();
            nodesThatAreNotWell(items);
            fullMaps(items);
            if (!snapshot.declaredLogging().isValid()) {
                items.add(item("bad", texts.of("attention.logging-invalid"), "/logging"));
            }
            openNamespaces(items);
            for (NetworkPolicy policy : MatchedPods.selectingNone(snapshot)) {
                items.add(item(
                        "warn", texts.of("attention.selects-none", policy.ref()), PolicyAddress.detail(policy.ref())));
            }
            if (!snapshot.logging().deny().log()) {
                items.add(item("warn", texts.of("attention.deny-logging-off"), "/logging"));
            }
            if (items.size() <= ATTENTION_SHOWN) {
                return items;
            }
            List<Attention> first = new ArrayList<>(items.subList(0, ATTENTION_SHOWN - 1));
            first.add(item("warn", texts.of("attention.more", items.size() - ATTENTION_SHOWN + 1), "/policies"));
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
                            "warn",
                            texts.of("attention.open", open, namespace.name()),
                            PolicyAddress.namespace(namespace.name())));
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
                            LogsAddress.of(
                                    "/policies", new String[] {"ns", namespace.name()}, new String[] {"state", "shadow"
                                    })));
                }
            }
        }

        private Attention item(String tone, String text, String href) {
            return new Attention(
                    tone, tone.equals("bad") ? "cross" : "warning", text, new Link(href, texts.of("attention.show")));
        }
    }
}
