package dev.weir.change;

import dev.weir.file.JsonFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/**
 * The change sets, in a file that is written before anything is done and after, so that a server that starts again knows what it had begun.
 * Bounded: the oldest that have come to an end go first. Safe to call from many threads.
 */
public final class ChangeBook {
    static final int MOST = 500;

    private final JsonFile<List<ChangeSet>> file;
    private final Map<String, ChangeSet> sets = new LinkedHashMap<>();

    /** @param path of the file; empty = in memory, lost with the process */
    public ChangeBook(String path) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        file.read().orElse(List.of()).forEach(set -> sets.put(set.id(), set));
    }

    /** Newest first. */
    synchronized List<ChangeSet> list() {
        return sets.values().stream()
                .sorted(Comparator.comparing(ChangeSet::at).reversed())
                .toList();
    }

    synchronized Optional<ChangeSet> find(String id) {
        return Optional.ofNullable(sets.get(id));
    }

    /** Throws {@link ChangeException} when there is no room. */
    synchronized ChangeSet put(ChangeSet set) {
        Map<String, ChangeSet> after = new LinkedHashMap<>(sets);
        after.put(set.id(), set);
        makeRoom(after);
        file.write(new ArrayList<>(after.values()));
        sets.clear();
        sets.putAll(after);
        return set;
    }

    private static void makeRoom(Map<String, ChangeSet> sets) {
        while (sets.size() > MOST) {
            ChangeSet oldest = sets.values().stream()
                    .filter(set -> set.ended() != null)
                    .min(Comparator.comparing(ChangeSet::at))
                    .orElseThrow(() -> new ChangeException("There are " + MOST
                            + " change sets that wait to be confirmed; confirm or revert some first."));
            sets.remove(oldest.id());
        }
    }
}
