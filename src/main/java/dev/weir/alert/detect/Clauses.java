package dev.weir.alert.detect;

import dev.weir.alert.AlertSubject;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.filter.RecordFilter;
import java.util.Collection;
import java.util.stream.Collectors;

/** Filters that say what a rule looks at. */
final class Clauses {
    /** Out of the cluster: no pod, no node, and no address that is not of the internet (RFC 1918, 6598, 3927, 4193, 4291, multicast). */
    static final String TO_THE_INTERNET = """
            connection.direction="egress" AND src.pod_name:* AND dest.instance:* AND NOT dest.node_name:* \
            AND NOT ip_in_net(connection.dest_ip, "10.0.0.0/8") AND NOT ip_in_net(connection.dest_ip, "172.16.0.0/12") \
            AND NOT ip_in_net(connection.dest_ip, "192.168.0.0/16") AND NOT ip_in_net(connection.dest_ip, "100.64.0.0/10") \
            AND NOT ip_in_net(connection.dest_ip, "169.254.0.0/16") AND NOT ip_in_net(connection.dest_ip, "127.0.0.0/8") \
            AND NOT ip_in_net(connection.dest_ip, "224.0.0.0/3") AND NOT ip_in_net(connection.dest_ip, "fc00::/7") \
            AND NOT ip_in_net(connection.dest_ip, "fe80::/10") AND NOT ip_in_net(connection.dest_ip, "ff00::/8")""";

    static final String DENIED = "disposition=\"deny\"";
    static final String DENIED_AT_PODS = DENIED + " AND dest.pod_name:*";

    private Clauses() {}

    static RecordFilter filter(String text) {
        return RecordFilter.parse(text);
    }

    /** That end of the connection, {@code src} or {@code dest}, is the subject. */
    static String end(String side, AlertSubject subject) {
        if (subject.namespace().isEmpty()) {
            String fields = side.equals("src") ? "src" : "dest";
            return "(" + fields + ".instance=" + quoted(subject.name()) + " OR " + fields + ".node_name="
                    + quoted(subject.name()) + ")";
        }
        return side + ".namespace=" + quoted(subject.namespace()) + " AND (" + side + ".workload_name="
                + quoted(subject.name()) + " OR " + side + ".pod_name=" + quoted(subject.name()) + ")";
    }

    /** The policy admitted it, or isolates the pod at which it was denied. */
    static String policy(PolicyRef policy) {
        String named =
                "policies.name=" + quoted(policy.name()) + " AND policies.namespace=" + quoted(policy.namespace());
        String isolating = "isolated_by.name=" + quoted(policy.name()) + " AND isolated_by.namespace="
                + quoted(policy.namespace());
        return "(" + named + ") OR (" + isolating + ")";
    }

    /** One of these values. */
    static String any(String field, Collection<String> values) {
        return values.stream().map(Clauses::quoted).collect(Collectors.joining(" OR ", field + "=(", ")"));
    }

    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
