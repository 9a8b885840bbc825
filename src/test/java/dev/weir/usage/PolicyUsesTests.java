package dev.weir.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rule admits every pod of a namespace, twenty of ten workloads; some of them use it. */
class PolicyUsesTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TimeRange WEEK = TimeRange.before(NOON, Duration.ofDays(7));
    private static final PolicyRef REF = new PolicyRef("shop", "db-in");
    private static final LoggingConfig ON = new LoggingConfig(new Switch(true, false), Switch.OFF, 1, "1");
    private static final LoggingConfig DELEGATED = new LoggingConfig(new Switch(true, true), Switch.OFF, 1, "1");

    private final MemoryRecordStore store = new MemoryRecordStore();
    private final List<Pod> pods = pods();
    private long sequence;

    /** Rule 0: every pod of the shop, to 5432; rule 1: everybody, to 9090. */
    private static final NetworkPolicy POLICY = new NetworkPolicy(
            REF,
            Map.of(),
            LabelSelector.ofLabels(Map.of("app", "db")),
            Set.of(Direction.INGRESS),
            List.of(
                    new Rule(List.of(new Peer.PodPeer(LabelSelector.EVERYTHING)), List.of(port(5432))),
                    new Rule(List.of(), List.of(port(9090)))),
            List.of());

    private static PolicyPort port(int port) {
        return new PolicyPort(Protocol.TCP, new NumberedPorts(new PortRange(port, port)));
    }

    private static List<Pod> pods() {
        List<Pod> pods = new ArrayList<>();
        for (int workload = 0; workload < 10; workload++) {
            for (int pod = 0; pod < 2; pod++) {
                pods.add(new Pod(
                        new PodRef("shop", "app" + workload + "-" + pod),
                        "uid-" + workload + pod,
                        Map.of("app", "app" + workload),
                        new NodeName("node-1"),
                        List.of(IpAddress.parse("10.244.0." + (10 + 2 * workload + pod))),
                        false,
                        PodPhase.RUNNING,
                        true,
                        new Workload("Deployment", "app" + workload),
                        List.of()));
            }
        }
        return pods;
    }

    private PolicyUse use(LoggingConfig logging) {
        ClusterSnapshot snapshot = ClusterSnapshot.of(
                1,
                new ClusterContents(
                        List.of(new Namespace("shop", Map.of(), Map.of())),
                        List.of(),
                        pods,
                        List.of(POLICY),
                        logging,
                        logging));
        return uses(snapshot).of(POLICY, WEEK);
    }

    private PolicyUses uses(ClusterSnapshot snapshot) {
        return new PolicyUses(
                new ClusterView() {
                    @Override
                    public ClusterSnapshot current() {
                        return snapshot;
                    }

                    @Override
                    public Freshness freshness() {
                        return new Freshness.Current(NOON);
                    }
                },
                store);
    }

    private void connects(Pod from, int port, int rule, Instant time) {
        connects("node-1", from, port, rule, time);
    }

    private void connects(String node, Pod from, int port, int rule, Instant time) {
        FlowPeer source = new FlowPeer.PodEnd(from.ref(), from.workload(), "node-1");
        FlowPeer database =
                new FlowPeer.PodEnd(new PodRef("shop", "db-0"), new Workload("StatefulSet", "db"), "node-1");
        store.append(
                node,
                1,
                List.of(new FlowRecord(
                        ++sequence,
                        time,
                        time,
                        Verdict.ALLOWED,
                        Direction.INGRESS,
                        new Connection(
                                Protocol.TCP,
                                from.addresses().getFirst(),
                                40_000,
                                IpAddress.parse("10.244.0.99"),
                                port),
                        source,
                        database,
                        List.of(new PolicyMatch("NetworkPolicy", REF, List.of(rule))),
                        1,
                        7)));
    }

    @Test
    void aRuleThatAdmitsTwentyPodsAndIsUsedByFourIsTooWideWithTheProof() {
        connects(pods.get(0), 5432, 0, NOON.minusSeconds(60));
        connects(pods.get(0), 5432, 0, NOON.minusSeconds(50));
        connects(pods.get(3), 5432, 0, NOON.minusSeconds(40));
        PolicyUse use = use(ON);
        RuleUse rule = use.tooWide().getFirst();
        assertThat(rule.rule()).isZero();
        assertThat(rule.admitted()).isEqualTo(20);
        assertThat(rule.usedPods()).isEqualTo(4);
        assertThat(rule.users())
                .containsExactly(new RuleUse.User("shop", "app0", 2, 2), new RuleUse.User("shop", "app1", 2, 1));
        assertThat(rule.unused())
                .hasSize(16)
                .doesNotContain(
                        pods.get(0).ref(),
                        pods.get(1).ref(),
                        pods.get(2).ref(),
                        pods.get(3).ref());
    }

    @Test
    void ofEachRuleUsersAndTheOthersAreTogetherWhomItAdmits() {
        for (int i = 0; i < 14; i += 2) {
            connects(pods.get(i), i % 4 == 0 ? 5432 : 9090, i % 4 == 0 ? 0 : 1, NOON.minusSeconds(60));
        }
        assertThat(use(ON).rules()).hasSize(2).allSatisfy(rule -> {
            assertThat(rule.usedPods() + rule.unused().size()).isEqualTo(rule.admitted());
            assertThat(rule.users().stream().mapToInt(RuleUse.User::pods).sum()).isEqualTo(rule.usedPods());
        });
    }

    @Test
    void aRuleThatMostOfItsPodsUseIsNotTooWide() {
        for (int i = 0; i < 12; i += 2) {
            connects(pods.get(i), 5432, 0, NOON.minusSeconds(60));
        }
        assertThat(use(ON).tooWide()).isEmpty();
    }

    @Test
    void whatIsNotRecordedIsNotCalledUnused() {
        connects(pods.get(0), 5432, 0, NOON.minusSeconds(60));
        assertThat(use(LoggingConfig.ABSENT).tooWide()).isEmpty();
        assertThat(use(LoggingConfig.ABSENT).recorded()).isFalse();
        assertThat(use(DELEGATED).recorded())
                .as("delegated, and the policy is not annotated")
                .isFalse();
    }

    @Test
    void aPortOfAnotherRuleIsNotAUseOfThisOne() {
        connects(pods.get(0), 9090, 1, NOON.minusSeconds(60));
        PolicyUse use = use(ON);
        assertThat(use.rules().get(0).users()).isEmpty();
        assertThat(use.rules().get(0).isIdle()).isTrue();
        assertThat(use.rules().get(1).anyone()).isTrue();
        assertThat(use.rules().get(1).usedPods()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeSeenIsSaid() {
        connects(pods.get(0), 5432, 0, NOON.minusSeconds(60));
        store.appendWithheld("node-1", 2, List.of(new Withheld(1, NOON.minusSeconds(60), "shop", 77, 5)));
        store.appendWithheld("node-1", 3, List.of(new Withheld(1, NOON.minusSeconds(60), "payments", 9, 0)));
        assertThat(use(ON).notSeen())
                .anyMatch(sentence -> sentence.startsWith("The oldest record is of 2026-03-01T11:59:00Z"))
                .anyMatch(sentence -> sentence.startsWith("77 connections at pods of shop were not recorded"))
                .anyMatch(sentence -> sentence.startsWith("Pods that did not run"));
    }

    @Test
    void endsThatAreNoPodsNowAreCountedAndNoReasonToCallARuleIdle() {
        Pod gone = new Pod(
                new PodRef("shop", "gone-1"),
                "uid",
                Map.of(),
                null,
                List.of(IpAddress.parse("10.244.0.77")),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
        connects(gone, 5432, 0, NOON.minusSeconds(60));
        RuleUse rule = use(ON).rules().getFirst();
        assertThat(rule.elsewhere()).isEqualTo(1);
        assertThat(rule.isIdle()).isFalse();
    }

    @Test
    void theLastRecordOfEachRuleIsTheNewestThatNamesIt() {
        connects(pods.get(0), 5432, 0, NOON.minusSeconds(60));
        connects(pods.get(1), 5432, 0, NOON.minusSeconds(30));
        LastRecords last = last(Optional.empty());
        assertThat(last.of(Direction.INGRESS, 0).map(StoredRecord::record).map(FlowRecord::time))
                .contains(NOON.minusSeconds(30));
        assertThat(last.of(Direction.INGRESS, 1)).isEmpty();
        assertThat(last.complete()).isTrue();
        assertThat(last.lookedFrom()).isEqualTo(NOON.minus(LastRecords.WINDOW));
    }

    @Test
    void recordsOfBeforeThePolicyWasWrittenNameOtherRules() {
        connects(pods.get(0), 5432, 0, NOON.minusSeconds(60));
        LastRecords last = last(Optional.of(NOON.minusSeconds(45)));
        assertThat(last.byRule()).isEmpty();
        assertThat(last.lookedFrom()).isEqualTo(NOON.minusSeconds(45));
    }

    @Test
    void theLastRecordOfARuleIsFoundHoweverMuchOthersOutdoIt() {
        connects(pods.get(0), 9090, 1, NOON.minusSeconds(9000));
        for (int i = 0; i < 600; i++) {
            connects(pods.get(0), 5432, 0, NOON.minusSeconds(1000 - i));
        }
        LastRecords last = last(Optional.empty());
        assertThat(last.of(Direction.INGRESS, 1).map(StoredRecord::record).map(FlowRecord::time))
                .contains(NOON.minusSeconds(9000));
        assertThat(last.complete()).isTrue();
    }

    @Test
    void withMoreDecisionsThanAreLookedAtItSaysHowFarItLooked() {
        connects("node-0", pods.get(0), 9090, 1, NOON.minusSeconds(9000));
        for (int i = 1; i <= 600; i++) {
            connects("node-" + i, pods.get(0), 5432, 0, NOON.minusSeconds(1000 - i));
        }
        LastRecords last = last(Optional.empty());
        assertThat(last.of(Direction.INGRESS, 1)).isEmpty();
        assertThat(last.complete()).isFalse();
        assertThat(last.lookedFrom()).isEqualTo(NOON.minusSeconds(899));
    }

    private LastRecords last(Optional<Instant> written) {
        return uses(ClusterSnapshot.of(1, ClusterContents.EMPTY)).last(REF, written, NOON);
    }
}
