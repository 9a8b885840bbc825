package dev.weir.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spikes and scans. */
class DenialAlertTests {
    private static final AlertSubject CART = AlertSubject.workload("shop", "cart");

    @TempDir
    Path directory;

    private WatchedCluster watched;

    @BeforeEach
    void watch() {
        watched = new WatchedCluster(directory);
    }

    @Test
    void manyDeniedPacketsAtAWorkloadAreASpikeThatNamesTheSources() {
        watched.look();
        watched.traffic.denied("rogue", "cart", 6379, 1500);
        watched.traffic.denied("other", "cart", 6379, 300);
        watched.look();

        Alert alert = watched.firing(AlertRule.DENIED_SPIKE).getFirst();
        assertThat(alert.subject()).isEqualTo(CART);
        assertThat(alert.summary())
                .isEqualTo(
                        "30 packets a second are denied at shop/cart, usually 0.0; from 2 sources, most of them from default/rogue.");
        assertThat(alert.measure().value()).isEqualTo(30);
        assertThat(watched.evidence(alert)).hasSize(2);
    }

    @Test
    void fewDeniedPacketsAreNoSpike() {
        watched.traffic.denied("rogue", "cart", 6379, 1199);
        watched.look();
        assertThat(watched.of(AlertRule.DENIED_SPIKE)).isEmpty();
    }

    @Test
    void whatIsUsualIsNoSpike() {
        watched.alerts.learn(AlertRule.DENIED_SPIKE, new Baseline(CART, 10.0, List.of()), "alice");
        watched.traffic.denied("rogue", "cart", 6379, 49 * 60);
        watched.look();
        assertThat(watched.of(AlertRule.DENIED_SPIKE)).isEmpty();

        watched.traffic.denied("rogue", "cart", 6379, 2 * 60);
        watched.look();
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).hasSize(1);
    }

    @Test
    void anAttackDoesNotBecomeUsualWhileItLasts() {
        watched.look();
        for (int i = 0; i < 40; i++) {
            watched.traffic.denied("rogue", "cart", 6379, 1500);
            watched.look();
        }
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).hasSize(1);
    }

    @Test
    void whatGoesOnForADayIsUsual() {
        for (int i = 0; i < 24 * 12; i++) {
            watched.clock.pass(Duration.ofMinutes(4).plusSeconds(45));
            watched.traffic.denied("noisy", "cart", 6379, 1500);
            watched.look();
        }
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).isEmpty();
        assertThat(watched.memory.denials().rate(CART)).isBetween(10.0, 25.0);
    }

    @Test
    void aSpikeIsOverByItselfAndTheNextOneIsAnother() {
        watched.traffic.denied("rogue", "cart", 6379, 5000);
        watched.look();
        Alert first = watched.firing(AlertRule.DENIED_SPIKE).getFirst();
        watched.lookFor(Duration.ofMinutes(3));
        assertThat(watched.of(AlertRule.DENIED_SPIKE)).singleElement().satisfies(alert -> {
            assertThat(alert.over()).isTrue();
            assertThat(alert.lastSeen()).isBefore(watched.clock.instant().minusSeconds(60));
        });

        watched.traffic.denied("rogue", "cart", 6379, 5000);
        watched.look();
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).singleElement().satisfies(again -> {
            assertThat(again.id()).isEqualTo(first.id());
            assertThat(again.since()).isAfter(first.since());
        });
    }

    @Test
    void onePodThatIsDeniedAtManyPortsScans() {
        for (int port = 1; port <= 10; port++) {
            watched.traffic.denied("rogue", "cart", port, 1);
        }
        watched.look();
        Alert alert = watched.firing(AlertRule.SCAN).getFirst();
        assertThat(alert.subject()).isEqualTo(AlertSubject.workload("default", "rogue"));
        assertThat(alert.summary()).isEqualTo("default/rogue was denied at 10 targets: 1 pod or address, 10 ports.");
        assertThat(watched.evidence(alert)).hasSize(10);
    }

    @Test
    void onePodThatIsDeniedAtManyPodsScans() {
        for (int pod = 1; pod <= 10; pod++) {
            watched.traffic.denied("rogue", "app" + pod, 22, 1);
        }
        watched.look();
        assertThat(watched.firing(AlertRule.SCAN)).hasSize(1);
    }

    @Test
    void whoIsDeniedAtTheSameTargetAgainAndAgainDoesNotScan() {
        for (int i = 0; i < 200; i++) {
            watched.traffic.denied("rogue", "cart", 6379, 1);
            watched.traffic.denied("rogue", "web", 80 + i % 8, 1);
        }
        watched.look();
        assertThat(watched.of(AlertRule.SCAN)).isEmpty();
    }

    @Test
    void aRuleThatIsSwitchedOffEndsItsAlerts() {
        watched.traffic.denied("rogue", "cart", 6379, 5000);
        watched.look();
        RuleSettings on = watched.settings.of(AlertRule.DENIED_SPIKE);
        watched.settings.change(
                AlertRule.DENIED_SPIKE,
                new RuleSettings(false, on.threshold(), on.window(), on.factor(), on.learning()),
                "alice");
        watched.look();
        assertThat(watched.firing(AlertRule.DENIED_SPIKE)).isEmpty();
    }
}
