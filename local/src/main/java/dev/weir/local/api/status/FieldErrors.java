package dev.weir.local.api.status;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with the fields of an object, in the wording and with the reasons of a Kubernetes API server. */
public final class FieldErrors {

    /** One fault: where, which kind of fault, and the text after the path. */
    public record FieldError(String field, String reason, String body) {
        public String message() {
            return field + ": " + body;
        }
    }

    private final List<FieldError> errors = new ArrayList<>();

    public void invalid(String field, Object value, String detail) {
        add(field, "FieldValueInvalid", "Invalid value: " + shown(value) + ": " + detail);
    }

    public void required(String field, String detail) {
        add(field, "FieldValueRequired", detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    public void forbidden(String field, String detail) {
        add(field, "FieldValueForbidden", "Forbidden: " + detail);
    }

    public void duplicate(String field, Object value) {
        add(field, "FieldValueDuplicate", "Duplicate value: " + shown(value));
    }

    public void notSupported(String field, Object value, List<String> supported) {
        String values = supported.stream().map(FieldErrors::shown).collect(Collectors.joining(", "));
        add(field, "FieldValueNotSupported", "Unsupported value: " + shown(value) + ": supported values: " + values);
    }

    public void tooLong(String field, int limit) {
        add(field, "FieldValueTooLong", "Too long: may not be more than " + limit + " bytes");
    }

    public void tooMany(String field, int count, int limit) {
        add(field, "FieldValueTooMany", "Too many: " + count + ": must have at most " + limit + " items");
    }

    public void type(String field, Object value, String detail) {
        add(field, "FieldValueTypeInvalid", "Invalid value: " + shown(value) + ": " + detail);
    }

    private void add(String field, String reason, String body) {
        errors.add(new FieldError(field, reason, body));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public List<FieldError> list() {
        return List.copyOf(errors);
    }

    /** All messages as one text: a single one as it is, several in brackets. */
    public String message() {
        String joined = errors.stream().map(FieldError::message).distinct().collect(Collectors.joining(", "));
        return errors.size() == 1 ? joined : "[" + joined + "]";
    }

    private static String shown(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
