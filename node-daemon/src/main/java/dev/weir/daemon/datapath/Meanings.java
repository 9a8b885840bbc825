package dev.weir.daemon.datapath;

import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ids that were found in the maps, as the fingerprints that they were handed out for. What stands for nothing is noted. */
final class Meanings {
    private static final int MOST_NOTES = 100;

    private final Map<Kind, Map<Integer, Long>> known = new EnumMap<>(Kind.class);
    private final List<String> unnamed = new ArrayList<>();

    /** Ids whose meaning is asked for: the table is large, so it is looked through once. */
    static final class Wanted {
        private final Map<Kind, Set<Integer>> ids = new EnumMap<>(Kind.class);

        Wanted add(Kind kind, int id) {
            ids.computeIfAbsent(kind, any -> new HashSet<>()).add(id);
            return this;
        }
    }

    Meanings(IdTable table, Wanted wanted) {
        wanted.ids.forEach((kind, ids) -> {
            var found = new HashMap<>(Map.of(0, 0L));
            table.ids(kind).forEach((fingerprint, id) -> {
                if (ids.contains(id)) {
                    found.put(id, fingerprint);
                }
            });
            known.put(kind, found);
        });
    }

    /** Null when the id stands for nothing. @param entry where it was found */
    @Nullable
    Long find(Kind kind, int id, Object entry) {
        var fingerprint = known.getOrDefault(kind, Map.of()).get(id);
        if (fingerprint == null && unnamed.size() < MOST_NOTES) {
            unnamed.add(entry + " has a " + kind.name().toLowerCase(Locale.ROOT) + " of number " + id);
        }
        return fingerprint;
    }

    /** 0 when the id stands for nothing. */
    long of(Kind kind, int id, Object entry) {
        var fingerprint = find(kind, id, entry);
        return fingerprint == null ? 0 : fingerprint;
    }

    List<String> unnamed() {
        return unnamed;
    }
}
