package dev.weir.daemon.program;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Fingerprint to 32-bit id, per kind. An id stands for one fingerprint forever and is never handed out again, so nothing in
 * the maps can change its meaning. Not thread-safe: it belongs to the thread that reconciles.
 */
public final class IdTable {
    /** What is numbered. An identity's number has 30 bits: its kind stands above them in the maps. */
    public enum Kind {
        SUBJECT,
        IDENTITY,
        CLASS,
        COOKIE
    }

    /** The highest number of any kind. */
    public static final int LIMIT = (1 << 30) - 1;

    private final Map<Kind, Numbers> kinds = new EnumMap<>(Kind.class);

    public IdTable() {
        for (var kind : Kind.values()) {
            kinds.put(kind, new Numbers(Map.of(), 1));
        }
    }

    /**
     * The id of the fingerprint, a new one when it has none. Fingerprint 0 is id 0.
     *
     * @throws InvalidProgramException when the numbers are used up
     */
    public int intern(Kind kind, long fingerprint) {
        return fingerprint == 0 ? 0 : numbers(kind).intern(kind, fingerprint);
    }

    /** The id, or 0 when the fingerprint has none. */
    public int find(Kind kind, long fingerprint) {
        return numbers(kind).ids.getOrDefault(fingerprint, 0);
    }

    /** Forgets every fingerprint that neither the program nor the archive names. */
    public void retain(NodeProgram program, CookieArchive archive) {
        var cookies = new HashSet<>(program.cookies().keySet());
        cookies.addAll(archive.retired().keySet());
        retain(Kind.COOKIE, cookies);
        retain(Kind.SUBJECT, program.subjects().keySet());
        var identities = new HashSet<Long>();
        program.identities().values().forEach(entry -> identities.add(entry.identity()));
        retain(Kind.IDENTITY, identities);
        var classes = new HashSet<Long>();
        program.subjects().values().forEach(subject -> {
            subject.ingress().addClassesTo(classes);
            subject.egress().addClassesTo(classes);
        });
        retain(Kind.CLASS, classes);
    }

    private void retain(Kind kind, Set<Long> fingerprints) {
        numbers(kind).ids.keySet().retainAll(fingerprints);
    }

    /** Lets every later id be above {@code id}: for a table that was lost while the maps still hold ids. */
    public void startAbove(Kind kind, int id) {
        var numbers = numbers(kind);
        numbers.next = Math.max(numbers.next, id + 1);
    }

    public int next(Kind kind) {
        return numbers(kind).next;
    }

    public Map<Long, Integer> ids(Kind kind) {
        return Map.copyOf(numbers(kind).ids);
    }

    public void restore(Kind kind, Map<Long, Integer> ids, int next) {
        kinds.put(kind, new Numbers(ids, next));
    }

    private Numbers numbers(Kind kind) {
        var numbers = kinds.get(kind);
        if (numbers == null) {
            throw new IllegalStateException("no numbers of kind " + kind);
        }
        return numbers;
    }

    private static final class Numbers {
        private final Map<Long, Integer> ids;
        private int next;

        Numbers(Map<Long, Integer> ids, int next) {
            this.ids = new HashMap<>(ids);
            this.next = next;
        }

        int intern(Kind kind, long fingerprint) {
            return ids.computeIfAbsent(fingerprint, f -> take(kind));
        }

        private int take(Kind kind) {
            if (next > LIMIT) {
                throw new InvalidProgramException("all " + LIMIT + " ids of kind " + kind + " are used up");
            }
            return next++;
        }
    }
}
