package dev.weir.history;

import dev.weir.history.HistoryTable.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** In the order of the versions, of which none says that the object is gone. */
    synchronized List<Object> objects(List<Version> versions) {
        List<Object> objects = new ArrayList<>(versions.size());
        for (Version version : versions) {
            objects.add(known.computeIfAbsent(
                    new Numbered(version.key(), version.revision()),
                    unknown -> ObjectBody.read(version.key(), version.body())));
        }
        var eldest = known.keySet().iterator();
        for (int surplus = known.size() - KNOWN; surplus > 0; surplus--) {
            eldest.next();
            eldest.remove();
        }
        return objects;
    }

    synchronized int size() {
        return known.size();
    }
}
