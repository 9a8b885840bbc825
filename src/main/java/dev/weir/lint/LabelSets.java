package dev.weir.lint;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Requirement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A label selector as what it lets each label be. Labels are independent of each other and their values are without end, so one selector
 * implies another exactly when it lets no label be something that the other forbids.
 */
final class LabelSets {
    private final Map<String, Allowed> allowed = new TreeMap<>();

    /**
     * What a label may be.
     *
     * @param absent it may be missing
     * @param inverted {@code values} are those that it may not have
     */
    private record Allowed(boolean absent, boolean inverted, Set<String> values) {
        static final Allowed ANYTHING = new Allowed(true, true, Set.of());

        Allowed and(Allowed other) {
            boolean both = absent && other.absent;
            if (inverted && other.inverted) {
                Set<String> all = new TreeSet<>(values);
                all.addAll(other.values);
                return new Allowed(both, true, all);
            }
            Allowed listing = inverted ? other : this;
            Allowed filter = inverted ? this : other;
            Set<String> rest = new TreeSet<>(listing.values);
            rest.removeIf(value -> !filter.has(value));
            return new Allowed(both, false, rest);
        }

        private boolean has(String value) {
            return values.contains(value) != inverted;
        }

        boolean isNothing() {
            return !absent && !inverted && values.isEmpty();
        }

        boolean within(Allowed other) {
            if (absent && !other.absent) {
                return false;
            }
            if (!inverted) {
                return values.stream().allMatch(other::has);
            }
            return other.inverted && values.containsAll(other.values);
        }
    }

    static LabelSets of(LabelSelector selector) {
        LabelSets sets = new LabelSets();
        selector.matchLabels().forEach((key, value) -> sets.restrict(key, new Allowed(false, false, Set.of(value))));
        selector.requirements().forEach(requirement -> sets.restrict(requirement.key(), allowedBy(requirement)));
        return sets;
    }

    private static Allowed allowedBy(Requirement requirement) {
        Set<String> values = Set.copyOf(requirement.values());
        return switch (requirement.operator()) {
            case IN -> new Allowed(false, false, values);
            case NOT_IN -> new Allowed(true, true, values);
            case EXISTS -> new Allowed(false, true, Set.of());
            case DOES_NOT_EXIST -> new Allowed(true, false, Set.of());
        };
    }

    private void restrict(String key, Allowed more) {
        allowed.merge(key, more, Allowed::and);
    }

    /** Whether no labels match. */
    boolean isImpossible() {
        return allowed.values().stream().anyMatch(Allowed::isNothing);
    }

    /** Whether whatever labels match this, match the other one. */
    boolean implies(LabelSets other) {
        return isImpossible()
                || other.allowed.entrySet().stream()
                        .allMatch(entry -> allowed.getOrDefault(entry.getKey(), Allowed.ANYTHING)
                                .within(entry.getValue()));
    }
}
