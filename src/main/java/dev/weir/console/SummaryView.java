package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.console.Parts.Bar;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.Spark;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceDenials;
import dev.weir.nodes.NodeProgress;
import dev.weir.pairs.RecordedDenials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first page: is the cluster protected, is something being denied now, and where to look first.
 *
 * @param notes why more may have been denied than was recorded; of a frozen page
 * @param polled whether the cards are to be asked for again and again
 */
record SummaryView(
        TimeBar time,
        List<String> notes,
        boolean polled,
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
        String systemText,
        String systemHref,
        String curl) {

    /** A share of pods. No bar when there are no pods. */
    record Share(
            String label,
            String href,
            String text,
            @Nullable Bar bar,
            String note) {}

    record Attention(String tone, String icon, String text, Link link) {}

    /** @param denyLogging null, as the other, of an earlier time, of which that is not kept */
    record NamespaceRow(
            String name,
            String href,
            String pods,
            String policies,
            String policiesHref,
            Share inbound,
            Share outbound,
            String denies,
            @Nullable String deniesHref,
            @Nullable Spark trend,
            @Nullable Mark denyLogging,
            @Nullable Mark allowLogging) {}

    /**
     * An earlier time.
     *
     * @param notes what may be missing of its denials
     */
    record Then(RecordedDenials.Found denials, List<String> notes) {}

    /**
     * What it is made from.
     *
     * @param then null = now
     */
    record Source(
            ClusterSnapshot snapshot,
            List<NodeProgress> nodes,
            List<NamespaceDenials> lastDay,
            List<NamespaceDenials> lastMinutes,
            Missing missing,
            boolean showSystem,
            TimeBar time,
            @Nullable Then then) {

        SummaryAddress links() {
            return new SummaryAddress(then == null ? null : then.denials());
        }

        boolean isAtLeast(String namespace) {
            return then != null && then.denials().isAtLeast(namespace);
        }

        boolean isAtLeast() {
            return then != null && !then.denials().withheld().isEmpty();
        }
    }

    static SummaryView of(Source source, Texts texts) {
        return new Builder(source, texts).build();
    }

    /** Holds what the parts of the page have in common. */
    private static final class Builder {
        private final Source source;
        private final ClusterSnapshot snapshot;
        private final Texts texts;
        private final LoggingState logging;
        private final SummaryAddress links;
        private final Map<String, NamespaceDenials> denials = new TreeMap<>();
        private final Map<String, Coverage> coverage = new TreeMap<>();
        private Coverage whole = Coverage.NONE;

        Builder(Source source, Texts texts) {
            this.source = source;
            this.texts = texts;
            snapshot = source.snapshot();
            logging = new LoggingState(snapshot, texts);
            links = source.links();
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
                    source.time(),
                    source.then() == null ? List.of() : source.then().notes(),
                    source.then() == null,
                    List.of(
                            share(texts.of("summary.inbound"), links.policies(), whole.inbound(), whole.pods()),
                            share(texts.of("summary.outbound"), links.policies(), whole.outbound(), whole.pods())),
                    whole.hostNetwork() == 0 ? null : texts.of("summary.unprotectable", whole.hostNetwork()),
                    number(total(source.lastMinutes()), source.isAtLeast()),
                    number(total(source.lastDay()), source.isAtLeast()),
                    trend(series(source.lastDay()), total(source.lastDay())),
                    lost(),
                    CountWords.missing(source.missing(), texts),
                    new SummaryAttention(source, coverage, texts).items(),
                    Mark.good(texts.of("summary.all-well")),
                    rows(false),
                    system,
                    source.showSystem(),
                    texts.of("summary.system", system.size()),
                    links.summary(!source.showSystem()),
                    texts.of("flows.curl", links.api()));
        }

        private String number(long count, boolean atLeast) {
            return atLeast ? texts.of("at-least", count) : texts.number(count);
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
            boolean now = source.then() == null;
            return new NamespaceRow(
                    name,
                    links.namespace(name),
                    texts.number(of.pods()),
                    texts.number(snapshot.policiesIn(name).size()),
                    links.policies(name),
                    share("", "", of.inbound(), of.pods()),
                    share("", "", of.outbound(), of.pods()),
                    number(count, source.isAtLeast(name)),
                    count > 0 ? links.denials(name) : null,
                    denied == null ? null : trend(denied.series(), count),
                    now ? logging.denyMark(namespace) : null,
                    now ? logging.allowMark(snapshot, name) : null);
        }

        private @Nullable String lost() {
            long lost = source.nodes().stream()
                    .map(NodeProgress::report)
                    .mapToLong(report -> report == null ? 0 : report.records().lost())
                    .sum();
            return lost == 0 ? null : texts.of("summary.lost", lost);
        }
    }
}
