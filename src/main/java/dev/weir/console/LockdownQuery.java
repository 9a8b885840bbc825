package dev.weir.console;

import dev.weir.flow.TimeText;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody is on the way to a locked namespace: all of it stands in the address.
 *
 * @param from since when connections count
 * @param direction ingress or egress; empty for both
 * @param picked not empty when policies were chosen; before that all are
 * @param policy names of the chosen ones
 */
record LockdownQuery(String step, String from, String direction, String picked, List<String> policy) {
    static final List<String> STEPS = List.of("observe", "policies", "shadow", "watch", "promote");
    static final List<String> WINDOWS = List.of("1h", "24h", "7d", "30d");
    private static final String DEFAULT_WINDOW = "24h";

    LockdownQuery {
        step = STEPS.contains(step) ? step : STEPS.getFirst();
        from = from.isBlank() ? DEFAULT_WINDOW : from.strip();
        policy = List.copyOf(policy);
    }

    /** A form may come without a field. */
    static LockdownQuery of(
            @Nullable String step,
            @Nullable String from,
            @Nullable String direction,
            @Nullable String picked,
            @Nullable List<String> policy) {
        return new LockdownQuery(
                orEmpty(step), orEmpty(from), orEmpty(direction), orEmpty(picked), policy == null ? List.of() : policy);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** @throws DateTimeException for what is no time before now */
    TimeRange window(Instant now) {
        Instant begin = TimeText.time(from, now);
        if (begin.isAfter(now)) {
            throw new DateTimeException("after now: " + from);
        }
        return new TimeRange(begin, now);
    }

    Set<Direction> directions() {
        return switch (direction) {
            case "ingress" -> Set.of(Direction.INGRESS);
            case "egress" -> Set.of(Direction.EGRESS);
            default -> Set.of(Direction.values());
        };
    }

    /** Whether a recommended policy is chosen. */
    boolean wants(String name) {
        return picked.isEmpty() || policy.contains(name);
    }

    String address(String namespace, String otherStep) {
        List<String[]> pairs = new ArrayList<>(List.of(
                new String[] {"step", otherStep},
                new String[] {"from", from.equals(DEFAULT_WINDOW) ? "" : from},
                new String[] {"direction", direction},
                new String[] {"picked", picked}));
        policy.forEach(name -> pairs.add(new String[] {"policy", name}));
        return LogsAddress.of(base(namespace), pairs.toArray(String[][]::new));
    }

    static String base(String namespace) {
        return PolicyAddress.namespace(namespace) + "/lockdown";
    }
}
