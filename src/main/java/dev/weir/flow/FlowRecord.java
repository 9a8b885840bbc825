package dev.weir.flow;

import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * One allowed connection, denied packets merged, or connections merged that would be denied: the typed form of a line in {@code policy_action.log}.
 *
 * @param sequence per node and spool, without gaps
 * @param time of the event; of the first one when merged
 * @param lastTime of the last one when merged; equal to {@code time} otherwise
 * @param direction seen from the pod whose policy decided
 * @param policies who decided: for an allowed connection, the policies that admitted it; for a denied one, those that isolate the pod; for one
 *     that would be denied, those in shadow that would isolate it
 * @param count how many events it stands for: 1 for an allowed connection, packets for a denied one, connections that would be denied
 * @param revision of the node's program that was in force
 * @param drop why the packets of a denied one were not delivered, and their bytes
 * @param role which of the three the policies are
 */
public record FlowRecord(
        long sequence,
        Instant time,
        Instant lastTime,
        Verdict verdict,
        Direction direction,
        Connection connection,
        FlowPeer source,
        FlowPeer destination,
        List<PolicyMatch> policies,
        long count,
        long revision,
        Drop drop,
        PolicyRole role) {

    public FlowRecord {
        policies = List.copyOf(policies);
    }

    /** A record of which no more is known than that policy decided. */
    public FlowRecord(
            long sequence,
            Instant time,
            Instant lastTime,
            Verdict verdict,
            Direction direction,
            Connection connection,
            FlowPeer source,
            FlowPeer destination,
            List<PolicyMatch> policies,
            long count,
            long revision) {
        this(
                sequence,
                time,
                lastTime,
                verdict,
                direction,
                connection,
                source,
                destination,
                policies,
                count,
                revision,
                Drop.of(verdict),
                PolicyRole.of(verdict));
    }

    /** Whether it was allowed, and policies in shadow would have it denied. */
    public boolean wouldBeDenied() {
        return role == PolicyRole.SHADOWING;
    }

    /** The end whose policy decided. */
    public FlowPeer enforcedPeer() {
        return direction == Direction.INGRESS ? destination : source;
    }

    /**
     * What a reader sees of it who may see some namespaces only: of a pod elsewhere the address and no more, and no policies of other
     * namespaces.
     */
    public FlowRecord seenFrom(Predicate<String> namespaces) {
        FlowPeer from = source.seenFrom(namespaces);
        FlowPeer to = destination.seenFrom(namespaces);
        boolean decisionHidden = (direction == Direction.INGRESS ? to : from) instanceof FlowPeer.HiddenEnd;
        return new FlowRecord(
                sequence,
                time,
                lastTime,
                verdict,
                direction,
                connection,
                from,
                to,
                decisionHidden ? List.of() : policies,
                count,
                revision,
                drop,
                decisionHidden ? PolicyRole.of(verdict) : role);
    }

    /** Who opened the connection to whom. Ports are 0 where the protocol has none. */
    public record Connection(
            Protocol protocol, IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {}

    /**
     * What became of the packets.
     *
     * @param reason why they were not delivered; empty for an allowed connection
     * @param bytes of all of them; 0 = not known
     */
    public record Drop(String reason, long bytes) {
        public static final Drop NONE = new Drop("", 0);

        /** What the verdict alone tells: a denial is policy's unless something else is said. */
        public static Drop of(Verdict verdict) {
            return verdict == Verdict.ALLOWED ? NONE : new Drop("policy", 0);
        }
    }

    /** A policy, and by which of its rules (indexes into spec.ingress or spec.egress) it admitted; no rules on a denial. */
    public record PolicyMatch(String kind, PolicyRef policy, List<Integer> rules) {
        public PolicyMatch {
            rules = List.copyOf(rules);
        }
    }
}
