package dev.weir.console;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.why.WhoReaches;
import dev.weir.why.WhoReaches.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can reach it, and why.
 *
 * @param wrong why the question cannot be answered; empty when it can
 * @param asked whether there is an answer
 * @param time null while nothing is asked
 * @param diff null when no other time was asked for
 */
record ReachView(
        Form form,
        String wrong,
        boolean asked,
        @Nullable TimeBar time,
        String summary,
        String basis,
        List<SourceRow> sources,
        @Nullable DiffView diff) {

    /** What was typed. */
    record Form(String to, String from, String protocol, String port, String at, String diffFrom) {
        Form at(String otherAt, String otherDiffFrom) {
            return new Form(to, from, protocol, port, otherAt, otherDiffFrom);
        }

        String href() {
            return LogsAddress.of(
                    "/reach",
                    new String[] {"to", to},
                    new String[] {"from", from},
                    new String[] {"protocol", protocol},
                    new String[] {"port", port},
                    new String[] {"at", at},
                    new String[] {"diffFrom", diffFrom});
        }
    }

    /** @param seen the last record; null when there is none */
    record SourceRow(
            String from,
            String to,
            String ports,
            Mark answer,
            String reason,
            String enforcement,
            @Nullable Link seen) {}

    record DiffView(String title, String basis, List<TurnRow> turns, String none) {}

    /** @param cause empty when it cannot be named; @param by the change in the history, with who made it; null when it is not kept */
    record TurnRow(
            Mark turn,
            String from,
            String to,
            String ports,
            String cause,
            String causeTime,
            @Nullable Link object,
            @Nullable Link by) {}

    static ReachView empty(Form form) {
        return new ReachView(form, "", false, null, "", "", List.of(), null);
    }

    static ReachView wrong(Form form, String why) {
        return new ReachView(form, why, false, null, "", "", List.of(), null);
    }

    static ReachView of(Form form, WhoReaches answer, TimeBar time, Texts texts) {
        long able = answer.sources().stream()
                        .filter(source ->
                                source.answer() != Answer.NO && !source.ports().isEmpty())
                        .count()
                + answer.more();
        return new ReachView(
                form,
                "",
                true,
                time,
                texts.of("reach.summary", texts.number(able), form.to()),
                answer.basis(),
                answer.sources().stream().map(source -> row(source, texts)).toList(),
                answer.then() == null ? null : diff(answer.then(), texts));
    }

    private static SourceRow row(WhoReaches.Source source, Texts texts) {
        WhoReaches.Seen seen = source.seen();
        return new SourceRow(
                source.from().toString(),
                source.to().toString(),
                String.join(", ", source.ports().words()),
                mark(source.answer(), texts),
                source.reason(),
                source.enforcement(),
                seen == null
                        ? null
                        : new Link(
                                "/logs/" + seen.recordId(),
                                texts.of("whatif.seen", texts.number(seen.records()), texts.dayAndTime(seen.last()))));
    }

    private static Mark mark(Answer answer, Texts texts) {
        return switch (answer) {
            case YES -> Mark.good(texts.of("reach.yes"));
            case NO -> Mark.bad(texts.of("reach.no"));
            case UNDECIDABLE -> Mark.warning(texts.of("reach.undecidable"));
        };
    }

    private static DiffView diff(WhoReaches.Then then, Texts texts) {
        List<TurnRow> turns = new ArrayList<>();
        then.gained().forEach(turn -> turns.add(turn(Mark.warning(texts.of("reach.gained")), turn, texts)));
        then.lost().forEach(turn -> turns.add(turn(Mark.quiet(texts.of("reach.lost")), turn, texts)));
        return new DiffView(
                texts.of("reach.diff", texts.dayAndTime(then.at())),
                then.basis(),
                turns,
                turns.isEmpty() ? texts.of("reach.diff.none") : "");
    }

    private static TurnRow turn(Mark mark, WhoReaches.Turn turn, Texts texts) {
        WhoReaches.Cause cause = turn.cause();
        return new TurnRow(
                mark,
                turn.from().toString(),
                turn.to().toString(),
                String.join(", ", turn.ports().words()),
                cause == null ? texts.of("reach.no-cause") : cause.sentence(),
                cause == null ? "" : texts.dayAndTime(cause.at()),
                cause == null ? null : link(cause.object()),
                cause == null ? null : new HistoryWords(texts).link(cause.by()));
    }

    private static @Nullable Link link(ObjectRef object) {
        if (object.kind() == ObjectKind.NETWORK_POLICY) {
            return PolicyView.link(new PolicyRef(object.namespace(), object.name()));
        }
        return object.kind() == ObjectKind.NAMESPACE
                ? new Link(PolicyAddress.namespace(object.name()), object.name())
                : null;
    }
}
