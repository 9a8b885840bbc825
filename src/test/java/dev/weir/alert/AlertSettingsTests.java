package dev.weir.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSettingsTests {
    private static final String URL = "http://alertmanager:9093/api/v2/alerts";
    private static final Webhook WEBHOOK = new Webhook(URL, "Authorization", "Bearer s3cret", "");

    @TempDir
    Path directory;

    private WatchedCluster watched;

    @BeforeEach
    void watch() {
        watched = new WatchedCluster(directory);
    }

    private Alert spike() {
        watched.traffic.denied("rogue", "cart", 6379, 5000);
        watched.look();
        return watched.firing(AlertRule.DENIED_SPIKE).getFirst();
    }

    private AlertState state(Alert alert) {
        return watched.alerts.find(alert.id()).orElseThrow().state();
    }

    @Test
    void thresholdsStayOverARestartAndWhoChangedThemIsKnown() {
        RuleSettings wanted = new RuleSettings(true, 7, Duration.ofMinutes(2), 0, Duration.ZERO);
        watched.settings.change(AlertRule.SCAN, wanted, "alice");
        watched.killAndStart();
        assertThat(watched.settings.of(AlertRule.SCAN)).isEqualTo(wanted);
        assertThat(watched.settings.changes()).singleElement().satisfies(change -> {
            assertThat(change.who()).isEqualTo("alice");
            assertThat(change.at()).isEqualTo(watched.clock.instant());
            assertThat(change.what()).isEqualTo("scan: on, threshold 7, window PT2M");
        });
    }

    /** As an earlier version would have written it. */
    private void startWithFile(String name, String instead, String of) throws IOException {
        Path file = directory.resolve(name);
        String written = Files.readString(file);
        assertThat(written).contains(instead);
        Files.writeString(file, written.replace(instead, of));
        watched.killAndStart();
    }

    @Test
    void aSettingThatARuleHasGainedSinceItWasChangedHasItsDefault() throws IOException {
        RuleSettings wanted = new RuleSettings(true, 0, Duration.ofMinutes(7), 4, Duration.ofHours(2));
        watched.settings.change(AlertRule.POLICY_STOPPED, wanted, "alice");
        startWithFile("alerts.json", "\"factor\":4.0", "\"factor\":0.0");
        assertThat(watched.settings.of(AlertRule.POLICY_STOPPED))
                .isEqualTo(new RuleSettings(true, 0, Duration.ofMinutes(7), 3, Duration.ofHours(24)));
    }

    @Test
    void whatAnEarlierVersionKnewIsReadAlthoughItKnewLess() throws IOException {
        Alert alert = spike();
        watched.alerts.close();
        startWithFile("alerts-known.json", ",\"admissions\":{}", "");
        assertThat(watched.alerts.find(alert.id())).isPresent();
    }

    @Test
    void thresholdsThatMakeNoSenseAreRefused() {
        for (RuleSettings wrong : List.of(
                new RuleSettings(true, 0, Duration.ofMinutes(1), 5, Duration.ZERO),
                new RuleSettings(true, 1, Duration.ofSeconds(1), 5, Duration.ZERO),
                new RuleSettings(true, 1, Duration.ofDays(2), 5, Duration.ZERO),
                new RuleSettings(true, 1, Duration.ofMinutes(1), Double.NaN, Duration.ZERO))) {
            assertThatThrownBy(() -> watched.settings.change(AlertRule.DENIED_SPIKE, wrong, "alice"))
                    .as(wrong.toString())
                    .isInstanceOf(AlertException.class);
        }
        assertThat(watched.settings.changes()).isEmpty();
    }

    @Test
    void aSnoozeEndsByItself() {
        Alert alert = spike();
        watched.alerts.snooze(alert.id(), Duration.ofMinutes(1), "", "alice");
        assertThat(state(alert)).isEqualTo(AlertState.SNOOZED);
        watched.clock.pass(Duration.ofSeconds(59));
        assertThat(state(alert)).isEqualTo(AlertState.SNOOZED);
        watched.clock.pass(Duration.ofSeconds(1));
        assertThat(state(alert)).isEqualTo(AlertState.FIRING);
    }

    @Test
    void whatIsExpectedStaysSoWhenItComesAgainAndOverARestart() {
        Alert alert = spike();
        watched.alerts.expect(
                alert.id(), watched.clock.instant().plus(Duration.ofDays(30)), "a load test, every night", "alice");
        watched.lookFor(Duration.ofMinutes(5));
        assertThat(state(alert)).isEqualTo(AlertState.RESOLVED);

        watched.killAndStart();
        Alerts.Entry again = watched.alerts.find(spike().id()).orElseThrow();
        assertThat(again.state()).isEqualTo(AlertState.EXPECTED);
        assertThat(again.mute()).satisfies(mute -> {
            assertThat(mute.who()).isEqualTo("alice");
            assertThat(mute.why()).isEqualTo("a load test, every night");
        });
        watched.alerts.unmute(alert.id(), "bob");
        assertThat(state(alert)).isEqualTo(AlertState.FIRING);
    }

    @Test
    void whatIsExpectedNeedsAReasonAndAnEnd() {
        String id = spike().id();
        assertThatThrownBy(
                        () -> watched.alerts.expect(id, watched.clock.instant().plusSeconds(60), " ", "alice"))
                .hasMessage("Say why it is expected.");
        assertThatThrownBy(() -> watched.alerts.expect(id, watched.clock.instant(), "why", "alice"))
                .hasMessage("It ends after now, and within a year.");
        assertThat(watched.alerts.expect("none", watched.clock.instant().plusSeconds(60), "why", "alice"))
                .isEmpty();
    }

    @Test
    void theSecretIsInAFileThatOnlyTheServerReadsAndInNoText() throws IOException {
        watched.settings.change(WEBHOOK, "alice");
        assertThat(Files.getPosixFilePermissions(directory.resolve("alerts.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(watched.settings.webhook().orElseThrow().toString()).doesNotContain("s3cret");
        assertThat(watched.settings.changes().toString()).contains(URL).doesNotContain("s3cret");
    }

    @Test
    void aSecretThatIsNotGivenAgainStaysWithItsServerAndGoesToNoOther() {
        watched.settings.change(WEBHOOK, "alice");
        watched.settings.change(new Webhook(URL + "?tenant=a", "Authorization", "", "http://console"), "alice");
        assertThat(watched.settings.webhook().orElseThrow().headerValue()).isEqualTo("Bearer s3cret");

        assertThatThrownBy(() -> watched.settings.change(
                        new Webhook("http://elsewhere:9093/api/v2/alerts", "Authorization", "", ""), "mallory"))
                .hasMessageContaining("enter the header’s value again");
        assertThat(watched.settings.webhook().orElseThrow().url()).startsWith(URL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alertmanager",
                "file:///etc/passwd",
                "ftp://host/",
                "http://user:pass@host/",
                "http:///x",
                "http://a b/"
            })
    void onlyTheWebIsAnAddress(String url) {
        assertThatThrownBy(() -> watched.settings.change(new Webhook(url, "", "", ""), "alice"))
                .isInstanceOf(AlertException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "X Y", "X:Y", "X\r\nY"})
    void aHeaderIsAWordThatIsNotTheConnections(String name) {
        assertThatThrownBy(() -> watched.settings.change(new Webhook(URL, name, "value", ""), "alice"))
                .isInstanceOf(AlertException.class);
    }

    @Test
    void aHeaderValueIsOneLine() {
        assertThatThrownBy(() -> watched.settings.change(new Webhook(URL, "X-Key", "a\r\nX-Other: b", ""), "alice"))
                .isInstanceOf(AlertException.class);
    }

    @Test
    void theJournalSaysWhatWasSetBeforeAndAfterAndNoSecretOfTheReceiver() {
        List<String> lines = new ArrayList<>();
        AlertSettings settings = new AlertSettings(
                "",
                (subject, before, after) -> lines.add(subject + " [" + before + "] [" + after + "]"),
                watched.clock);
        settings.change(AlertRule.SCAN, new RuleSettings(true, 7, Duration.ofMinutes(2), 0, Duration.ZERO), "alice");
        settings.change(
                new Webhook("https://hooks.example:8443/T0/s3cret", "Authorization", "Bearer s3cret", ""), "alice");
        settings.removeWebhook("alice");
        assertThat(lines.getFirst())
                .startsWith("Alerts scan [on, threshold")
                .endsWith("[on, threshold 7, window PT2M]");
        assertThat(lines.get(1)).isEqualTo("Alerts webhook [] [server: hooks.example:8443\nheader: Authorization\n]");
        assertThat(lines.get(2)).endsWith("\n] []");
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("s3cret"));
    }
}
