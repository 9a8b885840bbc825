package dev.weir.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.net.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstSeenEgressTests {
    private static final AlertRule RULE = AlertRule.FIRST_SEEN_EGRESS;
    private static final AlertSubject WEB = AlertSubject.workload("shop", "web");

    @TempDir
    Path directory;

    private WatchedCluster watched;

    @BeforeEach
    void watch() {
        watched = new WatchedCluster(directory);
    }

    @Test
    void whatIsSeenWhileItLearnsIsUsualAndTheRuleSaysHowLongItLearns() {
        watched.traffic.egress("web", "203.0.113.10");
        watched.look();
        assertThat(watched.firing(RULE)).isEmpty();
        assertThat(watched.alerts.status(RULE).orElseThrow().notes())
                .singleElement()
                .asString()
                .startsWith("Learns until 2026-01-02T00:00:00Z");
        assertThat(watched.memory.destinations().list())
                .containsExactly(new Baseline(WEB, null, List.of("203.0.113.10")));
    }

    @Test
    void aNewDestinationIsAnAlertAndItsQuestionAnswersWithExactlyThatTraffic() {
        watched.traffic.egress("web", "203.0.113.10");
        watched.learn();
        watched.traffic.egress("web", "203.0.113.10");
        watched.traffic.egress("web", "203.0.113.66");
        watched.look();

        Alert alert = watched.firing(RULE).getFirst();
        assertThat(alert.subject()).isEqualTo(WEB);
        assertThat(alert.summary()).contains("203.0.113.66").doesNotContain("203.0.113.10");
        assertThat(alert.measure()).isEqualTo(new Measure(1, 1, 1.0, "new destinations"));
        assertThat(watched.evidence(alert))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.record().connection().destination()).hasToString("203.0.113.66"));
        assertThat(watched.alerts.status(RULE).orElseThrow().notes()).isEmpty();
    }

    @Test
    void anAttemptThatIsDeniedCountsToo() {
        watched.learn();
        watched.traffic.egress("web", "2001:db8::10", Verdict.DENIED);
        watched.look();
        assertThat(watched.firing(RULE)).hasSize(1);
    }

    @Test
    void nodesAndPrivateAddressesAreNotTheInternet() {
        watched.learn();
        watched.traffic.egressToNode("web", "198.51.100.12");
        List.of("10.1.2.3", "172.16.0.9", "192.168.1.1", "100.64.0.1", "169.254.169.254", "fd00::7", "fe80::1")
                .forEach(address -> watched.traffic.egress("web", address));
        watched.look();
        assertThat(watched.of(RULE)).isEmpty();
    }

    @Test
    void aServerThatIsKilledForgetsNothingAndFiresNothingTwice() {
        watched.traffic.egress("web", "203.0.113.10");
        watched.learn();
        watched.traffic.egress("web", "203.0.113.66");
        watched.look();
        Alert before = watched.firing(RULE).getFirst();

        watched.killAndStart();
        watched.traffic.egress("web", "203.0.113.10");
        watched.traffic.egress("web", "203.0.113.66");
        watched.look();

        assertThat(watched.firing(RULE)).singleElement().satisfies(after -> {
            assertThat(after.since()).isEqualTo(before.since());
            assertThat(after.summary()).isEqualTo(before.summary());
        });
    }

    @Test
    void whatHappenedWhileTheServerWasAwayIsSeenWhenItIsBack() {
        watched.learn();
        watched.clock.pass(Duration.ofMinutes(10));
        watched.traffic.egress("web", "203.0.113.66");
        watched.clock.pass(Duration.ofHours(3));
        watched.killAndStart();
        watched.look();
        assertThat(watched.firing(RULE))
                .singleElement()
                .satisfies(alert -> assertThat(watched.evidence(alert)).hasSize(1));
    }

    @Test
    void itIsOverWhenNothingNewHasComeForAWhileAndDoesNotComeAgain() {
        watched.learn();
        watched.traffic.egress("web", "203.0.113.66");
        watched.look();
        watched.lookFor(Duration.ofMinutes(63));
        assertThat(watched.firing(RULE)).isEmpty();
        assertThat(watched.of(RULE)).hasSize(1);

        watched.traffic.egress("web", "203.0.113.66");
        watched.look();
        assertThat(watched.firing(RULE)).isEmpty();
    }

    @Test
    void aWorkloadWithVeryManyDestinationsIsNotWatchedAnyMoreAndTheRuleSaysSo() {
        for (int i = 0; i < Destinations.MOST_OF_ONE; i++) {
            watched.traffic.egress("crawler", "203.0.113." + i);
        }
        watched.learn();
        watched.traffic.egress("crawler", "198.51.100.9");
        watched.look();
        assertThat(watched.firing(RULE)).isEmpty();
        assertThat(watched.alerts.status(RULE).orElseThrow().notes())
                .singleElement()
                .asString()
                .contains("Not watched any more", "shop/crawler");
    }

    @Test
    void whatAPersonDeclaresUsualIsNotNewAndThatIsNoted() {
        watched.learn();
        watched.alerts.learn(RULE, new Baseline(WEB, null, List.of("203.0.113.66")), "alice");
        watched.traffic.egress("web", "203.0.113.66");
        watched.look();
        assertThat(watched.firing(RULE)).isEmpty();
        assertThat(watched.settings.changes().getFirst().who()).isEqualTo("alice");
        assertThat(watched.settings.changes().getFirst().what()).contains("first-seen-egress", "shop/web");
    }
}
