package dev.weir.nodes;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.Clusters;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.NodeProgram;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The states a policy goes through in a cluster, published in order, squashed, refused, and over broken streams. */
class ProgramPublisherTests {
    private static final long SESSION = 77;
    private static final NodeName NODE = new NodeName("node-1");
    private static final PolicyRef POLICY = new PolicyRef("shop", "web-from-shop");

    private final SettableClock clock = new SettableClock();
    private final ClusterState cluster = new ClusterState();
    private final ProgramPublisher publisher =
            new ProgramPublisher(cluster, clock, SESSION, (problem, cause) -> {}, EnforcementMeter.NONE);

    private static Clusters pods() {
        return aCluster()
                .withNamespace("shop", Map.of(), Map.of())
                .withPod("shop/web-1", "node-1", "10.244.1.2")
                .withPod("shop/web-2", "node-2", "10.244.2.2")
                .withPod("shop/client-1", "node-2", "10.244.2.3");
    }

    private static ClusterContents noPolicies() {
        return pods().contents();
    }

    private static ClusterContents isolated() {
        return pods().withPolicy(denyAll("shop", "deny-all")).contents();
    }

    private static ClusterContents admitted() {
        return pods().withPolicy(denyAll("shop", "deny-all"))
                .withPolicy(allowIngress("shop", "web-from-shop", "client", "web"))
                .contents();
    }

    private void publish(ClusterContents contents) {
        cluster.replace(contents);
        publisher.publishNewest();
        publisher.giveTurns();
    }

    private NodeConnection connect(NodeStream stream, long session, long revision) {
        NodeConnection connection =
                publisher.connect(new NodeHello(NODE, new NodeDaemon("6.18", 1, "test"), session, revision), stream);
        publisher.publishNewest();
        return connection;
    }

    private NodeProgress progress() {
        return Objects.requireNonNull(publisher.node(NODE));
    }

    private NodeProgram compiled() {
        return new PolicyCompiler().compile(cluster.current()).program(NODE);
    }

    @Test
    void aDaemonGetsTheWholeProgramFirst() {
        publish(isolated());
        RecordedStream stream = new RecordedStream();
        connect(stream, 0, 0);

        assertThat(stream.last().isSnapshot()).isTrue();
        stream.apply();
        assertThat(stream.program()).isEqualTo(compiled());
        assertThat(progress().status()).isInstanceOf(NodeStatus.Applying.class);
    }

    /** The node that is told first fails. The one behind it has missed a revision then, and the next one does not concern it. */
    @Test
    void aFailureInTheMiddleOfTellingIsMadeGoodWithTheNextChange() {
        Clusters pods = pods().withNamespace("lab", Map.of(), Map.of()).withPod("lab/probe", "node-1", "10.244.1.9");
        publish(pods.contents());
        connect(new StreamThatFailsOnce(), 0, 0).applied(1);
        NodeName behind = new NodeName("node-2");
        RecordedStream stream = new RecordedStream();
        NodeConnection connection =
                publisher.connect(new NodeHello(behind, new NodeDaemon("6.18", 1, "test"), 0, 0), stream);
        connection.applied(stream.apply());

        publish(pods.withPolicy(denyAll("shop", "deny-all")).contents());
        assertThat(stream.received()).hasSize(1);
        publish(pods.withPolicy(denyAll("lab", "deny-all")).contents());

        connection.applied(stream.apply());
        assertThat(stream.program())
                .isEqualTo(new PolicyCompiler().compile(cluster.current()).program(behind));
    }

    /** Takes its snapshot, and not what comes next. */
    private static final class StreamThatFailsOnce implements NodeStream {
        private int updates;

        @Override
        public void send(NodeUpdate update) {
            if (++updates == 2) {
                throw new IllegalStateException("no reason that anybody foresaw");
            }
        }

        @Override
        public void ask(ReadQuestion question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close(String reason) {
            // A stream that is over already.
        }
    }

    @Test
    void aDaemonGetsNothingBeforeTheClusterIsKnown() {
        RecordedStream stream = new RecordedStream();
        connect(stream, 0, 0);

        assertThat(stream.received()).isEmpty();
        assertThat(progress().status()).isInstanceOf(NodeStatus.Connected.class);
    }

    @Test
    void whileAnUpdateIsOnItsWayChangesAreSquashedIntoOneDelta() {
        publish(noPolicies());
        RecordedStream stream = new RecordedStream();
        NodeConnection connection = connect(stream, 0, 0);
        publish(isolated());
        publish(admitted());
        assertThat(stream.received()).hasSize(1);

        connection.applied(stream.apply());

        assertThat(stream.received()).hasSize(2);
        assertThat(stream.last().baseRevision()).isEqualTo(1);
        connection.applied(stream.apply());
        assertThat(stream.program()).isEqualTo(compiled());
        assertThat(progress().status()).isInstanceOf(NodeStatus.UpToDate.class);
        assertThat(progress().appliedRevision()).isEqualTo(cluster.current().revision());
    }

    @Test
    void aChangeThatIsTakenBackWhileAnUpdateIsOnItsWayIsNeverSent() {
        publish(isolated());
        RecordedStream stream = new RecordedStream();
        NodeConnection connection = connect(stream, 0, 0);
        publish(admitted());
        publish(isolated());

        connection.applied(stream.apply());

        assertThat(stream.received()).hasSize(1);
        assertThat(progress().appliedRevision()).isEqualTo(3);
    }

    @Test
    void aRefusedRevisionIsNotSentAgainUntilSomethingChanges() {
        publish(noPolicies());
        RecordedStream stream = new RecordedStream();
        NodeConnection connection = connect(stream, 0, 0);
        connection.applied(stream.apply());
        publish(admitted());

        connection.failed(2, "verdict_map is full", "raise its size");

        assertThat(stream.received()).hasSize(2);
        assertThat(progress().status())
                .isEqualTo(new NodeStatus.Failed(2, "verdict_map is full", "raise its size", clock.instant()));
        assertThat(progress().appliedRevision()).isEqualTo(1);

        publish(isolated());
        assertThat(stream.last().baseRevision()).isEqualTo(1);
        connection.applied(stream.apply());
        assertThat(stream.program()).isEqualTo(compiled());
    }

    @Test
    void aRefusedRevisionIsTriedAgainAfterAWhile() {
        publish(isolated());
        RecordedStream stream = new RecordedStream();
        NodeConnection connection = connect(stream, 0, 0);
        connection.failed(1, "a map is busy", "wait");
        connection.reported(report());
        assertThat(stream.received()).hasSize(1);

        clock.pass(TrackedNode.RETRY_AFTER.plusSeconds(1));
        connection.reported(report());

        assertThat(stream.received()).hasSize(2);
        connection.applied(stream.apply());
        assertThat(progress().status()).isInstanceOf(NodeStatus.UpToDate.class);
    }

    @Test
    void aDaemonThatReconnectsGoesOnFromWhatItHas() {
        publish(isolated());
        RecordedStream first = new RecordedStream();
        NodeConnection connection = connect(first, 0, 0);
        connection.applied(first.apply());
        connection.closed();
        assertThat(progress().status()).isInstanceOf(NodeStatus.Gone.class);
        publish(admitted());

        RecordedStream second = new RecordedStream(first.program());
        NodeConnection again = connect(second, SESSION, 1);

        assertThat(second.last().baseRevision()).isEqualTo(1);
        again.applied(second.apply());
        assertThat(second.program()).isEqualTo(compiled());
    }

    @Test
    void anUpdateWhoseAcknowledgementWasLostIsTakenAsApplied() {
        publish(isolated());
        RecordedStream first = new RecordedStream();
        NodeConnection connection = connect(first, 0, 0);
        long applied = first.apply();
        connection.closed();

        RecordedStream second = new RecordedStream(first.program());
        connect(second, SESSION, applied);

        assertThat(second.received()).isEmpty();
        assertThat(progress().status()).isInstanceOf(NodeStatus.UpToDate.class);
    }

    @Test
    void aDaemonOfAnotherServersLifeGetsTheWholeProgramUnderAHigherRevision() {
        publish(isolated());
        RecordedStream stream = new RecordedStream();
        connect(stream, 4711, 900);

        assertThat(stream.last().isSnapshot()).isTrue();
        assertThat(stream.last().revision()).isGreaterThan(900);
        assertThat(stream.received()).hasSize(1);
    }

    @Test
    void aSecondDaemonOfTheSameNodeEndsTheFirstOnesStream() {
        publish(isolated());
        RecordedStream first = new RecordedStream();
        NodeConnection old = connect(first, 0, 0);
        RecordedStream second = new RecordedStream();
        connect(second, 0, 0);

        assertThat(first.closedBecause()).contains("another daemon");
        old.applied(1);
        old.closed();
        assertThat(progress().status()).isInstanceOf(NodeStatus.Applying.class);
    }

    @Test
    void anAcknowledgementOfWhatWasNotSentEndsTheStream() {
        publish(isolated());
        RecordedStream stream = new RecordedStream();
        connect(stream, 0, 0).applied(12);

        assertThat(stream.closedBecause()).contains("12");
    }

    @Test
    void aPolicyIsInForceOnANodeWhenItsPodsAreProgrammedForIt() {
        publish(isolated());
        RecordedStream stream = new RecordedStream();
        NodeConnection connection = connect(stream, 0, 0);
        connection.applied(stream.apply());
        publish(admitted());
        assertThat(publisher.enforcement(POLICY)).isEqualTo(new Enforcement(0, 2));

        connection.applied(stream.apply());

        // node-2 has a pod that the policy selects, but no daemon.
        assertThat(publisher.enforcement(POLICY)).isEqualTo(new Enforcement(1, 2));
        assertThat(publisher.enforcement(new PolicyRef("shop", "unknown"))).isEqualTo(new Enforcement(0, 0));
    }

    @Test
    void nodesOfTheClusterWithoutADaemonAreListed() {
        publish(noPolicies());

        assertThat(publisher.nodes())
                .extracting(NodeProgress::name)
                .containsExactly(new NodeName("node-1"), new NodeName("node-2"));
        assertThat(publisher.nodes()).extracting(NodeProgress::status).containsOnly(new NodeStatus.NeverConnected());
    }

    @Test
    void whateverTheOrderOfEventsADaemonEndsWithTheNewestProgram() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<ClusterContents> states = List.of(noPolicies(), isolated(), admitted());
        for (int run = 0; run < 200; run++) {
            ClusterState freshCluster = new ClusterState();
            ProgramPublisher fresh =
                    new ProgramPublisher(freshCluster, clock, SESSION, (problem, cause) -> {}, EnforcementMeter.NONE);
            RandomDaemon daemon = new RandomDaemon(fresh, random);
            for (int step = 0; step < 30; step++) {
                if (random.nextBoolean()) {
                    freshCluster.replace(states.get(random.nextInt(states.size())));
                    if (random.nextInt(3) > 0) {
                        fresh.publishNewest();
                    }
                } else {
                    daemon.step();
                }
            }
            freshCluster.replace(admitted());
            daemon.settle(() -> clock.pass(TrackedNode.RETRY_AFTER.plusSeconds(1)));
            NodeProgram newest =
                    new PolicyCompiler().compile(freshCluster.current()).program(NODE);
            assertThat(daemon.program().at(0))
                    .as("seed " + seed + " run " + run)
                    .isEqualTo(newest.at(0));
        }
    }

    private static NodeReport report() {
        return new NodeReport(1, List.of(), List.of(), NodeReport.RecordAccounting.NONE, Map.of(), NodeCounts.NONE, 0);
    }

    /** Applies, refuses, loses its stream with or without having applied, and dials again. */
    private static final class RandomDaemon {
        private final ProgramPublisher publisher;
        private final Random random;
        private RecordedStream stream = new RecordedStream();
        private NodeConnection connection;
        private int answered;

        RandomDaemon(ProgramPublisher publisher, Random random) {
            this.publisher = publisher;
            this.random = random;
            connection = dial(0, 0);
        }

        private NodeConnection dial(long session, long revision) {
            return publisher.connect(new NodeHello(NODE, new NodeDaemon("6.18", 1, "test"), session, revision), stream);
        }

        NodeProgram program() {
            return stream.program();
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0 -> reconnect();
                case 1 -> answer(false);
                default -> answer(true);
            }
        }

        private void answer(boolean apply) {
            if (stream.received().size() == answered) {
                return;
            }
            answered = stream.received().size();
            if (apply) {
                connection.applied(stream.apply());
            } else {
                connection.failed(stream.last().revision(), "refused", "none");
            }
        }

        private void reconnect() {
            if (stream.received().size() > answered && random.nextBoolean()) {
                stream.apply();
            }
            connection.closed();
            NodeProgram had = stream.program();
            stream = new RecordedStream(had);
            answered = 0;
            boolean remembers = random.nextInt(4) > 0 && had.revision() != 0;
            connection = dial(remembers ? SESSION : 0, remembers ? had.revision() : 0);
        }

        /** A revision that was refused last is tried again when time has passed. */
        void settle(Runnable passTime) {
            publisher.publishNewest();
            passTime.run();
            connection.reported(report());
            while (stream.received().size() > answered) {
                answer(true);
                publisher.publishNewest();
            }
        }
    }
}
