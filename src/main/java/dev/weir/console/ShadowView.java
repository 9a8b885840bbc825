package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.counts.PairVerdicts;
import dev.weir.counts.ShadowReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a policy is in shadow, what would break if it were not, and how to change that.
 *
 * @param address where the change is sent
 * @param version of the policy that the page shows: another one is not changed
 * @param because what put it into shadow, or null
 * @param summary how many connections would be denied, as a sentence
 * @param more pairs that are not shown; null when all are
 * @param recording whether records are made of them
 * @param command the same for a shell
 */
record ShadowView(
        boolean inShadow,
        String address,
        String version,
        Mark mark,
        @Nullable String because,
        String summary,
        List<Row> rows,
        @Nullable String more,
        List<Link> together,
        String logs,
        String recording,
        String command) {
    private static final int SHOWN = 20;

    record Row(String source, String destination, String direction, String count, String last, String recordsHref) {}

    /** @param version of the policy */
    record Source(ClusterSnapshot snapshot, ShadowReport report, String version, Texts texts) {}

    static ShadowView of(NetworkPolicy policy, Source source) {
        Texts texts = source.texts();
        PolicyRef ref = policy.ref();
        boolean inShadow = source.snapshot().isInShadow(policy);
        ShadowReport report = source.report();
        Namespace namespace = source.snapshot().namespace(ref.namespace());
        return new ShadowView(
                inShadow,
                PolicyAddress.mode(ref),
                source.version(),
                inShadow ? Mark.warning(texts.of("shadow.on")) : Mark.good(texts.of("shadow.off")),
                inShadow && isByNamespace(policy) ? texts.of("shadow.by-namespace", ref.namespace()) : null,
                summary(report, texts),
                report.pairs().stream()
                        .limit(SHOWN)
                        .map(pair -> row(pair, ref, texts))
                        .toList(),
                report.pairs().size() > SHOWN
                        ? texts.of("counts.more-pairs", report.pairs().size() - SHOWN)
                        : null,
                report.together().stream().map(PolicyView::link).toList(),
                LogsAddress.of(LogsAddress.wouldBeDeniedBy(ref), "7d"),
                namespace == null ? "" : new LoggingState(source.snapshot(), texts).denyReason(namespace),
                Kubectl.mode(ref, word(!inShadow, namespace)));
    }

    private static boolean isByNamespace(NetworkPolicy policy) {
        return !policy.annotations().containsKey(PolicyMode.ANNOTATION);
    }

    private static String summary(ShadowReport report, Texts texts) {
        if (report.since() == null) {
            return texts.of("counts.not-yet");
        }
        return texts.of(
                "shadow.summary",
                report.connections(),
                report.last() == null ? "" : texts.of("counts.last", texts.age(report.last())),
                texts.dayAndTime(report.since()));
    }

    private static Row row(PairVerdicts pair, PolicyRef policy, Texts texts) {
        Instant last = pair.tally().lastWouldDeny();
        return new Row(
                NamespacePairs.name(pair.source(), texts),
                NamespacePairs.name(pair.destination(), texts),
                texts.of("direction." + pair.direction().label()),
                texts.number(pair.tally().wouldDeny()),
                last == null ? texts.of("none") : texts.age(last),
                LogsAddress.wouldBeDenied(policy, pair));
    }

    /** What the annotation must say for that; null when it must not be there, because the namespace says it. */
    static @Nullable String word(boolean inShadow, @Nullable Namespace namespace) {
        boolean byNamespace = namespace != null && namespace.isInShadow();
        if (inShadow == byNamespace) {
            return null;
        }
        return inShadow ? PolicyMode.SHADOW_VALUE : PolicyMode.ENFORCE_VALUE;
    }
}
