package dev.weir.reach;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.net.Protocol;
import dev.weir.policy.RandomCluster;
import dev.weir.policy.RandomPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random cluster whose pods belong to few workloads, an edit of its policies, and what to ask about. */
public final class RandomWorld {
    private final long seed;
    private final Random random;
    private final ClusterSnapshot before;

    public RandomWorld(long seed) {
        this.seed = seed;
        random = new Random(~seed);
        ClusterSnapshot bare = new RandomCluster(seed).snapshot();
        before = ClusterSnapshot.of(
                1,
                new ClusterContents(
                        bare.namespaces(),
                        bare.nodes(),
                        bare.pods().stream().map(this::owned).toList(),
                        bare.policies(),
                        bare.declaredLogging(),
                        bare.logging()));
    }

    private Pod owned(Pod pod) {
        Workload workload = random.nextInt(4) == 0 ? null : new Workload("Deployment", "web-" + random.nextInt(2));
        return new Pod(
                pod.ref(),
                pod.uid(),
                pod.labels(),
                pod.node(),
                pod.declaredAddresses(),
                pod.hostNetwork(),
                pod.phase(),
                pod.ready(),
                workload,
                pod.ports());
    }

    public ClusterSnapshot before() {
        return before;
    }

    /** A policy is written, which may replace one, or deleted. */
    ClusterSnapshot afterAnEdit() {
        List<NetworkPolicy> written = new ArrayList<>();
        List<PolicyRef> deleted = new ArrayList<>();
        if (!before.policies().isEmpty() && random.nextInt(3) == 0) {
            deleted.add(before.policies().iterator().next().ref());
        } else {
            written.add(new RandomPolicies(random, List.copyOf(before.pods())).policy());
        }
        return before.after(
                new ClusterUpdate(
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        new ObjectUpdate<>(written, deleted),
                        before.declaredLogging(),
                        before.logging()),
                2);
    }

    record Probe(Protocol protocol, int port) {}

    List<Probe> probes() {
        List<Probe> probes = new ArrayList<>(List.of(new Probe(Protocol.ICMP, 0)));
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)) {
            for (int i = 0; i < 5; i++) {
                int near = RandomCluster.PORTS.get(random.nextInt(RandomCluster.PORTS.size()));
                probes.add(new Probe(protocol, Math.min(near + random.nextInt(2), 65535)));
            }
        }
        return probes;
    }

    @Override
    public String toString() {
        return "-Dweir.seed=" + seed;
    }
}
