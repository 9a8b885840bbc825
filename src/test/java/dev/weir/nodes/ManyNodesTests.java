package dev.weir.nodes;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.testing.Clusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is told first, who in turn, and that nobody waits for a daemon that is slow or dead. */
class ManyNodesTests {
    private static final long SESSION = 77;

    private final SettableClock clock = new SettableClock();
    private final ClusterState cluster = new ClusterState();
    private final RecordedMeter meter = new RecordedMeter();
    private final ProgramPublisher publisher =
            new ProgramPublisher(cluster, clock, SESSION, (problem, cause) -> {}, meter);

    /** A daemon that reads at once and answers when it is told to. */
    private final class Daemon {
        private final NodeName name;
        private final RecordedStream stream = new RecordedStream();
        private final NodeConnection connection;
        private int answered;

        Daemon(String name) {
            this.name = new NodeName(name);
            connection = publisher.connect(new NodeHello(this.name, new NodeDaemon("6.18", 1, "test"), 0, 0), stream);
        }

        int received() {
            return stream.received().size();
        }

        void read() {
            if (received() > 0) {
                connection.sent(stream.last().revision());
            }
        }

        void answer() {
            if (received() > answered) {
                answered = received();
                connection.applied(stream.apply());
            }
        }
    }

    private Clusters shop() {
        return aCluster()
                .withNamespace("shop", Map.of(), Map.of())
                .withPod("shop/web-1", "node-1", "10.244.1.2")
                .withPod("shop/client-1", "node-2", "10.244.2.3")
                .withPolicy(denyAll("shop", "deny-all"))
                .withPolicy(allowIngress("shop", "web-from-client", "client", "web"))
                .withNamespace("other", Map.of(), Map.of())
                .withPod("other/idle-1", "node-3", "10.244.3.2");
    }

    private void publish(Clusters contents) {
        cluster.replace(contents.contents());
        publisher.publishNewest();
    }

    private List<Daemon> connected(int count) {
        List<Daemon> daemons = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            daemons.add(new Daemon("node-" + number));
        }
        while (daemons.stream().anyMatch(daemon -> daemon.received() == 0)) {
            daemons.forEach(Daemon::answer);
            publisher.giveTurns();
        }
        daemons.forEach(Daemon::answer);
        return daemons;
    }

    private void passInTurns(Duration duration) {
        for (int tick = 0; tick < duration.toMillis() / 5; tick++) {
            clock.pass(Duration.ofMillis(5));
            publisher.giveTurns();
        }
    }

    @Test
    void aNodeWhoseRulesTellAPodApartIsToldBeforeThoseThatOnlyNameIt() {
        publish(shop());
        List<Daemon> daemons = connected(3);

        publish(shop().withPod("shop/client-2", "node-2", "10.244.2.4"));

        assertThat(daemons).extracting(Daemon::received).containsExactly(2, 2, 1);
        publisher.giveTurns();
        assertThat(daemons).extracting(Daemon::received).containsExactly(2, 2, 2);
    }

    @Test
    void namesOfAThousandNodesAreSpreadOverASecond() {
        publish(shop());
        List<Daemon> daemons = connected(1_000);
        clock.pass(Duration.ofSeconds(1));

        publish(shop().withPod("other/idle-2", "node-3", "10.244.3.3"));
        publisher.giveTurns();
        long atOnce = daemons.stream().filter(daemon -> daemon.received() == 2).count();
        passInTurns(Duration.ofMillis(500));
        long half = daemons.stream().filter(daemon -> daemon.received() == 2).count();
        passInTurns(Duration.ofMillis(500));

        assertThat(atOnce).isBetween(1L, 60L);
        assertThat(half).isBetween(500L, 560L);
        assertThat(daemons).extracting(Daemon::received).containsOnly(2);
    }

    @Test
    void changesOfNamesWaitForTheTurnAndComeAsOneUpdate() {
        publish(shop());
        List<Daemon> daemons = connected(200);
        Daemon last = daemons.getLast();
        int before = last.received();
        for (int pod = 2; pod < 12; pod++) {
            publish(shop().withPod("other/idle-2", "node-3", "10.244.3." + pod));
        }

        daemons.forEach(Daemon::answer);
        passInTurns(Duration.ofMillis(400));

        assertThat(last.received()).isEqualTo(before + 1);
        last.answer();
        assertThat(last.stream.program().identities().values())
                .filteredOn(entry -> entry.owner().pod().equals("idle-2"))
                .extracting(entry -> entry.prefix().toString())
                .containsExactly("10.244.3.11/32");
    }

    @Test
    void allNodesAreSentTheSameStepsOfTheIdentities() {
        publish(shop());
        List<Daemon> daemons = connected(2);

        publish(shop().withPod("other/idle-2", "node-3", "10.244.3.3"));
        publisher.giveTurns();

        List<IdentityStep> first = daemons.getFirst().stream.last().identities();
        assertThat(first).hasSize(1);
        assertThat(daemons.getLast().stream.last().identities().getFirst()).isSameAs(first.getFirst());
    }

    @Test
    void aDaemonThatNeverAnswersDelaysNobodyAndNothingQueuesForIt() {
        publish(shop());
        List<Daemon> daemons = connected(2);
        Daemon silent = daemons.getFirst();
        publish(shop().withPod("shop/client-2", "node-2", "10.244.2.4"));
        daemons.getLast().answer();

        for (int pod = 5; pod < 25; pod++) {
            publish(shop().withPod("shop/client-2", "node-2", "10.244.2." + pod));
            assertThat(daemons.getLast().received()).isEqualTo(pod - 2);
            daemons.getLast().answer();
        }

        assertThat(silent.received()).isEqualTo(2);
        silent.answer();
        assertThat(silent.received()).isEqualTo(3);
    }

    @Test
    void aDaemonThatDoesNotReadIsToldToDialAgain() {
        publish(shop());
        Daemon deaf = new Daemon("node-1");
        Daemon hearing = new Daemon("node-2");
        hearing.read();
        clock.pass(TrackedNode.READ_WITHIN.plusSeconds(1));

        publisher.lookAfterNodes();

        assertThat(deaf.stream.closedBecause()).contains("not read");
        assertThat(Objects.requireNonNull(publisher.node(deaf.name)).status()).isInstanceOf(NodeStatus.Gone.class);
        assertThat(hearing.stream.closedBecause()).isNull();
    }

    @Test
    void aThousandDaemonsThatDialAtOnceAreSentFewSnapshotsAtATime() {
        publish(shop());
        List<Daemon> daemons = new ArrayList<>();
        for (int number = 1; number <= 1_000; number++) {
            daemons.add(new Daemon("node-" + number));
        }
        int sent = 0;
        while (sent < 1_000) {
            List<Daemon> unread = daemons.stream()
                    .filter(daemon -> daemon.received() == 1 && daemon.answered == 0)
                    .toList();
            assertThat(unread).hasSizeBetween(1, SnapshotSlots.AT_ONCE);
            unread.forEach(Daemon::answer);
            sent += unread.size();
            publisher.giveTurns();
        }

        assertThat(daemons).extracting(Daemon::received).containsOnly(1);
    }

    @Test
    void daemonsThatDoNotReadTheirSnapshotHoldUpTheOthersOnlyForAMoment() {
        publish(shop());
        List<Daemon> deaf = new ArrayList<>();
        for (int number = 1; number <= SnapshotSlots.AT_ONCE; number++) {
            deaf.add(new Daemon("deaf-" + number));
        }
        Daemon hearing = new Daemon("node-1");
        assertThat(hearing.received()).isZero();

        clock.pass(SnapshotSlots.PATIENCE.plusMillis(1));
        publisher.giveTurns();

        assertThat(hearing.received()).isEqualTo(1);
        assertThat(deaf).extracting(Daemon::received).containsOnly(1);
    }

    @Test
    void aDaemonThatLeavesWhileItWaitsForItsSnapshotGivesUpItsPlace() {
        publish(shop());
        List<Daemon> first = new ArrayList<>();
        for (int number = 1; number <= SnapshotSlots.AT_ONCE; number++) {
            first.add(new Daemon("first-" + number));
        }
        Daemon leaving = new Daemon("leaving");
        Daemon next = new Daemon("next");
        leaving.connection.closed();
        first.getFirst().read();

        publisher.giveTurns();

        assertThat(leaving.received()).isZero();
        assertThat(next.received()).isEqualTo(1);
    }

    @Test
    void theLatencyOfAChangeIsThatOfTheLastNodeThatItConcerns() {
        publish(shop());
        List<Daemon> daemons = connected(3);
        meter.clear();
        publish(shop().withPod("shop/client-2", "node-2", "10.244.2.4"));
        assertThat(publisher.nodesPending()).isEqualTo(2);

        clock.pass(Duration.ofMillis(3));
        daemons.get(0).answer();
        assertThat(meter.enforced).isEmpty();
        clock.pass(Duration.ofMillis(4));
        daemons.get(1).answer();

        assertThat(meter.enforced).containsExactly(Duration.ofMillis(7));
        assertThat(publisher.nodesPending()).isZero();
    }

    @Test
    void aChangeThatANodeRefusesOrDoesNotLiveToSeeIsUnconfirmed() {
        publish(shop());
        List<Daemon> daemons = connected(3);
        meter.clear();
        publish(shop().withPod("shop/client-2", "node-2", "10.244.2.4"));
        daemons.get(0).connection.failed(daemons.get(0).stream.last().revision(), "a map is full", "raise it");
        daemons.get(1).connection.closed();

        assertThat(meter.enforced).isEmpty();
        assertThat(meter.unconfirmed).isEqualTo(1);
    }

    @Test
    void aNodeThatHasLeftTheClusterIsForgottenAfterAWhile() {
        publish(shop());
        Daemon gone = new Daemon("node-99");
        gone.connection.closed();
        publisher.lookAfterNodes();
        assertThat(publisher.node(gone.name)).isNotNull();

        clock.pass(ProgramPublisher.FORGET_AFTER.plusSeconds(1));
        publisher.lookAfterNodes();

        assertThat(publisher.node(gone.name)).isNull();
    }

    private static final class RecordedMeter implements EnforcementMeter {
        private final List<Duration> enforced = new ArrayList<>();
        private int unconfirmed;

        void clear() {
            enforced.clear();
            unconfirmed = 0;
        }

        @Override
        public void enforced(Duration latency) {
            enforced.add(latency);
        }

        @Override
        public void unconfirmed() {
            unconfirmed++;
        }
    }
}
