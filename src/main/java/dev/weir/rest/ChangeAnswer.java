package dev.weir.rest;

import dev.weir.change.ChangeSet;
import dev.weir.change.ChangeSet.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change set.
 *
 * @param state applying, guarded (waits to be confirmed), applied, reverting, reverted or failed
 * @param confirmBy when it is taken back unless it is confirmed; absent when it stands by itself
 * @param newDenies packets between workloads that could talk before, above which it is taken back; absent when they are not watched
 * @param ended when it was confirmed, taken back or failed
 * @param ending why it was taken back or failed
 * @param overridden expectations that it broke knowingly, and why; absent when none
 */
record ChangeAnswer(
        String id,
        String author,
        String reason,
        Instant at,
        String state,
        @Nullable Instant confirmBy,
        @Nullable Long newDenies,
        @Nullable Instant ended,
        @Nullable String ending,
        @Nullable List<String> overridden,
        List<Part> policies) {

    /** @param note why it failed, or was left as it is when the rest was taken back */
    record Part(
            String namespace,
            String name,
            String result,
            @Nullable String note) {}

    static ChangeAnswer of(ChangeSet set) {
        Guard guard = set.guard();
        return new ChangeAnswer(
                set.id(),
                set.author(),
                set.reason(),
                set.at(),
                set.state().name().toLowerCase(Locale.ROOT),
                guard == null ? null : guard.confirmBy(),
                guard == null || guard.newDenies() == 0 ? null : guard.newDenies(),
                set.ended(),
                set.ending().isEmpty() ? null : set.ending(),
                set.overridden().isEmpty() ? null : set.overridden(),
                set.steps().stream()
                        .map(step -> new Part(
                                step.namespace(),
                                step.name(),
                                step.result().name().toLowerCase(Locale.ROOT),
                                step.note().isEmpty() ? null : step.note()))
                        .toList());
    }
}
