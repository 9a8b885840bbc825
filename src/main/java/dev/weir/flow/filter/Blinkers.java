package dev.weir.flow.filter;

import com.google.re2j.Pattern;
import dev.weir.flow.filter.Condition.All;
import dev.weir.flow.filter.Condition.Any;
import dev.weir.flow.filter.Condition.Not;
import dev.weir.flow.filter.Condition.Present;
import dev.weir.flow.filter.Condition.RegexMatch;
import dev.weir.flow.filter.Condition.TextMatch;
import dev.weir.flow.filter.Condition.TextOperator;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a condition one for a reader who may see some namespaces only: a record must have an end there, and what is hidden of the other
 * end is not there for the condition either. Otherwise a reader could find out a hidden name by asking for it letter by letter. Agrees with
 * {@link dev.weir.flow.FlowRecord#seenFrom}, so a filter finds what the reader then sees.
 */
final class Blinkers {
    private static final Condition EVERYBODY = new All(List.of());

    private final Condition source;
    private final Condition destination;
    private final Condition decision;
    private final Condition anyEnd;

    private Blinkers(Collection<String> namespaces) {
        Condition from = in(RecordField.SOURCE_NAMESPACE, namespaces);
        Condition to = in(RecordField.DESTINATION_NAMESPACE, namespaces);
        source = new Any(List.of(from, new Not(new Present(RecordField.SOURCE_NAMESPACE))));
        destination = new Any(List.of(to, new Not(new Present(RecordField.DESTINATION_NAMESPACE))));
        decision = new Any(List.of(
                new All(List.of(direction(Direction.EGRESS), source)),
                new All(List.of(direction(Direction.INGRESS), destination))));
        anyEnd = new Any(List.of(from, to));
    }

    static Condition put(Condition condition, Collection<String> namespaces) {
        Blinkers blinkers = new Blinkers(namespaces);
        Condition seen = blinkers.on(condition);
        return seen.equals(EVERYBODY) ? blinkers.anyEnd : new All(List.of(blinkers.anyEnd, seen));
    }

    private static Condition in(RecordField field, Collection<String> namespaces) {
        if (namespaces.isEmpty()) {
            return new Any(List.of());
        }
        // Names of namespaces are DNS labels: none of their characters means anything in a pattern.
        return new RegexMatch(field, false, Pattern.compile("^(" + String.join("|", namespaces) + ")$"));
    }

    private static Condition direction(Direction direction) {
        return new TextMatch(RecordField.DIRECTION, TextOperator.EQUALS, direction.label());
    }

    private Condition on(Condition condition) {
        return switch (condition) {
            case All all -> new All(all.parts().stream().map(this::on).toList());
            case Any any -> new Any(any.parts().stream().map(this::on).toList());
            case Not not -> new Not(on(not.part()));
            case Condition.Constant constant -> constant;
            case TextMatch match -> seen(match.field(), match);
            case RegexMatch match -> seen(match.field(), match);
            case Condition.NumberMatch match -> seen(match.field(), match);
            case Condition.AddressIn in -> seen(in.field(), in);
            case Present present -> seen(present.field(), present);
            case Condition.Search search -> searched(search);
        };
    }

    private Condition seen(RecordField field, Condition condition) {
        Condition visible = visible(field);
        return visible == EVERYBODY ? condition : new All(List.of(condition, visible));
    }

    /** When a reader sees the field. */
    private Condition visible(RecordField field) {
        return switch (field) {
            case SOURCE_POD,
                    SOURCE_NAMESPACE,
                    SOURCE_WORKLOAD_KIND,
                    SOURCE_WORKLOAD_NAME,
                    SOURCE_NODE,
                    SOURCE_INSTANCE -> source;
            case DESTINATION_POD,
                    DESTINATION_NAMESPACE,
                    DESTINATION_WORKLOAD_KIND,
                    DESTINATION_WORKLOAD_NAME,
                    DESTINATION_NODE,
                    DESTINATION_INSTANCE -> destination;
            case POLICY_KIND,
                    POLICY_NAME,
                    POLICY_NAMESPACE,
                    ISOLATING_KIND,
                    ISOLATING_NAME,
                    ISOLATING_NAMESPACE,
                    SHADOWING_KIND,
                    SHADOWING_NAME,
                    SHADOWING_NAMESPACE -> decision;
            case DISPOSITION,
                    DIRECTION,
                    PROTOCOL,
                    SOURCE_ADDRESS,
                    DESTINATION_ADDRESS,
                    SOURCE_PORT,
                    DESTINATION_PORT,
                    COUNT,
                    NODE,
                    TIMESTAMP -> EVERYBODY;
        };
    }

    /** A search looks into every text field that is seen; the fields that are seen together are asked together. */
    private Condition searched(Condition.Search search) {
        Map<Condition, List<Condition>> fields = new IdentityHashMap<>();
        for (RecordField field : RecordField.values()) {
            if (field.isText()) {
                fields.computeIfAbsent(visible(field), unused -> new ArrayList<>())
                        .add(new TextMatch(field, TextOperator.CONTAINS, search.operand()));
            }
        }
        return new Any(List.of(source, destination, decision, EVERYBODY).stream()
                .map(visible -> together(fields.getOrDefault(visible, List.of()), visible))
                .toList());
    }

    private static Condition together(List<Condition> fields, Condition visible) {
        Condition any = new Any(fields);
        return visible == EVERYBODY ? any : new All(List.of(any, visible));
    }
}
