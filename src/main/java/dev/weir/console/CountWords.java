package dev.weir.console;

import dev.weir.counts.Missing;
import dev.weir.counts.PolicyHits;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.nodes.NodeCounts.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts, and what they do not contain, as sentences. */
final class CountWords {
    private static final int NAMED = 3;

    private CountWords() {}

    /** Null when nothing is missing. */
    static @Nullable String missing(Missing missing, Texts texts) {
        List<String> sentences = new ArrayList<>();
        if (!missing.neverReported().isEmpty()) {
            sentences.add(
                    texts.of("counts.never", missing.neverReported().size(), some(missing.neverReported(), texts)));
        }
        if (!missing.away().isEmpty()) {
            List<String> away = missing.away().stream()
                    .map(node -> texts.of("counts.away.node", node.node(), texts.age(node.since())))
                    .toList();
            sentences.add(texts.of("counts.away", away.size(), some(away, texts)));
        }
        if (missing.unnamed() > 0) {
            sentences.add(texts.of("counts.unnamed", missing.unnamed()));
        }
        if (missing.uncounted() > 0) {
            sentences.add(texts.of("counts.uncounted", missing.uncounted()));
        }
        return sentences.isEmpty() ? null : String.join(" ", sentences);
    }

    private static String some(List<String> names, Texts texts) {
        return names.size() <= NAMED
                ? texts.and(names)
                : texts.of("counts.more", String.join(", ", names.subList(0, NAMED)), names.size() - NAMED);
    }

    /** How often a rule admitted a connection. */
    static String hits(RuleCount rule, @Nullable Instant since, Texts texts) {
        if (since == null) {
            return texts.of("counts.not-yet");
        }
        Instant last = rule.last();
        return rule.hits() == 0 || last == null
                ? texts.of("counts.never-matched", texts.dayAndTime(since))
                : texts.of("counts.hits", rule.hits(), texts.age(last), texts.dayAndTime(since));
    }

    /** How many of them needed this rule; null when all did, or there were none. */
    static @Nullable String shared(RuleCount rule, Texts texts) {
        long shared = rule.hits() - rule.alone();
        return shared == 0 ? null : texts.of("counts.shared", shared);
    }

    static String total(PolicyHits hits, Texts texts) {
        Tally tally = hits.tally();
        return texts.of(
                "counts.total." + hits.direction().label(),
                tally.allowed(),
                last(tally.lastAllowed(), texts),
                tally.denied(),
                last(tally.lastDenied(), texts));
    }

    private static String last(@Nullable Instant last, Texts texts) {
        return last == null ? "" : texts.of("counts.last", texts.age(last));
    }
}
