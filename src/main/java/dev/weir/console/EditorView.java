package dev.weir.console;

import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.YamlLine;
import dev.weir.console.PolicyWords.WordsView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy editor.
 *
 * @param name of the policy that is edited; empty for a new one
 * @param version the resourceVersion that the text is based on; empty for a new one
 * @param action where the form is sent
 */
record EditorView(
        String namespace,
        String name,
        String title,
        String action,
        String cancel,
        String version,
        String yaml,
        List<Template> templates,
        Check check,
        @Nullable Conflict conflict) {

    record Template(String href, String title, String text, boolean current) {}

    /**
     * What a text would do.
     *
     * @param words null when it cannot be read
     * @param changes which pods become isolated or open
     */
    record Check(
            Mark mark,
            List<FindingView> findings,
            @Nullable WordsView words,
            List<String> changes,
            List<Link> pods,
            String podsText) {
        public boolean isValid() {
            return findings.stream().noneMatch(finding -> finding.severity().equals("error"));
        }
    }

    /**
     * Something wrong. Severity: {@code error} or {@code warning}.
     *
     * @param line where in the text; empty when it concerns the whole
     */
    record FindingView(
            String severity, String tone, String icon, String line, String lineText, String path, String message) {
        static FindingView error(String line, String lineText, String path, String message) {
            return new FindingView("error", "bad", "cross", line, lineText, path, message);
        }
    }

    /** Somebody else has written the policy since the text was read: theirs, with what differs. */
    record Conflict(String title, String text, List<YamlLine> theirs, List<YamlLine> yours) {}
}
