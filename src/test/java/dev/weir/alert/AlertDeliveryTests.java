package dev.weir.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver is told, and when. */
class AlertDeliveryTests {
    @TempDir
    Path directory;

    private final List<List<Notice>> told = new ArrayList<>();
    private WatchedCluster watched;
    private AlertDelivery delivery;

    @BeforeEach
    void watch() {
        watched = new WatchedCluster(directory);
        watched.settings.change(new Webhook("http://alertmanager:9093/api/v2/alerts", "", "", ""), "alice");
        delivery = new AlertDelivery(
                watched.alerts,
                watched.settings,
                (webhook, notices, patiently) -> {
                    told.add(notices);
                    return new Delivery(watched.clock.instant(), true, "HTTP 200");
                },
                watched.clock);
    }

    private void lookAndTell() {
        watched.look();
        delivery.deliver();
    }

    private void spike() {
        watched.traffic.denied("rogue", "cart", 6379, 5000);
        lookAndTell();
    }

    @Test
    void nothingIsSentWhileNothingFires() {
        lookAndTell();
        assertThat(told).isEmpty();
        assertThat(delivery.last()).isEmpty();
    }

    @Test
    void whatFiresIsToldAtOnceAndThenEveryMinuteAsLastingLongerThanThat() {
        spike();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst())
                .singleElement()
                .satisfies(notice -> assertThat(notice.endsAt())
                        .isEqualTo(watched.clock.instant().plus(Duration.ofMinutes(4))));
        for (int i = 0; i < 4; i++) {
            lookAndTell();
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void whatIsOverIsToldAsEnded() {
        spike();
        for (int i = 0; i < 12; i++) {
            lookAndTell();
        }
        assertThat(watched.alerts.count(AlertState.FIRING)).isZero();
        assertThat(told.getLast())
                .singleElement()
                .satisfies(notice -> assertThat(notice.endsAt()).isBefore(watched.clock.instant()));
    }

    @Test
    void whatIsSnoozedIsToldAsEndedAtTheNextOccasion() {
        spike();
        String id = watched.firing(AlertRule.DENIED_SPIKE).getFirst().id();
        watched.alerts.snooze(id, Duration.ofHours(1), "", "alice");
        lookAndTell();
        assertThat(told.getLast())
                .singleElement()
                .satisfies(notice -> assertThat(notice.endsAt()).isBefore(watched.clock.instant()));
    }

    @Test
    void aTestSaysThatItIsOneAndIsOverAtOnce() {
        delivery.test(watched.settings.webhook().orElseThrow());
        assertThat(told.getFirst()).singleElement().satisfies(notice -> {
            assertThat(notice.test()).isTrue();
            assertThat(notice.endsAt()).isEqualTo(watched.clock.instant());
        });
    }

    @Test
    void withoutAWebhookNobodyIsTold() {
        watched.settings.removeWebhook("alice");
        spike();
        assertThat(told).isEmpty();
    }
}
