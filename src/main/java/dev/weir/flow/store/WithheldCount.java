package dev.weir.flow.store;

import dev.weir.flow.RecordCsv;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.FilterSubject;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the budget of a node kept from being recorded of one namespace, in an interval.
 *
 * @param namespace of the pods whose policies decided; empty when there was no pod
 * @param allowed connections
 * @param denied packets
 */
public record WithheldCount(Instant start, String node, String namespace, long allowed, long denied) {

    /** One second, as a node reports it. */
    static WithheldCount of(String node, Withheld entry) {
        return new WithheldCount(entry.second(), node, entry.namespace(), entry.allowed(), entry.denied());
    }

    /** As much of it as may be what is asked for; empty when nothing is. More than namespace and verdict is not known of it. */
    public Optional<WithheldCount> of(FilterSubject subject) {
        if (!subject.namespaces().isEmpty() && !subject.namespaces().contains(namespace)) {
            return Optional.empty();
        }
        WithheldCount asked = new WithheldCount(
                start,
                node,
                namespace,
                subject.verdict() == Verdict.DENIED ? 0 : allowed,
                subject.verdict() == Verdict.ALLOWED ? 0 : denied);
        return asked.total() == 0 ? Optional.empty() : Optional.of(asked);
    }

    /** Over all intervals, by node and namespace: each from when it began. */
    static List<WithheldCount> addedUp(List<WithheldCount> counts) {
        Map<List<String>, WithheldCount> sums = new LinkedHashMap<>();
        counts.forEach(count -> sums.merge(List.of(count.node, count.namespace), count, WithheldCount::plus));
        return List.copyOf(sums.values());
    }

    private WithheldCount plus(WithheldCount other) {
        return new WithheldCount(
                start.isBefore(other.start) ? start : other.start,
                node,
                namespace,
                allowed + other.allowed,
                denied + other.denied);
    }

    /** As a line of a table between the records. */
    public String csv() {
        return RecordCsv.gap(node, new Withheld(0, start, namespace, allowed, denied));
    }

    /** Connections and packets. */
    public long total() {
        return allowed + denied;
    }

    /**
     * As a line of JSON between the records, in the form of the node's own file.
     *
     * @param length of the interval; zero when it is not known
     */
    public Map<String, Object> tree(Duration length) {
        Map<String, Object> withheld = new LinkedHashMap<>();
        withheld.put("namespace", namespace);
        withheld.put("allowed", allowed);
        withheld.put("denied", denied);
        if (!length.isZero()) {
            withheld.put("seconds", length.toSeconds());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "gap");
        tree.put("node_name", node);
        tree.put("timestamp", start.toString());
        tree.put("weir", Map.of("withheld", withheld));
        return tree;
    }
}
