package dev.weir.daemon.flow;

import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import java.time.Instant;
import java.util.List;

/**
 * One allowed connection, or denied packets of one (source, destination, destination port, protocol, direction) merged, or
 * connections that would be denied merged in the same way.
 *
 * @param occurrence when, and how often
 */
public record FlowRecord(Connection connection, Decision decision, Ends ends, Occurrence occurrence) {
    /**
     * What was decided, and why.
     *
     * @param reason why the packets were not delivered; {@code NONE} for what passes
     * @param policies allowed: who admitted it, reduced under delegate; denied: who isolates the pod; would be denied: who would
     * @param revision of the program in force
     */
    public record Decision(Verdict verdict, DropReason reason, List<PolicyMatch> policies, long revision) {
        public Decision {
            policies = List.copyOf(policies);
        }
    }

    public record Ends(Peer source, Peer destination) {}

    /**
     * @param count 1 for an allowed connection, packets for a denied one, connections that would be denied
     * @param bytes of all denied packets; 0 = not known
     */
    public record Occurrence(Instant first, Instant last, long count, long bytes) {
        Occurrence plus(Occurrence other) {
            return new Occurrence(
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    count + other.count,
                    bytes + other.bytes);
        }
    }

    public boolean allowed() {
        return decision.verdict.passes();
    }

    public Verdict verdict() {
        return decision.verdict;
    }

    public List<PolicyMatch> policies() {
        return decision.policies;
    }

    public long count() {
        return occurrence.count();
    }

    /** The end whose policy judged. */
    Peer enforcing() {
        return connection.direction() == Direction.INGRESS ? ends.destination : ends.source;
    }

    /** The namespace of the pod whose policy judged; empty when it is not known as a pod. */
    String namespace() {
        return enforcing() instanceof Peer.Pod(var workload) ? workload.namespace() : "";
    }

    FlowRecord withPolicies(List<PolicyMatch> reduced) {
        return new FlowRecord(
                connection,
                new Decision(decision.verdict, decision.reason, reduced, decision.revision),
                ends,
                occurrence);
    }

    FlowRecord merged(FlowRecord later) {
        return new FlowRecord(connection, decision, ends, occurrence.plus(later.occurrence));
    }
}
