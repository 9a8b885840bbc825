package dev.weir.document;

import dev.weir.cluster.KubernetesException.Invalid;
import dev.weir.cluster.KubernetesException.Invalid.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API server found wrong, put where the author wrote it. */
public final class Findings {
    /** Strict decoding answers with a sentence only; it lists all fields that the schema does not have, or that are there twice. */
    private static final Pattern STRICT = Pattern.compile("(unknown|duplicate) field \"([^\"]+)\"");

    private Findings() {}

    /** At least one. */
    public static List<Finding> of(Invalid invalid, ObjectDocument document) {
        List<Finding> findings = new ArrayList<>();
        for (Cause cause : invalid.causes()) {
            findings.add(new Finding(
                    cause.field(), cause.message(), code(cause.reason()), document.position(cause.field())));
        }
        if (findings.isEmpty()) {
            Matcher matcher = STRICT.matcher(String.valueOf(invalid.getMessage()));
            while (matcher.find()) {
                String field = matcher.group(2);
                findings.add(new Finding(
                        field,
                        "The field " + field
                                + (matcher.group(1).equals("unknown") ? " does not exist." : " is there twice."),
                        matcher.group(1) + "-field",
                        document.position(field)));
            }
        }
        if (findings.isEmpty()) {
            findings.add(new Finding("", String.valueOf(invalid.getMessage()), "invalid", null));
        }
        return findings;
    }

    /** {@code FieldValueInvalid} → {@code value-invalid}. */
    private static String code(String reason) {
        String words = reason.replaceFirst("^Field", "").replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return words.isEmpty() ? "invalid" : words.toLowerCase(Locale.ROOT);
    }
}
