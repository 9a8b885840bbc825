package dev.weir.change;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Policies that were written together.
 *
 * @param reason in the author's words; empty when none was given
 * @param guard null when the change stands by itself
 * @param ended when it was confirmed or taken back; null while neither
 * @param ending why it was taken back or failed; empty otherwise
 * @param overridden expectations that it broke knowingly, with the reason; empty for most
 */
public record ChangeSet(
        String id,
        String author,
        String reason,
        Instant at,
        State state,
        @Nullable Guard guard,
        List<Step> steps,
        @Nullable Instant ended,
        String ending,
        List<String> overridden) {
    @SuppressWarnings("NullAway") // a set that was written down before there were expectations has none
    public ChangeSet {
        steps = List.copyOf(steps);
        overridden = overridden == null ? List.of() : List.copyOf(overridden);
    }

    /** What has become of it. */
    public enum State {
        /** Being written. If the server dies now, it is taken back when it starts again. */
        APPLYING,
        /** In force, and taken back unless it is confirmed in time. */
        GUARDED,
        /** In force for good. */
        APPLIED,
        /** Being taken back; tried again until the API server has answered for every policy. */
        REVERTING,
        /** Taken back. */
        REVERTED,
        /** Nothing of it is in force. */
        FAILED
    }

    /**
     * Until when it must be confirmed, and what takes it back before.
     *
     * @param newDenies taken back when more packets than these are denied between workloads that could talk before; 0 = not watched
     * @param watched which those are
     */
    public record Guard(Instant confirmBy, long newDenies, Watched watched) {}

    /**
     * Who could talk before.
     *
     * @param pairs that did, with what had been denied until then
     * @param open workloads to or from which everything was possible
     */
    public record Watched(List<WatchedPair> pairs, List<OpenEnd> open) {
        static final Watched NOTHING = new Watched(List.of(), List.of());

        public Watched {
            pairs = List.copyOf(pairs);
            open = List.copyOf(open);
        }
    }

    public Set<String> namespaces() {
        return steps.stream().map(Step::namespace).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether everything that was asked for was done. */
    public boolean isWhole() {
        return steps.stream().noneMatch(step -> step.result() == Step.Result.FAILED);
    }

    /** Without what it did in other namespaces. */
    public ChangeSet within(Predicate<String> visible) {
        return with(
                steps.stream().filter(step -> visible.test(step.namespace())).toList());
    }

    ChangeSet with(List<Step> newSteps) {
        return new ChangeSet(id, author, reason, at, state, guard, newSteps, ended, ending, overridden);
    }

    ChangeSet guardedBy(Guard by) {
        return new ChangeSet(id, author, reason, at, state, by, steps, ended, ending, overridden);
    }

    ChangeSet in(State newState, @Nullable Instant when, String why) {
        return new ChangeSet(id, author, reason, at, newState, guard, steps, when, why, overridden);
    }
}
