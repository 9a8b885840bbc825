package dev.weir.draft;

import dev.weir.file.JsonFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.type.TypeReference;

/**
 * Everybody's drafts, in a file of mode 0600 that is replaced as a whole. Bounded: so many of one person, so many in all, the oldest gives way;
 * a text beyond {@link #LONGEST} is not kept. Safe to call from many threads.
 */
public final class Drafts {
    /** Characters of a text. */
    public static final int LONGEST = 128 * 1024;

    static final int MOST_OF_ONE = 20;
    static final int MOST = 500;

    private final JsonFile<List<Draft>> file;
    private final Clock clock;
    private final Map<Key, Draft> drafts = new LinkedHashMap<>();

    private record Key(String owner, String subject) {
        static Key of(Draft draft) {
            return new Key(draft.owner(), draft.subject());
        }
    }

    /** @param path of the file; empty = in memory, lost with the process */
    public Drafts(String path, Clock clock) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        this.clock = clock;
        file.read().orElse(List.of()).forEach(draft -> drafts.put(Key.of(draft), draft));
    }

    public synchronized Optional<Draft> find(String owner, String subject) {
        return Optional.ofNullable(drafts.get(new Key(owner, subject)));
    }

    /** Keeps it, in the place of the one that was there; empty when it is too long to be kept. */
    public synchronized Optional<Draft> keep(
            String owner, String subject, String version, String original, String text) {
        if (text.length() > LONGEST || original.length() > LONGEST) {
            return Optional.empty();
        }
        Draft draft = new Draft(owner, subject, version, original, text, clock.instant());
        Draft before = drafts.get(Key.of(draft));
        if (before != null && before.text().equals(text) && before.version().equals(version)) {
            return Optional.of(before);
        }
        Map<Key, Draft> after = new LinkedHashMap<>(drafts);
        after.remove(Key.of(draft));
        makeRoom(after, MOST_OF_ONE, other -> other.owner().equals(owner));
        makeRoom(after, MOST, other -> true);
        after.put(Key.of(draft), draft);
        replace(after);
        return Optional.of(draft);
    }

    private static void makeRoom(Map<Key, Draft> drafts, int most, Predicate<Draft> concerned) {
        List<Draft> oldestFirst = new ArrayList<>(drafts.values());
        oldestFirst.removeIf(concerned.negate());
        oldestFirst.sort(Comparator.comparing(Draft::saved));
        int excess = oldestFirst.size() - most + 1;
        for (int i = 0; i < excess; i++) {
            drafts.remove(Key.of(oldestFirst.get(i)));
        }
    }

    public synchronized void discard(String owner, String subject) {
        Map<Key, Draft> after = new LinkedHashMap<>(drafts);
        if (after.remove(new Key(owner, subject)) != null) {
            replace(after);
        }
    }

    /** What cannot be written is not kept either. */
    private void replace(Map<Key, Draft> after) {
        file.write(List.copyOf(after.values()));
        drafts.clear();
        drafts.putAll(after);
    }
}
