package dev.weir.daemon.program;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
            kinds.put(kind, new Numbers());
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

    /** An id of its own, that stands for no fingerprint. */
    public int anonymous(Kind kind) {
        return numbers(kind).take(kind);
    }

    /** What was handed out since this was asked last, so that only that need be saved. */
    public Map<Kind, Issue> takeIssued() {
        var issued = new EnumMap<Kind, Issue>(Kind.class);
        kinds.forEach((kind, numbers) -> numbers.takeIssued().ifPresent(issue -> issued.put(kind, issue)));
        return issued;
    }

    /** Adds what {@link #takeIssued} gave, in the same order. */
    public void restore(Map<Kind, Issue> issued) {
        issued.forEach((kind, issue) -> {
            var numbers = numbers(kind);
            numbers.ids.putAll(issue.ids);
            numbers.next = Math.max(numbers.next, issue.next);
            numbers.nextIssued = numbers.next;
        });
    }

    /**
     * Ids that were handed out.
     *
     * @param ids by fingerprint
     * @param next above all that was handed out, named or not
     */
    public record Issue(Map<Long, Integer> ids, int next) {
        public Issue {
            ids = Map.copyOf(ids);
        }
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

    /** By fingerprint, as they are now. */
    public Map<Long, Integer> ids(Kind kind) {
        return Collections.unmodifiableMap(numbers(kind).ids);
    }

    private Numbers numbers(Kind kind) {
        var numbers = kinds.get(kind);
        if (numbers == null) {
            throw new IllegalStateException("no numbers of kind " + kind);
        }
        return numbers;
    }

    private static final class Numbers {
        private final Map<Long, Integer> ids = new HashMap<>();
        private final Map<Long, Integer> issued = new HashMap<>();
        private int next = 1;
        private int nextIssued = 1;

        int intern(Kind kind, long fingerprint) {
            return ids.computeIfAbsent(fingerprint, f -> {
                var id = take(kind);
                issued.put(f, id);
                return id;
            });
        }

        private int take(Kind kind) {
            if (next > LIMIT) {
                throw new InvalidProgramException("all " + LIMIT + " ids of kind " + kind + " are used up");
            }
            return next++;
        }

        Optional<Issue> takeIssued() {
            if (next == nextIssued) {
                return Optional.empty();
            }
            var issue = new Issue(issued, next);
            issued.clear();
            nextIssued = next;
            return Optional.of(issue);
        }
    }
}
