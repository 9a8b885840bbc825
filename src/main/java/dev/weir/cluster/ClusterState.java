package dev.weir.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The only mutable thing that knows the cluster: the newest snapshot and how fresh it is. Written by one thread (the watcher's), read by
 * all. Listeners are called on the writer's thread, in order of revisions, and must not block.
 */
public final class ClusterState implements ClusterView {
    private final List<Consumer<ClusterSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile ClusterSnapshot current = ClusterSnapshot.of(0, ClusterContents.EMPTY);
    private long highestElsewhere;
    private volatile Freshness freshness =
            new Freshness.NeverSynced("the server has not reached the Kubernetes API yet");

    @Override
    public ClusterSnapshot current() {
        return current;
    }

    @Override
    public Freshness freshness() {
        return freshness;
    }

    /** The listener is told of every snapshot from now on; the current one is not repeated. */
    public void onChange(Consumer<ClusterSnapshot> listener) {
        listeners.add(listener);
    }

    /** Makes new contents current, one revision on. */
    public synchronized ClusterSnapshot replace(ClusterContents contents) {
        return publish(ClusterSnapshot.of(nextRevision(), contents));
    }

    /** Makes what was written and deleted current, one revision on. Costs what has changed. */
    public synchronized ClusterSnapshot update(ClusterUpdate update) {
        return publish(current.after(update, nextRevision()));
    }

    private long nextRevision() {
        return Math.max(current.revision(), highestElsewhere) + 1;
    }

    /**
     * Continues above a revision that some daemon has already applied, so that revisions never go back: not over restarts of the server
     * either. A cluster that is not known yet stays so.
     */
    public synchronized void continueAbove(long revision) {
        highestElsewhere = Math.max(highestElsewhere, revision);
        if (current.revision() != 0 && current.revision() <= revision) {
            publish(current.at(revision + 1));
        }
    }

    public void mark(Freshness newFreshness) {
        freshness = newFreshness;
    }

    private ClusterSnapshot publish(ClusterSnapshot next) {
        current = next;
        listeners.forEach(listener -> listener.accept(next));
        return next;
    }
}
