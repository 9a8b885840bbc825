package dev.weir.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.Clusters;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.policy.RandomCluster;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.recommendation.Precedents.Side;
import dev.weir.simulation.Actor;
import dev.weir.simulation.PolicyEdits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In random clusters, a connection that is like an earlier one is judged as the specification judges it. */
final class PrecedentsTests {
    private static final int CLUSTERS = 200;
    private static final int PACKETS = 150;
    private static final String EDITED = "shop";

    private long denied;
    private long admitted;

    @Test
    void likeCasesAreJudgedAlikeAndAllAsTheSpecificationSays() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        for (long seed = first; seed < first + (fixed == null ? CLUSTERS : 1); seed++) {
            RandomCluster random = new RandomCluster(seed);
            ClusterSnapshot cluster = random.snapshot();
            Precedents precedents = new Precedents(cluster);
            ClusterSnapshot closed = closed(cluster);
            Precedents after = precedents.after(closed, EDITED);
            for (int packet = 0; packet < PACKETS; packet++) {
                Packet some = random.packet(cluster);
                check(seed, cluster, precedents, some);
                check(seed, closed, after, some);
            }
        }
        assertThat(denied).as("ends that deny").isGreaterThan(fixed == null ? 1_000 : -1);
        assertThat(admitted).as("ends where a policy admits").isGreaterThan(fixed == null ? 100 : -1);
    }

    @Test
    void twoPodsThatHadTheSameAddressOneAfterTheOtherAreNotJudged() {
        IpAddress address = IpAddress.parse("10.244.1.5");
        Pod running = pod("shop/new-1", address);
        Pod gone = pod("shop/old-1", address);
        ClusterSnapshot cluster = ClusterSnapshot.of(
                1,
                Clusters.aCluster()
                        .withPod("shop/new-1", "node-1", address.toString())
                        .withPolicy(Clusters.denyAll("shop", "closed"))
                        .contents());
        Ends ends = new Ends(Actor.of(gone, address), Actor.of(running, address), Protocol.TCP, 80);
        Precedents precedents = new Precedents(cluster);
        assertThat(Direction.values())
                .allSatisfy(direction ->
                        assertThat(precedents.judge(ends, direction)).isNull());
    }

    /** The same without what policies of one namespace admit. */
    private static ClusterSnapshot closed(ClusterSnapshot cluster) {
        PolicyEdits edits = new PolicyEdits();
        edits.apply(Clusters.denyAll(EDITED, "closed"));
        cluster.policiesIn(EDITED).stream().limit(1).forEach(policy -> edits.delete(policy.ref()));
        return edits.in(cluster);
    }

    private static Pod pod(String name, IpAddress address) {
        return Clusters.aCluster()
                .withPod(name, "node-1", address.toString())
                .contents()
                .pods()
                .iterator()
                .next();
    }

    private void check(long seed, ClusterSnapshot cluster, Precedents precedents, Packet packet) {
        Evaluation specified = new PolicyEvaluator(cluster).evaluate(packet);
        Ends ends = new Ends(
                actor(cluster, packet.source()),
                actor(cluster, packet.destination()),
                packet.protocol(),
                packet.destinationPort());
        for (Direction direction : Direction.values()) {
            Judgement judgement = direction == Direction.INGRESS ? specified.ingress() : specified.egress();
            Side side = precedents.judge(ends, direction);
            assertThat(side).as("seed %d: %s %s", seed, packet, direction).isEqualTo(side(judgement));
            denied += side != null && side.isDenied() ? 1 : 0;
            admitted += side == null || side.admitting().isEmpty() ? 0 : 1;
        }
    }

    private static Actor actor(ClusterSnapshot cluster, IpAddress address) {
        Pod pod = cluster.podAt(address);
        return pod == null ? new Actor(address, null) : Actor.of(pod, address);
    }

    private static @Nullable Side side(@Nullable Judgement judgement) {
        if (judgement == null) {
            return null;
        }
        List<PolicyRef> admitting = judgement.explanations().stream()
                .filter(one -> one.outcome() instanceof Admits)
                .map(Explanation::policy)
                .toList();
        return new Side(judgement.pod().namespace(), judgement.verdict(), admitting);
    }
}
