package dev.weir.console;

import dev.weir.change.ChangeSet;
import dev.weir.change.Step;
import dev.weir.console.Parts.Mark;
import java.util.Locale;

/** What has become of a change set, in words. */
final class ChangeWords {
    private ChangeWords() {}

    static Mark result(Step step, Texts texts) {
        String text = texts.of("change.result." + word(step.result().name()));
        return switch (step.result()) {
            case FAILED -> Mark.bad(text);
            case LEFT -> Mark.warning(text);
            case PENDING, UNCHANGED, RESTORED -> Mark.quiet(pending(step, text, texts));
            case CREATED, CONFIGURED, DELETED -> Mark.good(text);
        };
    }

    /** Before it is written, what would happen is what matters. */
    private static String pending(Step step, String text, Texts texts) {
        if (step.result() != Step.Result.PENDING) {
            return text;
        }
        if (step.after() == null) {
            return texts.of("change.would.delete");
        }
        return texts.of(step.before() == null ? "change.would.create" : "change.would.change");
    }

    static Mark state(ChangeSet set, Texts texts) {
        String text = texts.of("change.state." + word(set.state().name()));
        return switch (set.state()) {
            case APPLIED -> Mark.good(text);
            case GUARDED, APPLYING, REVERTING -> Mark.warning(text);
            case REVERTED -> Mark.quiet(text);
            case FAILED -> Mark.bad(text);
        };
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
