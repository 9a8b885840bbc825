package dev.weir.history;

import dev.weir.history.HistoryTable.Version;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the versions that were read last say, because to read the bodies of a whole cluster is most of what a look into the past costs. A version never
 * changes, so what is known stays true. Safe to call from many threads.
 */
final class KnownVersions {
    static final int KNOWN = 10_000;

    private final Map<Numbered, Object> known = new LinkedHashMap<>(16, 0.75f, true);

    /** An object has one version at a revision. */
    private record Numbered(ObjectKey key, long revision) {}

    /** @param version not one that says that the object is gone */
    synchronized Object object(Version version) {
        Object object = known.computeIfAbsent(
                new Numbered(version.key(), version.revision()),
                unknown -> ObjectBody.read(version.key(), version.body()));
        if (known.size() > KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
        return object;
    }

    synchronized int size() {
        return known.size();
    }
}
