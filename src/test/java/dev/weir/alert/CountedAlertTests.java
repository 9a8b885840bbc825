package dev.weir.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the nodes' counters tell, whether anything is recorded or not. */
class CountedAlertTests {
    private static final AlertSubject CART = AlertSubject.workload("shop", "cart");
    private static final PairEnd CART_END = new PairEnd("shop", "Deployment", "cart");
    private static final PairEnd ROGUE = new PairEnd("default", "Pod", "rogue");
    private static final PolicyRef WEB_IN = new PolicyRef("shop", "web-in");
    private static final AlertSubject WEB_IN_SUBJECT = AlertSubject.of(WEB_IN);
    private static final NetworkPolicy POLICY = new NetworkPolicy(
            WEB_IN,
            Map.of(),
            new LabelSelector(Map.of("app", "web"), List.of()),
            Set.of(Direction.INGRESS),
            List.of(),
            List.of());
    private static final Duration LEARNING = Duration.ofHours(2);

    @TempDir
    Path directory;

    private WatchedCluster watched;
    private long denied;
    private long admitted;
    private @Nullable Instant lastAdmitted;

    @BeforeEach
    void watch() {
        watched = new WatchedCluster(directory);
        RuleSettings defaults = AlertRule.POLICY_STOPPED.defaults();
        watched.settings.change(
                AlertRule.POLICY_STOPPED,
                new RuleSettings(true, 0, defaults.window(), defaults.factor(), LEARNING),
                "alice");
    }

    @Test
    void whatIsDeniedAndNotRecordedIsASpikeToo() {
        denyFrom(ROGUE, 1_000_000);
        watched.look();
        assertThat(watched.of(AlertRule.DENIED_SPIKE))
                .as("what was counted before the watch began")
                .isEmpty();

        denyFrom(ROGUE, 1500);
        watched.look();
        Alert alert = watched.firing(AlertRule.DENIED_SPIKE).getFirst();
        assertThat(alert.subject()).isEqualTo(CART);
        assertThat(alert.measure().value()).isEqualTo(25);
        assertThat(alert.summary())
                .isEqualTo("25 packets a second are denied at shop/cart, usually 0.0; from 1 source, most of them from"
                        + " default/rogue. They were counted, but no record tells of them.");
    }

    @Test
    void recordsOfSomeOfThePacketsTellTheSourceAndTheCountersHowMany() {
        denyFrom(PairEnd.OUTSIDE, 0);
        watched.look();
        denyFrom(PairEnd.OUTSIDE, 6000);
        watched.traffic.denied("rogue", "cart", 6379, 10);
        watched.look();
        Alert alert = watched.firing(AlertRule.DENIED_SPIKE).getFirst();
        assertThat(alert.measure().value()).isEqualTo(100);
        assertThat(alert.summary()).endsWith("from 1 source, most of them from default/rogue.");
        assertThat(watched.evidence(alert)).hasSize(1);
    }

    @Test
    void packetsOlderThanTheWindowAreNotCounted() {
        denyFrom(ROGUE, 0);
        watched.look();
        denyFrom(ROGUE, 1200);
        watched.look();
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).hasSize(1);
        watched.lookFor(Duration.ofMinutes(3));
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).isEmpty();
    }

    @Test
    void aNodeThatComesBackWithWhatItCountedMeanwhileIsNoSpike() {
        denyFrom(ROGUE, 0);
        watched.look();
        watched.nodes.gone("node-1", watched.clock.instant());
        watched.look();
        denyFrom(ROGUE, 1_000_000);
        watched.look();
        assertThat(watched.of(AlertRule.DENIED_SPIKE)).isEmpty();
    }

    @Test
    void aPolicyThatAdmittedSteadilyAndAdmitsNothingAnyMoreIsAnAlertUntilItDoesAgain() {
        clusterWithPod("web");
        admitSteadily(LEARNING.plusMinutes(1));
        quietFor(Duration.ofMinutes(3));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();

        quietFor(Duration.ofMinutes(2));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED)).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(WEB_IN_SUBJECT);
            assertThat(alert.summary())
                    .isEqualTo("The policy shop/web-in has admitted no connection since " + lastAdmitted
                            + ", although a pod that it selects runs; usually it is quiet for 60 s at most.");
            assertThat(alert.measure().threshold()).isEqualTo(300);
            assertThat(alert.measure().baseline()).isEqualTo(60);
            assertThat(alert.evidence().filter()).contains("policies.name=\"web-in\"");
        });

        admitSteadily(Duration.ofMinutes(3));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED)).isEmpty();
    }

    @Test
    void aPolicyThatIsUsuallyQuietForLongMayBe() {
        clusterWithPod("web");
        for (int pause = 0; pause < 3; pause++) {
            admitSteadily(Duration.ofHours(1));
            quietFor(Duration.ofHours(2));
        }
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();
        quietFor(Duration.ofHours(5));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED))
                .as("three times as long")
                .hasSize(1);
    }

    @Test
    void aPolicyThatAdmittedNowAndThenHasNoBaseline() {
        clusterWithPod("web");
        admitSteadily(Duration.ofMinutes(5));
        quietFor(LEARNING.multipliedBy(4));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();
    }

    @Test
    void aPolicyWhosePodsAreAwayIsNotExpectedToAdmit() {
        clusterWithPod("web");
        admitSteadily(LEARNING.plusMinutes(1));
        clusterWithPod("renamed");
        quietFor(Duration.ofMinutes(2));
        clusterWithPod("web");
        quietFor(Duration.ofMinutes(4));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();
        quietFor(Duration.ofMinutes(2));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED)).hasSize(1);
    }

    @Test
    void nothingIsConcludedFromANodeThatDoesNotSayWhatItCounts() {
        clusterWithPod("web");
        admitSteadily(LEARNING.plusMinutes(1));
        watched.nodes.gone("node-1", watched.clock.instant());
        watched.lookFor(Duration.ofHours(1));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();

        lastAdmitted = watched.clock.instant();
        report();
        watched.look();
        assertThat(usual()).as("nobody knows whether it was quiet meanwhile").isEqualTo(60);
    }

    @Test
    void whatIsUsualOutlivesTheServerAndAPersonMaySetIt() {
        clusterWithPod("web");
        admitSteadily(LEARNING.plusMinutes(1));
        watched.alerts.close();
        watched.killAndStart();
        assertThat(usual()).isEqualTo(60);

        watched.alerts.learn(AlertRule.POLICY_STOPPED, new Baseline(WEB_IN_SUBJECT, 3600.0, List.of()), "alice");
        quietFor(Duration.ofHours(2));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();
        quietFor(Duration.ofHours(2));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED)).hasSize(1);

        Baseline ofAnother = new Baseline(AlertSubject.of(new PolicyRef("shop", "other")), 5.0, List.of());
        assertThatThrownBy(() -> watched.alerts.learn(AlertRule.POLICY_STOPPED, ofAnother, "alice"))
                .isInstanceOf(AlertException.class);
        assertThat(watched.alerts.forget(AlertRule.POLICY_STOPPED, WEB_IN_SUBJECT, "alice"))
                .isTrue();
        assertThat(watched.memory.admissions().list()).isEmpty();
    }

    private @Nullable Double usual() {
        return watched.memory.admissions().list().getFirst().rate();
    }

    /** A connection a minute. */
    private void admitSteadily(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            admitted++;
            lastAdmitted = watched.clock.instant();
            quietFor(Duration.ofMinutes(1));
        }
    }

    private void quietFor(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += WatchedCluster.PAUSE.toMillis()) {
            report();
            watched.look();
        }
    }

    private void denyFrom(PairEnd source, long packets) {
        denied += packets;
        Instant now = watched.clock.instant();
        PairCount pair =
                new PairCount(source, CART_END, Direction.INGRESS, new Tally(0, denied, null, now), Instant.EPOCH);
        watched.nodes.report("node-1", counts(List.of(), List.of(pair)), now);
    }

    private void report() {
        PolicyCount count = new PolicyCount(
                WEB_IN, Direction.INGRESS, new Tally(admitted, 0, lastAdmitted, null), 7, Instant.EPOCH, List.of());
        watched.nodes.report("node-1", counts(List.of(count), List.of()), watched.clock.instant());
    }

    private static NodeCounts counts(List<PolicyCount> policies, List<PairCount> pairs) {
        return new NodeCounts(true, Instant.EPOCH, policies, List.of(), pairs, List.of(), 0, 0, 0, 0);
    }

    private void clusterWithPod(String app) {
        watched.clusterWithPod(app, POLICY);
    }
}
