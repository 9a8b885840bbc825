package dev.weir.forecast;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.NamespaceCount;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.Series;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.DenialLines;
import dev.weir.nodes.NodeReport.NamespaceAccounting;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A node second by second: its counters, as the datapath would have them, and the lines that its recording would write, where denials of one
 * connection within five seconds share a line and a second has no more lines than the limit.
 */
final class NodeTraffic {
    private static final int MERGED_SECONDS = 5;

    private final String node;
    private final Random random;
    private final int limit;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Long> allowed = new TreeMap<>();
    private final Map<String, Long> denied = new TreeMap<>();
    private final Map<String, DenialLines> denials = new HashMap<>();
    private Instant since = Instant.parse("2026-03-01T12:00:00Z");
    private long now;
    private Set<String> recordedPolicies = Set.of();
    private Set<String> recordedNamespaces = Set.of();
    private long recordingSeconds;
    private long asked;
    private long written;

    /** Something that happens every second; returns how many lines it asks for. */
    private interface Source {
        long second();
    }

    NodeTraffic(String node, long seed, int limit) {
        this.node = node;
        this.random = new Random(seed);
        this.limit = limit;
    }

    /** The node's counters are another's: they begin later. */
    NodeTraffic beginning(Duration later) {
        since = since.plus(later);
        return this;
    }

    NodeTraffic allowing(String policy, double perSecond) {
        sources.add(() -> allow(policy, around(perSecond)));
        return this;
    }

    /** So many a second for a while, then nothing for a while. */
    NodeTraffic bursting(String policy, double perSecond, int period, int on) {
        sources.add(() -> now % period < on ? allow(policy, around(perSecond)) : 0);
        return this;
    }

    /** So many connections that are tried over and over, each with so many packets a second on average. */
    NodeTraffic denying(String namespace, int connections, double packetsPerSecond) {
        for (int i = 0; i < connections; i++) {
            sources.add(denied(namespace, packetsPerSecond));
        }
        return this;
    }

    private Source denied(String namespace, double packetsPerSecond) {
        OpenLine line = new OpenLine();
        return () -> {
            long written = line.end(namespace);
            long packets = around(packetsPerSecond);
            denied.merge(namespace, packets, Long::sum);
            if (packets > 0 && recordedNamespaces.contains(namespace)) {
                line.add(packets);
            }
            return written;
        };
    }

    /** What packets share until it is written. */
    private final class OpenLine {
        private long until;
        private long packets;

        void add(long more) {
            until = packets == 0 ? now + MERGED_SECONDS : until;
            packets += more;
        }

        /** Returns how many lines are written. */
        long end(String namespace) {
            if (packets == 0 || now < until) {
                return 0;
            }
            denials.merge(namespace, new DenialLines(1, packets), DenialLines::plus);
            packets = 0;
            return 1;
        }
    }

    private long allow(String policy, long connections) {
        allowed.merge(policy, connections, Long::sum);
        return recordedPolicies.contains(policy) ? connections : 0;
    }

    /** A number of events that do not wait for each other. */
    private long around(double mean) {
        long count = 0;
        for (double left = mean + Math.log(1 - random.nextDouble());
                left > 0;
                left += Math.log(1 - random.nextDouble())) {
            count++;
        }
        return count;
    }

    /** From now on these are recorded, and what is written is added up anew. */
    void record(Set<String> policies, Set<String> namespaces) {
        recordedPolicies = policies;
        recordedNamespaces = namespaces;
        recordingSeconds = 0;
        asked = 0;
        written = 0;
    }

    void seconds(int count) {
        for (int i = 0; i < count; i++) {
            second();
        }
    }

    void second() {
        long lines = sources.stream().mapToLong(Source::second).sum();
        asked += lines;
        written += Math.min(lines, limit);
        recordingSeconds++;
        now++;
    }

    double askedPerSecond() {
        return (double) asked / recordingSeconds;
    }

    double writtenPerSecond() {
        return (double) written / recordingSeconds;
    }

    NodeProgress report() {
        Instant at = since.plusSeconds(now);
        RecordAccounting account = new RecordAccounting(0, 0, 0, Map.of(), 0, accounts());
        NodeReport report = new NodeReport(1, List.of(), List.of(), account, Map.of(), counts(), 0);
        return new NodeProgress(new NodeName(node), new NodeStatus.UpToDate(1, since), 1, 1, null, report, at);
    }

    private Map<String, NamespaceAccounting> accounts() {
        Map<String, NamespaceAccounting> accounts = new HashMap<>();
        denials.forEach((namespace, lines) -> accounts.put(namespace, new NamespaceAccounting(0, 0, Map.of(), lines)));
        return accounts;
    }

    private NodeCounts counts() {
        Map<String, Tally> namespaces = new TreeMap<>();
        List<PolicyCount> policies = new ArrayList<>();
        allowed.forEach((policy, connections) -> {
            PolicyRef ref = new PolicyRef(policy.split("/")[0], policy.split("/")[1]);
            Tally tally = new Tally(connections, 0, null, null);
            policies.add(new PolicyCount(ref, Direction.INGRESS, tally, 1, since, List.of()));
            namespaces.merge(ref.namespace(), tally, Tally::plus);
        });
        denied.forEach(
                (namespace, packets) -> namespaces.merge(namespace, new Tally(0, packets, null, null), Tally::plus));
        return new NodeCounts(
                true,
                since,
                policies,
                namespaces.entrySet().stream()
                        .map(entry -> new NamespaceCount(
                                entry.getKey(), Direction.INGRESS, entry.getValue(), Series.EMPTY, Series.EMPTY))
                        .toList(),
                List.of(),
                List.of(),
                0,
                0,
                0,
                0);
    }
}
