package dev.weir.console;

import dev.weir.console.EditorView.Conflict;
import dev.weir.console.EditorView.Merged;
import dev.weir.document.TextMerge;
import java.util.List;

/** Says that somebody else has changed a policy meanwhile, with both texts and what they come to together. */
final class ConflictWords {
    private ConflictWords() {}

    static Conflict of(String original, String mine, String theirs, Texts texts) {
        TextMerge merge = TextMerge.of(original, mine, theirs);
        boolean clean = merge.conflicts() == 0;
        Merged merged = new Merged(
                LineDiff.of(merge.text(), theirs, "added"),
                clean,
                clean ? texts.of("conflict.merged") : texts.of("conflict.collides", merge.conflicts()),
                mine,
                theirs,
                merge.text());
        return new Conflict(
                texts.of("conflict.title"),
                texts.of(clean ? "conflict.text.merged" : "conflict.text"),
                LineDiff.of(theirs, mine, "added"),
                LineDiff.of(mine, theirs, "removed"),
                merged);
    }

    static Conflict ofDeleted(Texts texts) {
        return new Conflict(
                texts.of("conflict.deleted"), texts.of("conflict.deleted.text"), List.of(), List.of(), null);
    }
}
