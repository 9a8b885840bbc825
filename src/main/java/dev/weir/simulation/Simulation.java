package dev.weir.simulation;

import dev.weir.cluster.Coverage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What some edits of policies would do to the cluster as it was at a revision. Lists are in order and cut; what is cut is counted.
 *
 * @param id under which it is kept; empty when it is not
 * @param expires until when; null when it is not kept
 * @param revision of the cluster to which the edits were applied
 * @param window whose recorded connections were judged again
 */
public record Simulation(
        String id,
        Instant at,
        @Nullable Instant expires,
        long revision,
        Window window,
        List<PolicyChange> policies,
        ConnectivityDiff connectivityDiff,
        List<CoverageChange> coverageDiff,
        Impact impact,
        List<BlindSpot> blindSpots) {
    public Simulation {
        policies = List.copyOf(policies);
        coverageDiff = List.copyOf(coverageDiff);
        blindSpots = List.copyOf(blindSpots);
    }

    Simulation kept(String newId, Instant until) {
        return new Simulation(
                newId, at, until, revision, window, policies, connectivityDiff, coverageDiff, impact, blindSpots);
    }

    /** Of everything in it that lies in one. */
    public Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>();
        policies.forEach(change -> namespaces.add(change.namespace()));
        Stream.concat(connectivityDiff.added().stream(), connectivityDiff.removed().stream())
                .flatMap(pair -> Stream.of(pair.from(), pair.to()))
                .forEach(party -> party.addTo(namespaces));
        Stream.of(impact.newlyDenied(), impact.newlyAllowed(), impact.undecidable())
                .flatMap(group -> group.rows().stream())
                .flatMap(row -> Stream.of(row.from(), row.to()))
                .forEach(party -> party.addTo(namespaces));
        return namespaces;
    }

    /** From, and until before. */
    public record Window(Instant from, Instant to) {}

    /**
     * What becomes of a policy.
     *
     * @param old its spec before; absent when it is added
     * @param changed its spec after; absent when it is deleted
     */
    public record PolicyChange(
            String namespace,
            String name,
            Status status,
            @Nullable Map<String, Object> old,
            @Nullable Map<String, Object> changed) {

        /** What is done to it. */
        public enum Status {
            UNCHANGED,
            MODIFIED,
            ADDED,
            DELETED
        }
    }

    /**
     * One end of a connection.
     *
     * @param kind of the workload; Pod for a pod without one, Node, Range or Address
     * @param namespace of a workload; absent otherwise
     * @param name of the workload, the pod or the node; the range with its exceptions, or the address
     */
    public record Party(String kind, @Nullable String namespace, String name) {
        private void addTo(Set<String> namespaces) {
            if (namespace != null) {
                namespaces.add(namespace);
            }
        }

        @Override
        public String toString() {
            return namespace == null ? name : namespace + "/" + name;
        }
    }

    /** Who may then open what to whom, or may no more. */
    public record MayOpen(Party from, Party to, List<String> ports) {
        public MayOpen {
            ports = List.copyOf(ports);
        }
    }

    /**
     * Between pods that run now, and addresses outside.
     *
     * @param moreAdded how many are not listed
     */
    public record ConnectivityDiff(List<MayOpen> added, long moreAdded, List<MayOpen> removed, long moreRemoved) {
        public ConnectivityDiff {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /** A namespace in which pods become isolated, or no more. */
    public record CoverageChange(String namespace, Coverage before, Coverage after, List<PodChange> pods, long more) {
        public CoverageChange {
            pods = List.copyOf(pods);
        }
    }

    /** @param isolated whether it is isolated then, in that direction; otherwise it is open */
    public record PodChange(String pod, String direction, boolean isolated) {}

    /**
     * What becomes of the recorded connections that the edited policies' namespaces had part in. Each is judged twice, by the policies as they are
     * and as they would be.
     *
     * @param replayed records; a connection that both ends recorded counts once
     * @param recordedOtherwise of these, how many the policies of today judge otherwise than those of then did
     */
    public record Impact(
            long replayed,
            long stillAllowed,
            Group newlyDenied,
            Group newlyAllowed,
            long stillDenied,
            Group undecidable,
            long recordedOtherwise) {}

    /** @param records of all rows, those that are not listed included */
    public record Group(long records, List<Row> rows, long moreRows) {
        public Group {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Recorded connections of the same two ends, protocol and port.
     *
     * @param events allowed connections and denied packets
     * @param samples ids of some of the records
     * @param reason why the new policies come to that, or why nothing can be said
     */
    public record Row(
            Party from,
            Party to,
            String protocol,
            int port,
            long records,
            long events,
            Instant lastSeen,
            List<String> samples,
            String reason) {
        public Row {
            samples = List.copyOf(samples);
        }
    }

    /**
     * What the answer does not see.
     *
     * @param scope the object or namespace that it concerns; empty for the whole
     */
    public record BlindSpot(Kind kind, String text, String scope) {

        /** What hides it. */
        public enum Kind {
            /** Events that were lost, or that a budget kept from being recorded. */
            LOSS,
            /** What is not recorded: a switch, a missing annotation, or pods that no policy isolates. */
            LOGGING_OFF,
            /** Workloads between which connections were counted and none was recorded. */
            COUNTED_ONLY,
            /** Pods that neither opened nor received anything that was recorded in the window. */
            POD_NOT_SEEN,
            /** Workloads that run now and then, and did not in the window. */
            CRONJOB,
            /** Nodes whose daemon is away. */
            NODE_DOWN,
            /** Time that records do not reach back to, or more records than are judged. */
            WINDOW
        }
    }
}
