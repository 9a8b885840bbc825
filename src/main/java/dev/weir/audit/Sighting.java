package dev.weir.audit;

import dev.weir.cluster.ObjectRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the watch told of one object.
 *
 * @param text of the object; empty when it is gone
 * @param version that it has; empty when it is gone
 */
record Sighting(ObjectRef ref, Instant seen, String text, String version, FieldManagers.Writer writer) {

    static Sighting of(
            ObjectRef ref, Instant seen, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
        return now == null
                ? new Sighting(ref, seen, "", "", FieldManagers.UNKNOWN)
                : new Sighting(ref, seen, ObjectTexts.of(ref, now), version(now), FieldManagers.newest(before, now));
    }

    static String version(Map<String, Object> object) {
        return ObjectTexts.map(object.get("metadata")).get("resourceVersion") instanceof String version ? version : "";
    }

    /** When it was written, as far as that is told; of use for what nobody saw happen. */
    Instant written() {
        Instant at = writer.at();
        return at == null || at.isAfter(seen) ? seen : at;
    }
}
