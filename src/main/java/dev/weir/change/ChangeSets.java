package dev.weir.change;

import dev.weir.audit.Occasion;
import dev.weir.change.ChangeSet.Guard;
import dev.weir.change.ChangeSet.State;
import dev.weir.change.ChangeSet.Watched;
import dev.weir.change.Step.Result;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.counts.ClusterCounts;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes policies together and keeps what is needed to take them back. Whoever writes does it with their own rights; what is taken back by
 * itself is taken back with the server's. One change set is written or taken back at a time.
 */
public final class ChangeSets {
    public static final int MOST_POLICIES = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeSets.class);
    private static final String DIED = "The server stopped while it was being written.";

    private final ChangeBook book;
    private final KubernetesObjects objects;
    private final NewDenials denials;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param objects with the server's own rights */
    public ChangeSets(
            ChangeBook book, KubernetesObjects objects, ClusterView cluster, ClusterCounts counts, Clock clock) {
        this.book = book;
        this.objects = objects;
        this.denials = new NewDenials(cluster, counts);
        this.clock = clock;
    }

    /** Newest first. */
    public List<ChangeSet> list() {
        return book.list();
    }

    public Optional<ChangeSet> find(String id) {
        return book.find(id);
    }

    /** What would be written: nothing is, and nothing is kept. Policies that the API server refuses have failed. */
    public List<Step> plan(List<Edit> edits, KubernetesObjects caller) {
        Writer writer = new Writer(caller);
        return edits.stream().map(writer::tried).toList();
    }

    /**
     * Writes them. When one is refused and all or none are wanted, nothing stays written and the set has failed.
     *
     * @param caller with the rights of whoever asks
     */
    public synchronized ChangeSet apply(List<Edit> edits, Terms terms, KubernetesObjects caller) {
        if (edits.isEmpty() || edits.size() > MOST_POLICIES) {
            throw new ChangeException("A change set has 1 to " + MOST_POLICIES + " policies.");
        }
        List<Step> planned = plan(edits, caller);
        ChangeSet set = begun(planned, terms);
        if (terms.atomic() && !set.isWhole()) {
            return set.in(State.FAILED, clock.instant(), "Not every policy is valid, so none was written.");
        }
        ChangeSet noted = book.put(set);
        return Occasion.also(set.id(), set.reason())
                .during(() -> book.put(write(noted, terms.atomic(), new Writer(caller))));
    }

    private ChangeSet begun(List<Step> planned, Terms terms) {
        Instant now = clock.instant();
        byte[] id = new byte[6];
        random.nextBytes(id);
        ChangeSet set = new ChangeSet(
                HexFormat.of().formatHex(id),
                terms.author(),
                terms.reason(),
                now,
                State.APPLYING,
                null,
                planned,
                null,
                "",
                terms.overridden());
        Duration within = terms.confirmWithin();
        if (within == null) {
            return set;
        }
        Watched watched = terms.newDenies() == 0 ? Watched.NOTHING : denials.watch(set.namespaces(), now);
        Guard guard = new Guard(now.plus(within), terms.newDenies(), watched);
        return set.guardedBy(guard);
    }

    private ChangeSet write(ChangeSet set, boolean atomic, Writer writer) {
        List<Step> steps = new ArrayList<>(set.steps());
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).result() == Result.PENDING) {
                steps.set(i, writer.write(steps.get(i)));
                if (atomic && steps.get(i).result() == Result.FAILED) {
                    return undone(set.with(steps), State.FAILED, "One policy could not be written, so none is.");
                }
            }
        }
        ChangeSet written = set.with(steps);
        boolean anything = steps.stream().anyMatch(step -> step.result().isWritten());
        return set.guard() != null && anything
                ? written.in(State.GUARDED, null, "")
                : written.in(State.APPLIED, clock.instant(), "");
    }

    /** Takes back with the server's rights: what was begun must come to an end whoever began it. */
    private ChangeSet undone(ChangeSet set, State end, String why) {
        ChangeSet reverting = book.put(set.in(State.REVERTING, null, why));
        List<Step> steps = new Occasion(set.id(), why).during(() -> undone(reverting.steps()));
        return book.put(reverting.with(steps).in(end, clock.instant(), why));
    }

    private List<Step> undone(List<Step> written) {
        List<Step> steps = new ArrayList<>(written);
        Writer writer = new Writer(objects);
        for (int i = steps.size() - 1; i >= 0; i--) {
            steps.set(i, writer.undone(steps.get(i)));
        }
        return steps;
    }

    /** It stays in force; throws {@link ChangeException} when it does not wait for that. */
    public synchronized ChangeSet confirm(String id) {
        ChangeSet set = waiting(id);
        return book.put(set.in(State.APPLIED, clock.instant(), ""));
    }

    private ChangeSet waiting(String id) {
        ChangeSet set = known(id);
        if (set.state() != State.GUARDED) {
            throw new ChangeException("The change set " + id + " does not wait to be confirmed.");
        }
        return set;
    }

    private ChangeSet known(String id) {
        return book.find(id).orElseThrow(() -> new ChangeException("There is no change set " + id + "."));
    }

    /** Puts every policy back as it was, except those that somebody else has changed since. */
    public synchronized ChangeSet revert(String id, String why) {
        ChangeSet set = known(id);
        if (set.state() != State.GUARDED && set.state() != State.APPLIED) {
            throw new ChangeException("Of the change set " + id + " nothing is in force that could be taken back.");
        }
        return undone(set, State.REVERTED, why);
    }

    /** What is due: a server that has started again ends what it had begun; what was not confirmed, or denies too much, is taken back. */
    public void watch() {
        for (ChangeSet set : book.list()) {
            try {
                look(set);
            } catch (KubernetesException unavailable) {
                LOG.warn("The change set {} could not be taken back yet; trying again.", set.id(), unavailable);
            }
        }
    }

    private synchronized void look(ChangeSet listed) {
        ChangeSet set = known(listed.id());
        Guard guard = set.guard();
        if (set.state() == State.APPLYING) {
            undone(set, State.FAILED, DIED);
        } else if (set.state() == State.REVERTING) {
            undone(set, set.ending().equals(DIED) ? State.FAILED : State.REVERTED, set.ending());
        } else if (set.state() == State.GUARDED && guard != null) {
            guarded(set, guard);
        }
    }

    private void guarded(ChangeSet set, Guard guard) {
        if (!clock.instant().isBefore(guard.confirmBy())) {
            undone(set, State.REVERTED, "Nobody confirmed it until " + guard.confirmBy() + ".");
            return;
        }
        long denied = guard.newDenies() == 0 ? 0 : denials.since(guard.watched());
        if (denied > guard.newDenies()) {
            undone(
                    set,
                    State.REVERTED,
                    denied + " packets were denied between workloads that could talk before; more than "
                            + guard.newDenies() + " take it back.");
        }
    }
}
