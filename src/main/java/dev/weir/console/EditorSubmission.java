package dev.weir.console;

import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.util.MultiValueMap;

/**
 * What a browser sent from the editor.
 *
 * @param name of the policy that is edited; empty for a new one
 * @param yaml the text, with line ends as the console keeps them
 * @param version the resourceVersion that the text is based on
 * @param original the text as of that version
 * @param view {@code form}, {@code yaml} or {@code both}
 * @param base the text that the form showed; empty when no form was shown
 * @param filledIn what the form's fields say, by their names
 * @param button what was pressed: its name, and its value
 * @param manifest the file in which the policy is kept elsewhere, as it was pasted; empty when it was not
 */
record EditorSubmission(
        String namespace,
        String name,
        String yaml,
        String version,
        String original,
        String view,
        String base,
        Map<String, String> filledIn,
        Button button,
        String manifest) {
    private static final List<String> BUTTONS = List.of("do", "fix", "check", "take", "discard", "switch");

    /** Which button; without a name the one that saves. */
    record Button(String name, String value) {
        static final Button SAVE = new Button("", "");

        boolean isA(String wanted) {
            return name.equals(wanted);
        }
    }

    /** What is written, the version that it is based on, and what that version said. */
    record Text(String yaml, String version, String original) {}

    boolean isNew() {
        return name.isEmpty();
    }

    static EditorSubmission of(String namespace, String name, MultiValueMap<String, String> parameters) {
        Map<String, String> filledIn = new TreeMap<>();
        parameters.forEach((field, values) -> {
            if (field.startsWith(EditorFields.PREFIX)) {
                filledIn.put(field, values.getLast().strip());
            }
        });
        if (parameters.containsKey("base")) {
            filledIn.put(EditorFields.CONTROLS, controls(parameters));
            filledIn.putIfAbsent(EditorFields.LOGGING, "false");
        }
        return new EditorSubmission(
                namespace,
                name,
                text(parameters, "yaml"),
                text(parameters, "version"),
                text(parameters, "original"),
                EditorView.mode(text(parameters, "view")),
                text(parameters, "base"),
                filledIn,
                button(parameters),
                text(parameters, "manifest"));
    }

    /** What somebody begins with, before anything was pressed. */
    static EditorSubmission begun(String namespace, String name, Text text, String view) {
        return new EditorSubmission(
                namespace,
                name,
                text.yaml(),
                text.version(),
                text.original(),
                EditorView.mode(view),
                "",
                Map.of(),
                new Button("begin", ""),
                "");
    }

    /** The same with another text, which no form has shown yet. */
    EditorSubmission basedOn(Text text) {
        return new EditorSubmission(
                namespace, name, text.yaml(), text.version(), text.original(), view, "", Map.of(), button, manifest);
    }

    /** Boxes that are not ticked are not sent. */
    private static String controls(MultiValueMap<String, String> parameters) {
        List<String> controls = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            if (parameters.containsKey(EditorFields.control(direction))) {
                controls.add(direction.label());
            }
        }
        return String.join(" ", controls);
    }

    private static Button button(MultiValueMap<String, String> parameters) {
        return BUTTONS.stream()
                .filter(parameters::containsKey)
                .findFirst()
                .map(name -> new Button(name, text(parameters, name)))
                .orElse(Button.SAVE);
    }

    /** Browsers send line ends as CR LF. */
    static String text(MultiValueMap<String, String> parameters, String name) {
        String value = parameters.getFirst(name);
        return value == null ? "" : value.replace("\r\n", "\n");
    }
}
