package dev.weir.console;

import dev.weir.change.ChangeSet;
import dev.weir.change.ChangeSet.Guard;
import dev.weir.change.Step;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.YamlLine;
import dev.weir.document.PolicyText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change set, or a row of the list of them.
 *
 * @param overridden expectations that it broke knowingly, and why
 * @param sentence what holds now, and until when
 * @param waits whether it waits to be confirmed
 * @param undoable whether something of it is in force
 */
record ChangeView(
        String id,
        String href,
        String historyHref,
        String title,
        String author,
        String at,
        String reason,
        List<String> overridden,
        Mark state,
        String sentence,
        boolean waits,
        boolean undoable,
        List<Row> rows) {

    /** One policy, with the lines that differ. */
    record Row(String policy, String href, Mark result, String note, List<YamlLine> before, List<YamlLine> after) {}

    static ChangeView of(ChangeSet set, Texts texts) {
        boolean waits = set.state() == ChangeSet.State.GUARDED;
        return new ChangeView(
                set.id(),
                address(set.id()),
                HistoryAddress.ofChangeSet(set.id()),
                texts.of("change.title", set.steps().size()),
                set.author(),
                texts.dayAndTime(set.at()),
                set.reason(),
                set.overridden(),
                ChangeWords.state(set, texts),
                sentence(set, texts),
                waits,
                waits || set.state() == ChangeSet.State.APPLIED,
                set.steps().stream().map(step -> row(step, texts)).toList());
    }

    static String address(String id) {
        return "/changes/" + id;
    }

    private static String sentence(ChangeSet set, Texts texts) {
        Guard guard = set.guard();
        if (set.state() != ChangeSet.State.GUARDED || guard == null) {
            return set.ending();
        }
        Duration left = Duration.between(texts.now(), guard.confirmBy());
        String until = texts.of(
                "change.until",
                texts.time(guard.confirmBy()),
                texts.duration(left.isNegative() ? Duration.ZERO : left));
        return guard.newDenies() == 0 ? until : until + " " + texts.of("change.denies", guard.newDenies());
    }

    private static Row row(Step step, Texts texts) {
        String before = yaml(step.before());
        String after = yaml(step.after());
        return new Row(
                step.policy().toString(),
                PolicyAddress.detail(step.policy()),
                ChangeWords.result(step, texts),
                step.note(),
                before.isEmpty() ? List.of() : LineDiff.of(before, after, "removed"),
                after.isEmpty() ? List.of() : LineDiff.of(after, before, "added"));
    }

    private static String yaml(@Nullable Map<String, Object> object) {
        return object == null ? "" : PolicyText.of(object);
    }
}
