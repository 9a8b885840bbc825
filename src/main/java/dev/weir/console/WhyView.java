package dev.weir.console;

import dev.weir.cluster.PolicyTree;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.document.YamlText;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Verdict;
import dev.weir.why.Why;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a record says what it says.
 *
 * @param proposalHref where a rule is proposed; null for what was not denied by policy
 * @param caution what the reader must know before believing it; null when there is nothing
 */
record WhyView(
        String summary,
        String basis,
        boolean caution,
        List<EndView> ends,
        List<SideView> sides,
        @Nullable String nearest,
        @Nullable String proposalHref,
        Mark today,
        String todayText,
        List<ChangeView> changes) {

    /** @param labels {@code app=web}, or what to say instead */
    record EndView(
            String role,
            String name,
            String address,
            List<String> labels,
            @Nullable String noLabels) {}

    record SideView(String sentence, boolean recorded, List<PolicyLine> policies) {}

    /** @param yaml of the policy's spec as it was; empty when it is not kept */
    record PolicyLine(Link policy, Mark word, String reason, String since, String yaml) {}

    /** @param by the change in the history, with who made it; null when it is not kept */
    record ChangeView(
            String time, String sentence, @Nullable Link by) {}

    static WhyView of(Why why, Texts texts) {
        return new WhyView(
                why.summary(),
                why.basis().sentence(),
                !why.basis().agrees() || !why.basis().followed(),
                List.of(
                        end(texts.of("column.from"), why.source(), texts),
                        end(texts.of("column.to"), why.destination(), texts)),
                why.sides().stream().map(side -> side(side, texts)).toList(),
                Optional.ofNullable(why.nearest()).map(Why.Miss::sentence).orElse(null),
                proposalHref(why.stored()),
                today(why.now().today(), texts),
                why.now().sentence(),
                why.now().changes().stream()
                        .map(change -> new ChangeView(
                                time(change.at(), texts), change.sentence(), new HistoryWords(texts).link(change.by())))
                        .toList());
    }

    static @Nullable String proposalHref(StoredRecord stored) {
        FlowRecord flow = stored.record();
        boolean byPolicy = flow.verdict() == Verdict.DENIED
                && (flow.drop().reason().isEmpty() || flow.drop().reason().equals("policy"));
        return byPolicy ? "/logs/" + stored.id() + "/proposal" : null;
    }

    private static String time(@Nullable Instant instant, Texts texts) {
        return instant == null ? texts.of("why.time.unknown") : texts.dayAndTime(instant);
    }

    private static EndView end(String role, Why.End end, Texts texts) {
        Map<String, String> labels = end.labels();
        return new EndView(
                role,
                end.name(),
                end.name().equals(end.address()) ? "" : end.address(),
                labels == null
                        ? List.of()
                        : labels.entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .toList(),
                labels == null
                        ? texts.of(end.name().contains("/") ? "why.labels.not-kept" : "why.labels.no-pod")
                        : labels.isEmpty() ? texts.of("why.labels.none") : null);
    }

    private static SideView side(Why.Side side, Texts texts) {
        return new SideView(
                side.sentence(),
                side.recorded(),
                side.policies().stream().map(policy -> line(policy, texts)).toList());
    }

    private static PolicyLine line(Why.Statement statement, Texts texts) {
        return new PolicyLine(
                PolicyView.link(statement.ref()),
                word(statement.word()),
                statement.reason(),
                statement.since() == null ? "" : texts.of("why.since", texts.dayAndTime(statement.since())),
                statement.policy() == null ? "" : YamlText.of(PolicyTree.spec(statement.policy())));
    }

    private static Mark word(Why.Word word) {
        return switch (word) {
            case ADMITS -> Mark.good(word.label());
            case DOES_NOT_ADMIT -> Mark.bad(word.label());
            case NOT_APPLICABLE -> Mark.quiet(word.label());
            case UNDECIDABLE -> Mark.warning(word.label());
        };
    }

    private static Mark today(Why.Today today, Texts texts) {
        return switch (today) {
            case SAME -> Mark.quiet(texts.of("why.today.same"));
            case DIFFERENT -> Mark.warning(texts.of("why.today.different"));
            case UNDECIDABLE -> Mark.quiet(texts.of("why.today.undecidable"));
        };
    }
}
