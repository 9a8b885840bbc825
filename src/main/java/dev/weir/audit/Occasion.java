package dev.weir.audit;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * On what occasion something is written: what the objects written then have in common.
 *
 * @param changeSet the id of the change set that it belongs to; empty when there is none
 * @param reason in the author's words; empty when none was given
 */
public record Occasion(String changeSet, String reason) {
    public static final Occasion NONE = new Occasion("", "");

    private static final ScopedValue<Occasion> CURRENT = ScopedValue.newInstance();

    /** Whatever this thread writes meanwhile is written on this occasion. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** The present one with another reason besides; with the change set, if one is given. */
    public static Occasion also(String changeSet, String reason) {
        Occasion outer = current();
        String both =
                Stream.of(outer.reason, reason).filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
        return new Occasion(changeSet.isEmpty() ? outer.changeSet : changeSet, both);
    }

    static Occasion current() {
        return CURRENT.orElse(NONE);
    }
}
