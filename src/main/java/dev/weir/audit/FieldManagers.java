package dev.weir.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who wrote an object last, as far as Kubernetes tells: the program that it calls a field manager, and when; not the person. */
final class FieldManagers {
    private FieldManagers() {}

    /** @param at null when it is not told */
    record Writer(
            String manager, String operation, @Nullable Instant at) {
        Author author() {
            return Author.outside(manager, operation);
        }
    }

    static final Writer UNKNOWN = new Writer("", "", null);

    /**
     * The newest among those that are not as they were before; times have whole seconds, so two writers of one second could not be told apart
     * by them alone.
     */
    static Writer newest(@Nullable Map<String, Object> before, Map<String, Object> now) {
        List<Object> all = entries(now);
        List<Object> changed = new ArrayList<>(all);
        if (before != null) {
            changed.removeAll(entries(before));
        }
        return (changed.isEmpty() ? all : changed)
                .stream()
                        .map(FieldManagers::writer)
                        .flatMap(Optional::stream)
                        .max(Comparator.comparing(Writer::at, Comparator.nullsFirst(Comparator.naturalOrder())))
                        .orElse(UNKNOWN);
    }

    private static List<Object> entries(Map<String, Object> object) {
        Object entries = ObjectTexts.map(object.get("metadata")).get("managedFields");
        return entries instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /** Who only wrote the status did not change what is kept here. */
    private static Optional<Writer> writer(Object entry) {
        Map<String, Object> fields = ObjectTexts.map(entry);
        boolean status = fields.get("subresource") instanceof String part && !part.isEmpty();
        return status || !(fields.get("manager") instanceof String manager)
                ? Optional.empty()
                : Optional.of(new Writer(
                        manager,
                        String.valueOf(fields.getOrDefault("operation", "")).toLowerCase(Locale.ROOT),
                        time(fields.get("time"))));
    }

    private static @Nullable Instant time(@Nullable Object text) {
        try {
            return text instanceof String written ? Instant.parse(written) : null;
        } catch (DateTimeException unreadable) {
            return null; // Then the order in the list decides.
        }
    }
}
