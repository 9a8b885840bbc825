package dev.weir.daemon.flow;

import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import java.time.Instant;
import java.util.List;

/**
 * One allowed connection, or denied packets of one (source, destination, destination port, protocol, direction) merged.
 *
 * @param policies allowed: who admitted it, reduced under delegate; denied: who isolates the pod
 * @param occurrence when, and how often
 * @param revision of the program in force
 */
public record FlowRecord(
        Connection connection,
        Verdict verdict,
        Ends ends,
        List<PolicyMatch> policies,
        Occurrence occurrence,
        long revision) {
    public FlowRecord {
        policies = List.copyOf(policies);
    }

    public record Ends(Peer source, Peer destination) {}

    /** @param count 1 for an allowed connection */
    public record Occurrence(Instant first, Instant last, long count) {
        Occurrence plus(Occurrence other) {
            return new Occurrence(
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    count + other.count);
        }
    }

    public boolean allowed() {
        return verdict == Verdict.ALLOWED;
    }

    public long count() {
        return occurrence.count();
    }

    FlowRecord withPolicies(List<PolicyMatch> reduced) {
        return new FlowRecord(connection, verdict, ends, reduced, occurrence, revision);
    }

    FlowRecord merged(FlowRecord later) {
        return new FlowRecord(connection, verdict, ends, policies, occurrence.plus(later.occurrence), revision);
    }
}
