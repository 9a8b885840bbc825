package dev.weir.console;

import dev.weir.cluster.PolicyRef;
import dev.weir.counts.PairVerdicts;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.PairEnd;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of the Logs page with a filter already in them. */
final class LogsAddress {
    private static final Duration AROUND = Duration.ofSeconds(30);

    private LogsAddress() {}

    /** Denials at the pods of a namespace in the last day: into them and out of them. */
    static String denialsAt(String namespace) {
        return of(denialsOf(namespace), "24h");
    }

    static String denialsOf(String namespace) {
        return "disposition=\"deny\" AND ((connection.direction=\"ingress\" AND dest.namespace=\"" + namespace
                + "\") OR (connection.direction=\"egress\" AND src.namespace=\"" + namespace + "\"))";
    }

    /** Denials at pods that this policy isolates, connections that it admitted, and those that it would deny in shadow. */
    static String ofPolicy(PolicyRef ref) {
        return "(policies.name=\"" + ref.name() + "\" AND policies.namespace=\"" + ref.namespace()
                + "\") OR (isolated_by.name=\"" + ref.name() + "\" AND isolated_by.namespace=\"" + ref.namespace()
                + "\") OR (" + wouldBeDeniedBy(ref) + ")";
    }

    /** Connections that it admitted in one direction; others may have admitted them too. */
    static String admittedBy(PolicyRef ref, Direction direction) {
        return "disposition=\"allow\" AND connection.direction=\"" + direction.label() + "\" AND policies.name=\""
                + ref.name() + "\" AND policies.namespace=\"" + ref.namespace() + "\"";
    }

    static String denialsIsolatedBy(PolicyRef ref) {
        return "disposition=\"deny\" AND isolated_by.name=\"" + ref.name() + "\" AND isolated_by.namespace=\""
                + ref.namespace() + "\"";
    }

    /** Connections that this policy, being in shadow, would have had denied. */
    static String wouldBeDeniedBy(PolicyRef ref) {
        return "shadow.name=\"" + ref.name() + "\" AND shadow.namespace=\"" + ref.namespace() + "\"";
    }

    /** Those of them between two workloads, in the last week. */
    static String wouldBeDenied(PolicyRef ref, PairVerdicts pair) {
        return of(wouldBeDeniedBy(ref) + " AND " + ends(pair), "7d");
    }

    /** What was recorded between two workloads in the last day; of an end that is no workload nothing is asked. */
    static String between(PairVerdicts pair) {
        return of(ends(pair), "24h");
    }

    private static String ends(PairVerdicts pair) {
        return "connection.direction=\"" + pair.direction().label() + "\"" + end("src", pair.source())
                + end("dest", pair.destination());
    }

    private static String end(String field, PairEnd end) {
        if (end.namespace().isEmpty()) {
            return "";
        }
        String name = end.kind().equals("Pod") ? "pod_name" : "workload_name";
        return " AND " + field + ".namespace=\"" + end.namespace() + "\" AND " + field + "." + name + "=\"" + end.name()
                + "\"";
    }

    static String of(String filter, String window) {
        return "/logs?" + parameter("q", filter) + "&" + parameter("from", window);
    }

    /** An address from pairs of names and values; pairs with an empty value are left out. */
    static String of(String path, String[]... pairs) {
        String query = Stream.of(pairs)
                .filter(pair -> !pair[1].isEmpty())
                .map(pair -> parameter(pair[0], pair[1]))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** The Logs page around a record, with the record open. */
    static String record(StoredRecord stored) {
        Instant time = stored.record().time();
        return of(
                "/logs",
                new String[] {"from", time.minus(AROUND).toString()},
                new String[] {"to", time.plus(AROUND).toString()},
                new String[] {"open", stored.id()});
    }

    /** The page of one record. */
    static String page(StoredRecord stored) {
        return UriComponentsBuilder.fromPath("/logs").pathSegment(stored.id()).toUriString();
    }

    static String node(String name) {
        return UriComponentsBuilder.fromPath("/nodes").pathSegment(name).toUriString();
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
