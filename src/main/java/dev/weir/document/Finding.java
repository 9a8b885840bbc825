package dev.weir.document;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something about a document that its author should know.
 *
 * @param field its path, such as {@code spec.ingress[0].ports[0].port}; empty when it concerns the whole
 * @param code a stable word, such as {@code invalid-value} or {@code unknown-field}
 * @param position where it stands in the text; null when the field is not there
 * @param fix what would put it right; null when only the author knows
 */
public record Finding(
        Severity severity,
        String field,
        String message,
        String code,
        @Nullable Position position,
        @Nullable Fix fix) {

    /** How bad it is. */
    public enum Severity {
        /** It cannot be applied, or part of it can never work. */
        ERROR,
        /** It is probably not what was meant. */
        WARNING,
        /** Good to know. */
        NOTE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A change that puts it right; the edits are meant in this order. */
    public record Fix(String title, List<TreeEdit> edits) {
        public Fix {
            edits = List.copyOf(edits);
        }
    }

    /** For whoever does not have the text. */
    public Finding withoutPosition() {
        return new Finding(severity, field, message, code, null, fix);
    }

    /** An error without a fix. */
    public Finding(String field, String message, String code, @Nullable Position position) {
        this(Severity.ERROR, field, message, code, position, null);
    }
}
