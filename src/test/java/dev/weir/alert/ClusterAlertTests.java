package dev.weir.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.expectation.Claim;
import dev.weir.expectation.ExpectationRef;
import dev.weir.flow.Withheld;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes and policies do that they should not. */
class ClusterAlertTests {
    private static final NetworkPolicy POLICY = new NetworkPolicy(
            new PolicyRef("shop", "web-in"),
            Map.of(),
            new LabelSelector(Map.of("app", "web"), List.of()),
            Set.of(Direction.INGRESS),
            List.of(),
            List.of());

    @TempDir
    Path directory;

    private WatchedCluster watched;

    @BeforeEach
    void watch() {
        watched = new WatchedCluster(directory);
    }

    private void clusterWithPod(String app) {
        watched.clusterWithPod(app, POLICY);
    }

    @Test
    void aPolicyThatSelectsNoPodAnyMoreIsAnAlertUntilItSelectsOneAgain() {
        clusterWithPod("web");
        watched.look();
        clusterWithPod("renamed");
        watched.lookFor(Duration.ofMinutes(4));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();

        watched.killAndStart();
        watched.lookFor(Duration.ofMinutes(2));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED))
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.summary()).startsWith("The policy shop/web-in selects no pod since"));

        clusterWithPod("web");
        watched.lookFor(Duration.ofMinutes(2));
        assertThat(watched.firing(AlertRule.POLICY_STOPPED)).isEmpty();
    }

    @Test
    void aPolicyThatNeverSelectedAPodIsNone() {
        clusterWithPod("other");
        watched.lookFor(Duration.ofMinutes(10));
        assertThat(watched.of(AlertRule.POLICY_STOPPED)).isEmpty();
    }

    @Test
    void whatABudgetWithholdsIsMissingAmongTheRecords() {
        watched.store.appendWithheld("node-1", 1, List.of(new Withheld(1, watched.clock.instant(), "shop", 3, 4)));
        watched.look();
        assertThat(watched.firing(AlertRule.RECORDS_INCOMPLETE)).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(AlertSubject.node("node-1"));
            assertThat(alert.measure().value()).isEqualTo(7);
        });
    }

    @Test
    void whatANodeLosesIsMissingAndWhatItLostBeforeTheWatchIsNot() {
        NodeStatus well = new NodeStatus.UpToDate(7, watched.clock.instant());
        watched.node("node-1", well, 7, watched.clock.instant(), 150);
        watched.look();
        assertThat(watched.of(AlertRule.RECORDS_INCOMPLETE)).isEmpty();

        watched.node("node-1", well, 7, watched.clock.instant(), 152);
        watched.look();
        assertThat(watched.firing(AlertRule.RECORDS_INCOMPLETE))
                .singleElement()
                .satisfies(alert -> assertThat(alert.measure().value()).isEqualTo(2));

        watched.node("node-1", well, 7, watched.clock.instant(), 3);
        watched.lookFor(Duration.ofMinutes(12));
        assertThat(watched.firing(AlertRule.RECORDS_INCOMPLETE)).isEmpty();
    }

    @Test
    void aNodeWhoseDaemonIsAwayIsBehindAfterAWhile() {
        clusterWithPod("web");
        watched.node("node-1", new NodeStatus.Gone(watched.clock.instant()), 7, watched.clock.instant(), 0);
        watched.lookFor(Duration.ofSeconds(45));
        assertThat(watched.of(AlertRule.NODE_BEHIND)).isEmpty();
        watched.look();
        assertThat(watched.firing(AlertRule.NODE_BEHIND))
                .singleElement()
                .satisfies(alert -> assertThat(alert.summary()).contains("node-1 is without its daemon"));
    }

    @Test
    void aNodeThatRefusesAgainAndAgainIsBehindAlthoughItsStatusIsAlwaysNew() {
        clusterWithPod("web");
        for (int i = 0; i < 6; i++) {
            NodeStatus status = i % 2 == 0
                    ? new NodeStatus.Failed(8, "a map is full", "", watched.clock.instant())
                    : new NodeStatus.Applying(8, watched.clock.instant());
            watched.node("node-1", status, 7, watched.clock.instant(), 0);
            watched.look();
        }
        assertThat(watched.firing(AlertRule.NODE_BEHIND)).hasSize(1);
    }

    @Test
    void aNodeThatGetsOnIsNotBehindHoweverManyRevisionsCome() {
        clusterWithPod("web");
        for (int revision = 1; revision < 20; revision++) {
            watched.node(
                    "node-1",
                    new NodeStatus.Applying(revision + 1, watched.clock.instant()),
                    revision,
                    watched.clock.instant(),
                    0);
            watched.look();
        }
        assertThat(watched.of(AlertRule.NODE_BEHIND)).isEmpty();
    }

    @Test
    void aDaemonThatSaysNothingIsBehindWhateverItsStatus() {
        clusterWithPod("web");
        watched.node("node-1", new NodeStatus.UpToDate(7, watched.clock.instant()), 7, watched.clock.instant(), 0);
        watched.lookFor(Duration.ofMinutes(3));
        assertThat(watched.firing(AlertRule.NODE_BEHIND)).hasSize(1);
    }

    @Test
    void aNodeThatHasLeftTheClusterIsNotBehind() {
        watched.node("node-9", new NodeStatus.Gone(watched.clock.instant()), 7, watched.clock.instant(), 0);
        watched.lookFor(Duration.ofMinutes(3));
        assertThat(watched.of(AlertRule.NODE_BEHIND)).isEmpty();
    }

    @Test
    void aBrokenExpectationIsAnAlertWithItsWitnessUntilItHoldsAgain() {
        clusterWithPod("web");
        watched.expectations.put(
                new ExpectationRef("shop", "web-is-open"),
                Claim.parse("the internet may reach web-1:80", "shop"),
                "anna",
                0);
        watched.lookFor(Duration.ofMinutes(1));

        assertThat(watched.firing(AlertRule.EXPECTATION_BROKEN)).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(AlertSubject.expectation("shop", "web-is-open"));
            assertThat(alert.summary())
                    .contains("“the internet may reach web-1:80” is broken since", "isolated by shop/web-in");
            assertThat(watched.evidence(alert)).isEmpty();
        });

        clusterWithPod("renamed");
        watched.lookFor(Duration.ofMinutes(2));
        assertThat(watched.firing(AlertRule.EXPECTATION_BROKEN)).isEmpty();
    }
}
