package dev.weir.audit;

import dev.weir.audit.Claims.Claim;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who changed what, and answers questions about it. What happens to Kubernetes objects is taken from the watch alone, whoever
 * did it, so nothing is missed and nothing is there twice; what went through Weir has a claim that says whose it was. Safe to call from
 * many threads.
 *
 * <p>Worst case: the process dies between a write and the sighting of it. The next life finds the change by comparing, and has only the
 * field manager to name.
 */
public final class AuditTrail implements Journal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    /** The history of the cluster sees a change a moment after this one. */
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final AuditSettings settings;
    private final CurrentAuthor author;
    private final Clock clock;
    private final AuditTable table;
    private final Claims claims;
    private final Map<ObjectRef, String> known;
    private final Set<ObjectRef> unseen;
    private final AtomicLong lost = new AtomicLong();
    private @Nullable Instant watchedSince;
    private boolean complete;

    public AuditTrail(AuditSettings settings, CurrentAuthor author, Clock clock) {
        this.settings = settings;
        this.author = author;
        this.clock = clock;
        claims = new Claims(clock);
        table = new AuditTable(settings.path());
        known = new HashMap<>(table.known());
        unseen = new HashSet<>(known.keySet());
        watchedSince = table.watchedSince().orElse(null);
    }

    /** The same objects; what is written through them is told apart from what comes past them. */
    public KubernetesObjects claiming(KubernetesObjects objects) {
        return new AuditedObjects(objects, claims, author);
    }

    /** A change that cannot be written down is counted and logged: what was asked for has been done already. */
    @Override
    public void note(Subject subject, String before, String after) {
        AuditEntry entry = new AuditEntry(
                0,
                clock.instant(),
                author.get(),
                subject,
                Action.between(before, after),
                before,
                after,
                Occasion.current(),
                0,
                false);
        written("the change of " + subject, () -> table.together(() -> table.add(entry)));
    }

    /** Waits for writes of these objects that are under way. */
    void observe(List<Sighting> sightings) throws InterruptedException {
        Map<Sighting, Claim> claimed = new HashMap<>();
        for (Sighting sighting : sightings) {
            claims.take(sighting.ref(), sighting.version()).ifPresent(claim -> claimed.put(sighting, claim));
        }
        written(
                sightings.size() + " changes of objects",
                () -> table.together(() -> sightings.forEach(sighting -> observe(sighting, claimed.get(sighting)))));
    }

    private void observe(Sighting sighting, @Nullable Claim claim) {
        ObjectRef ref = sighting.ref();
        unseen.remove(ref);
        String before = known.getOrDefault(ref, "");
        if (before.equals(sighting.text())) {
            return;
        }
        // Before everything was seen once there is nothing that it could be a change of.
        if (watchedSince != null) {
            table.add(related(entry(sighting, before, claim)));
        }
        know(ref, sighting.text());
    }

    private AuditEntry entry(Sighting sighting, String before, @Nullable Claim claim) {
        boolean late = !complete && claim == null;
        return new AuditEntry(
                0,
                late ? sighting.written() : sighting.seen(),
                claim == null ? sighting.writer().author() : claim.author(),
                Subject.of(sighting.ref()),
                Action.between(before, sighting.text()),
                before,
                sighting.text(),
                claim == null ? Occasion.NONE : claim.occasion(),
                0,
                late);
    }

    /** With the change before, if this one took it back. */
    private AuditEntry related(AuditEntry entry) {
        return table.last(entry.subject())
                .filter(entry::takesBack)
                .map(last -> entry.undoing(last.id()))
                .orElse(entry);
    }

    private void know(ObjectRef ref, String text) {
        table.know(ref, text);
        if (text.isEmpty()) {
            known.remove(ref);
        } else {
            known.put(ref, text);
        }
    }

    /** What was known from an earlier life and has not been seen in this one is gone. */
    synchronized void sawEverything(Instant time) {
        List<Sighting> gone =
                unseen.stream().map(ref -> Sighting.of(ref, time, null, null)).toList();
        written(
                gone.size() + " deletions",
                () -> table.together(() -> {
                    gone.forEach(sighting -> observe(sighting, null));
                    if (watchedSince == null) {
                        table.watchSince(time);
                    }
                }));
        watchedSince = watchedSince == null ? time : watchedSince;
        complete = true;
    }

    /** A failure must not end the thread that writes. */
    private synchronized void written(String what, Runnable work) {
        Map<ObjectRef, String> before = Map.copyOf(known);
        try {
            work.run();
        } catch (RuntimeException failed) {
            // So that the next sighting of the same object finds the change again.
            known.clear();
            known.putAll(before);
            lost.incrementAndGet();
            LOG.error("The audit trail has a gap: {} could not be written", what, failed);
        }
    }

    /** Deletes what is older than is kept. */
    void clean() {
        written("that the old are gone", () -> {
            table.deleteBefore(clock.instant().minus(settings.retention()));
            table.deleteBeyond(settings.maxEntries());
        });
    }

    /** The newest first. */
    public List<AuditEntry> list(AuditQuery query, AuditReader reader, int limit) {
        return seen(table.list(AuditCondition.of(query, reader), limit), reader);
    }

    public Optional<AuditEntry> find(long id, AuditReader reader) {
        return seen(table.list(AuditCondition.of(id, reader), 1), reader).stream()
                .findFirst();
    }

    /** Of each of these changes that was taken back, by which; they are of the same objects and so for the same eyes. */
    public Map<Long, AuditEntry> undoneBy(List<AuditEntry> entries, AuditReader reader) {
        Map<Long, AuditEntry> undone = new HashMap<>();
        List<Long> ids = entries.stream().map(AuditEntry::id).toList();
        seen(table.undoing(ids), reader).forEach(entry -> undone.putIfAbsent(entry.undoes(), entry));
        return undone;
    }

    /**
     * The change that made an object what it has been since a time: one that was seen just before, or that nobody saw happen. Another one is
     * not blamed for it.
     */
    public Optional<AuditEntry> behind(Subject subject, Instant since, AuditReader reader) {
        return seen(table.list(AuditCondition.of(subject, since, reader), 1), reader).stream()
                .filter(entry ->
                        entry.late() || Duration.between(entry.at(), since).compareTo(A_MOMENT) <= 0)
                .findFirst();
    }

    private static List<AuditEntry> seen(List<AuditEntry> entries, AuditReader reader) {
        return reader.administrator()
                ? entries
                : entries.stream()
                        .map(entry -> entry.author().name().equals(reader.name()) ? entry : entry.withoutAddress())
                        .toList();
    }

    /** Since when changes of objects are seen; null before everything was seen once. */
    public synchronized @Nullable Instant watchedSince() {
        return watchedSince;
    }

    /** How many times something could not be written down. */
    public long lost() {
        return lost.get();
    }

    @Override
    public synchronized void close() {
        table.close();
    }
}
