package dev.weir.why;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.Protocol;
import dev.weir.policy.Packet;
import dev.weir.reach.End;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Ports;
import dev.weir.why.ReachExplainer.Enforced;
import dev.weir.why.ReachExplainer.Question;
import dev.weir.why.WhoReaches.Answer;
import dev.weir.why.WhoReaches.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Says of a source that was asked for and can reach nothing why that is so. */
final class Unreachable {
    private static final int MOST = 20;

    private final ClusterSnapshot cluster;
    private final PairReason reasons;

    Unreachable(ClusterSnapshot cluster, PairReason reasons) {
        this.cluster = cluster;
        this.reasons = reasons;
    }

    private record At(End end, IpAddress address) {}

    List<Source> sources(Question question, BiFunction<List<End>, ClusterSnapshot, Enforced> enforcement) {
        List<Source> sources = new ArrayList<>();
        for (At to : ends(question.to())) {
            for (At from : question.from() == null ? List.<At>of() : ends(question.from())) {
                if (from.address().isV4() == to.address().isV4()
                        && !from.address().equals(to.address())
                        && sources.size() < MOST) {
                    Enforced enforced = enforcement.apply(List.of(from.end(), to.end()), cluster);
                    boolean certain = question.at() != null || enforced.certain();
                    sources.add(new Source(
                            from.end(),
                            to.end(),
                            Ports.NONE,
                            certain ? Answer.NO : Answer.UNDECIDABLE,
                            reasons.of(packet(from.address(), to.address(), question.ports())),
                            enforced.sentence(),
                            null));
                }
            }
        }
        return sources;
    }

    /** One pod of each workload, or the address. */
    private List<At> ends(EndPattern pattern) {
        IpAddress address = pattern.address();
        if (address != null && cluster.podAt(address) == null) {
            return List.of(new At(new RangeEnd(IpPrefix.host(address), List.of()), address));
        }
        List<At> ends = new ArrayList<>();
        for (Pod pod : cluster.pods()) {
            WorkloadEnd end = WorkloadEnd.of(pod);
            boolean known = ends.stream().anyMatch(one -> one.end().equals(end));
            if (!known && !pod.addresses().isEmpty() && (pattern.matches(end) || has(pod, address))) {
                ends.add(new At(end, pod.addresses().getFirst()));
            }
        }
        return ends;
    }

    private static boolean has(Pod pod, @Nullable IpAddress address) {
        return address != null && pod.addresses().contains(address);
    }

    private static Packet packet(IpAddress from, IpAddress to, Ports ports) {
        Protocol ping = from.isV4() ? Protocol.ICMP : Protocol.ICMPV6;
        if (ports.ranges().isEmpty()) {
            return new Packet(from, to, ping, 0);
        }
        int port = ports.ranges().firstEntry().getValue().getFirst().first();
        return new Packet(from, to, ports.ranges().firstKey(), Math.max(1, port));
    }
}
