package dev.weir.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    /** What tells one entry from another, by the rules of server-side apply. */
    private static final List<String> SAME = List.of("manager", "operation", "apiVersion", "subresource");

    private static final Comparator<Entry> BY_TIME =
            Comparator.comparing(Entry::at, Comparator.nullsFirst(Comparator.naturalOrder()));

    /**
     * The newest among those that are not as they were before. Times have whole seconds: of several of one second it is who has fields that
     * he did not have, since one whose fields another took by force is not as before either.
     */
    static Writer newest(@Nullable Map<String, Object> before, Map<String, Object> now) {
        List<Object> earlier = before == null ? List.of() : entries(before);
        List<Object> all = entries(now);
        List<Object> changed = new ArrayList<>(all);
        changed.removeAll(earlier);
        return (changed.isEmpty() ? all : changed)
                .stream()
                        .map(entry -> new Entry(ObjectTexts.map(entry), gained(earlier, ObjectTexts.map(entry))))
                        .filter(Entry::named)
                        .max(BY_TIME.thenComparing(Entry::gained))
                        .map(Entry::writer)
                        .orElse(UNKNOWN);
    }

    private static boolean gained(List<Object> earlier, Map<String, Object> now) {
        return earlier.stream()
                .map(ObjectTexts::map)
                .filter(before -> SAME.stream().allMatch(key -> Objects.equals(before.get(key), now.get(key))))
                .noneMatch(before -> contains(fields(before), fields(now)));
    }

    private static Map<String, Object> fields(Map<String, Object> entry) {
        return ObjectTexts.map(entry.get("fieldsV1"));
    }

    private static boolean contains(Map<String, Object> all, Map<String, Object> some) {
        return some.entrySet().stream()
                .allMatch(field -> all.containsKey(field.getKey())
                        && contains(ObjectTexts.map(all.get(field.getKey())), ObjectTexts.map(field.getValue())));
    }

    private static List<Object> entries(Map<String, Object> object) {
        Object entries = ObjectTexts.map(object.get("metadata")).get("managedFields");
        return entries instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /** @param gained whether fields are its own that were not */
    private record Entry(Map<String, Object> fields, boolean gained) {
        /** Who only wrote the status did not change what is kept here. */
        boolean named() {
            boolean status = fields.get("subresource") instanceof String part && !part.isEmpty();
            return !status && fields.get("manager") instanceof String;
        }

        @Nullable
        Instant at() {
            return time(fields.get("time"));
        }

        Writer writer() {
            return new Writer(
                    String.valueOf(fields.get("manager")),
                    String.valueOf(fields.getOrDefault("operation", "")).toLowerCase(Locale.ROOT),
                    at());
        }
    }

    private static @Nullable Instant time(@Nullable Object text) {
        try {
            return text instanceof String written ? Instant.parse(written) : null;
        } catch (DateTimeException unreadable) {
            return null; // Then the order in the list decides.
        }
    }
}
