package dev.weir.console;

import dev.weir.console.Parts.Banner;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.YamlLine;
import dev.weir.document.Finding;
import dev.weir.document.Position;
import dev.weir.words.PolicyWords.WordsView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy editor: one text, shown as a form, as YAML or both.
 *
 * @param name of the policy that is edited; empty for a new one
 * @param version the resourceVersion that the text is based on; empty for a new one
 * @param original the text as of that version
 * @param action where the form is sent, with the way it is shown
 * @param form null when it is not shown, or cannot be
 * @param notForm why the text cannot be shown as a form; null when it can
 * @param before the text that the browser sent, to which {@code yaml} is the answer
 * @param draft that and when what was typed was kept; null for what nobody has typed
 */
record EditorView(
        String namespace,
        String name,
        String title,
        String action,
        String cancel,
        String version,
        String original,
        String yaml,
        String before,
        Mode mode,
        List<Mode> modes,
        List<Template> templates,
        Check check,
        @Nullable Conflict conflict,
        @Nullable EditorForm form,
        @Nullable String notForm,
        @Nullable DraftLine draft,
        @Nullable Owned owned) {
    private static final List<String> MODES = List.of("form", "yaml", "both");

    /** One of those there are; what nobody knows is both. */
    static String mode(String wanted) {
        return MODES.contains(wanted) ? wanted : "both";
    }

    static List<String> modeNames() {
        return MODES;
    }

    /** A way to show the text. */
    record Mode(String name, String title, String action, boolean current) {
        public boolean hasForm() {
            return !name.equals("yaml");
        }

        public boolean hasYaml() {
            return !name.equals("form");
        }
    }

    record Template(String href, String title, String text, boolean current) {}

    /** @param restored whether the page began with it */
    record DraftLine(String text, boolean restored) {}

    /** Who would undo what is saved here, and what to give them instead. */
    record Owned(Banner banner, OwnerPatch patch) {}

    /**
     * What a text would do.
     *
     * @param words null when it cannot be read
     * @param together which other policies select the same pods, in words; null when none does
     * @param changes which pods become isolated or open
     */
    record Check(
            Mark mark,
            List<FindingView> findings,
            @Nullable WordsView words,
            @Nullable String together,
            List<String> changes,
            @Nullable PodsMatched pods) {
        /** What should be put right, or looked at. */
        public List<FindingView> faults() {
            return findings.stream()
                    .filter(finding -> !finding.severity().equals("info"))
                    .toList();
        }

        /** What is good to know. */
        public List<FindingView> notes() {
            return findings.stream()
                    .filter(finding -> finding.severity().equals("info"))
                    .toList();
        }

        public boolean isValid() {
            return findings.stream().noneMatch(finding -> finding.severity().equals("error"));
        }
    }

    /**
     * Something that the author should know. Severity: {@code error}, {@code warning} or {@code info}, as the editor in the browser says.
     *
     * @param line where in the text; empty when it concerns the whole
     * @param fix what the button says that puts it right; null when there is none
     * @param key by which the button names the finding
     */
    record FindingView(
            String severity,
            String severityText,
            String tone,
            String icon,
            String line,
            String lineText,
            String path,
            String message,
            @Nullable String fix,
            String key) {
        static FindingView of(Finding finding, Texts texts) {
            Position position = finding.position();
            Mark mark = switch (finding.severity()) {
                case ERROR -> Mark.bad("error");
                case WARNING -> Mark.warning("warning");
                case NOTE -> Mark.quiet("info");
            };
            String line = position == null ? "" : Integer.toString(position.line());
            return new FindingView(
                    mark.text(),
                    texts.of("finding." + mark.text()),
                    mark.tone(),
                    mark.icon(),
                    line,
                    line.isEmpty() ? "" : texts.of("check.line", line),
                    finding.field(),
                    finding.message(),
                    finding.fix() == null ? null : finding.fix().title(),
                    PolicyCheck.key(finding));
        }
    }

    /**
     * Somebody else has written the policy since the text was read.
     *
     * @param merged null when the policy was deleted
     */
    record Conflict(
            String title,
            String text,
            List<YamlLine> theirs,
            List<YamlLine> yours,
            @Nullable Merged merged) {}

    /** @param clean whether the two do not touch the same lines */
    record Merged(List<YamlLine> lines, boolean clean, String title, String mineText, String theirsText, String text) {}
}
