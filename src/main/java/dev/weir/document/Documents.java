package dev.weir.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A text with any number of YAML documents, one after the other. */
public final class Documents {
    public static final int MOST = 500;
    private static final String MARKER = "---";

    private Documents() {}

    /** Each document with its positions in the whole text; parts that say nothing are left out. Throws {@link DocumentSyntaxException}. */
    public static List<ObjectDocument> parse(String text) {
        List<ObjectDocument> documents = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || isMarker(lines.get(i))) {
                add(lines, start, i, documents);
                start = i;
            }
        }
        return documents;
    }

    /**
     * The text with one of its documents changed, the first of which something holds; empty when there is none. All else stays byte for byte.
     */
    static Optional<String> changed(String text, Predicate<Map<String, Object>> which, UnaryOperator<String> change) {
        List<String> lines = List.of(text.split("(?<=\n)"));
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || isMarker(lines.get(i))) {
                String document = String.join("", lines.subList(start, i));
                if (isAbout(document, start, which)) {
                    return Optional.of(String.join("", lines.subList(0, start))
                            + change.apply(document)
                            + String.join("", lines.subList(i, lines.size())));
                }
                start = i + 1;
            }
        }
        return Optional.empty();
    }

    private static boolean isAbout(String document, int start, Predicate<Map<String, Object>> which) {
        return !document.lines().allMatch(Documents::isSilent)
                && which.test(
                        ObjectDocument.parse("\n".repeat(start) + document).object());
    }

    private static boolean isSilent(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    private static boolean isMarker(String line) {
        return line.startsWith(MARKER)
                && (line.length() == MARKER.length() || Character.isWhitespace(line.charAt(MARKER.length())));
    }

    private static void add(List<String> lines, int start, int end, List<ObjectDocument> documents) {
        List<String> own = new ArrayList<>(lines.subList(start, end));
        if (!own.isEmpty() && isMarker(own.getFirst())) {
            own.set(0, " ".repeat(MARKER.length()) + own.getFirst().substring(MARKER.length()));
        }
        if (own.stream().allMatch(Documents::isSilent)) {
            return;
        }
        if (documents.size() == MOST) {
            throw new DocumentSyntaxException(
                    "There are more than " + MOST + " documents.", new Position(start + 1, 1, start + 1, 1));
        }
        // Empty lines in front, so that positions are those in the whole text.
        documents.add(ObjectDocument.parse("\n".repeat(start) + String.join("\n", own) + "\n"));
    }
}
