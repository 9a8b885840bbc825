package dev.weir.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.AlertState;
import dev.weir.alert.Alerts;
import dev.weir.alert.RuleSettings;
import dev.weir.alert.testing.FakeReceiver;
import java.time.Duration;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** The shop at noon, with a threshold so low that rogue's denied packets are a spike. */
@DirtiesContext
class AlertPagesTests extends PageTests {
    @Autowired
    Alerts alerts;

    @Autowired
    AlertSettings settings;

    @Autowired
    FakeReceiver receiver;

    @BeforeEach
    void nothingIsWatched() {
        for (AlertRule rule : AlertRule.values()) {
            RuleSettings defaults = rule.defaults();
            settings.change(
                    rule,
                    new RuleSettings(false, defaults.threshold(), defaults.window(), 5, defaults.learning()),
                    "test");
        }
        alerts.look();
    }

    private Alerts.Entry scan() {
        settings.change(AlertRule.SCAN, new RuleSettings(true, 1, Duration.ofMinutes(5), 0, Duration.ZERO), "test");
        alerts.look();
        return alerts.list().stream()
                .filter(entry -> entry.alert().rule() == AlertRule.SCAN
                        && entry.alert().subject().name().equals("rogue"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whenThereIsNoneItSaysWhatIsWatchedAndSinceWhen() {
        assertThat(browser.page("/alerts").select("#alerts").text())
                .contains("Nothing is unusual.", "Every rule is switched off");
        scan();
        assertThat(browser.page("/alerts?state=resolved").select("#alerts").text())
                .contains("Watched since 2026-03-01 12:00:00 UTC: Scan.");
    }

    @Test
    void anAlertSaysWhatWhoSinceWhenAndHasTheRecordsThatShowIt() {
        Alerts.Entry scan = scan();
        Element row = requireNonNull(browser.page("/alerts")
                .select("tr[id=" + scan.alert().id() + "]")
                .first());
        assertThat(row.text())
                .contains("firing", "critical", "Scan", "shop/rogue", "1 denied targets", "threshold 1")
                .contains("2026-03-01 12:00:00");
        // A servlet container reads + as a space, which MockMvc does not.
        Document logs =
                browser.page(row.select("a:contains(Records)").attr("href").replace("+", "%20"));
        assertThat(logs.select("#records-heading").text()).startsWith("1 record");
    }

    @Test
    void theNavigationCountsWhatFires() {
        scan();
        long firing = alerts.count(AlertState.FIRING);
        assertThat(firing).isPositive();
        assertThat(browser.page("/nodes").select(".nav-count").text()).isEqualTo(firing + "" + firing + " firing");
    }

    @Test
    void withNothingFiringTheNavigationCountsNothing() {
        assertThat(browser.page("/nodes").select(".nav-count")).isEmpty();
    }

    @Test
    void itIsSnoozedWithOneButtonAndExpectedWithAReason() {
        String id = scan().alert().id();
        assertThat(browser.post("/alerts/" + id + "/snooze", "length", "1h").getStatus())
                .isEqualTo(302);
        assertThat(browser.page("/alerts/" + id).text())
                .contains("snoozed", "Snoozed by admin until 2026-03-01 13:00:00");

        browser.post("/alerts/" + id + "/expected", "length", "30d", "why", "a <b>test</b>");
        assertThat(browser.page("/alerts?state=expected").text())
                .contains("Expected, says admin, until 2026-03-31 12:00:00 UTC: a <b>test</b>");
        browser.post("/alerts/" + id + "/unmute");
        assertThat(browser.page("/alerts/" + id).text()).contains("firing");
    }

    @Test
    void expectedWithoutAReasonChangesNothing() {
        String id = scan().alert().id();
        browser.post("/alerts/" + id + "/expected", "length", "30d", "why", " ");
        assertThat(alerts.find(id).orElseThrow().state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void thresholdsAreReadAndChangedOnThePageOfTheirRule() {
        Document page = browser.page("/alerts/rules/denied-spike");
        assertThat(page.select("#threshold").val()).isEqualTo("20");
        assertThat(page.select("#window").val()).isEqualTo("1m");
        assertThat(page.select("#factor").val()).isEqualTo("5");
        assertThat(page.select("#learning")).isEmpty();

        browser.post("/alerts/rules/denied-spike", "on", "1", "threshold", "7", "window", "90s", "factor", "2.5");
        assertThat(settings.of(AlertRule.DENIED_SPIKE))
                .isEqualTo(new RuleSettings(true, 7, Duration.ofSeconds(90), 2.5, Duration.ZERO));
        assertThat(browser.page("/alerts").select("#rules").text())
                .contains("at least 7 denied packets/s, 2.5 times the baseline, in 90s");
        assertThat(browser.page("/alerts").select("details").text()).contains("admin", "denied-spike: on, threshold 7");
    }

    @Test
    void whatCannotBeReadChangesNothing() {
        RuleSettings before = settings.of(AlertRule.SCAN);
        browser.post("/alerts/rules/scan", "on", "1", "threshold", "many", "window", "5m");
        browser.post("/alerts/rules/scan", "on", "1", "threshold", "5", "window", "soon");
        browser.post("/alerts/rules/scan", "on", "1", "threshold", "5", "window", "3d");
        assertThat(settings.of(AlertRule.SCAN)).isEqualTo(before);
    }

    @Test
    void whatIsUsualIsReadChangedAndForgotten() {
        String baseline = "/alerts/rules/first-seen-egress/baseline";
        browser.post(baseline, "namespace", "shop", "name", "web", "usual", "203.0.113.10, 2001:db8::10");
        Document page = browser.page("/alerts/rules/first-seen-egress");
        assertThat(page.select("#baseline input[name=usual]").val()).contains("203.0.113.10", "2001:db8::10");
        assertThat(page.select("#baseline form").eachAttr("action")).containsExactly(baseline, baseline + "/delete");

        browser.post(baseline, "namespace", "shop", "name", "web", "usual", "not an address");
        assertThat(browser.page("/alerts/rules/first-seen-egress").text()).contains("shop/web");
        browser.post(baseline + "/delete", "namespace", "shop", "name", "web");
        assertThat(browser.page("/alerts/rules/first-seen-egress")
                        .select("#baseline")
                        .text())
                .contains("Nothing has been learned yet.");
    }

    @Test
    void forHowLongAPolicyIsUsuallyQuietIsReadAndChanged() {
        settings.change(AlertRule.POLICY_STOPPED, AlertRule.POLICY_STOPPED.defaults(), "test");
        alerts.look();
        Document page = browser.page("/alerts/rules/policy-stopped");
        assertThat(page.select("#learning").val()).isEqualTo("1d");
        assertThat(page.select("#threshold")).isEmpty();
        assertThat(page.select("form label").eachText())
                .contains("So many times the baseline", "After the first connection of a policy, learn for");
        assertThat(page.select("#baseline thead").text()).startsWith("Policy longest seconds without a connection");
        assertThat(page.select("#baseline tbody th").eachText()).contains("shop/web-in");

        String baseline = "/alerts/rules/policy-stopped/baseline";
        browser.post(baseline, "namespace", "shop", "name", "web-in", "usual", "600");
        assertThat(browser.page("/alerts/rules/policy-stopped")
                        .select("#baseline tr:contains(shop/web-in) input[name=usual]")
                        .val())
                .isEqualTo("600");
        browser.post(baseline + "/delete", "namespace", "shop", "name", "web-in");
        assertThat(browser.page("/alerts/rules/policy-stopped")
                        .select("#baseline")
                        .text())
                .doesNotContain("shop/web-in");
    }

    @Test
    void theWebhookIsSavedAndTestedAndItsSecretIsNotShown() {
        browser.post(
                "/alerts/webhook",
                "url",
                "http://alertmanager:9093/api/v2/alerts",
                "headerName",
                "Authorization",
                "headerValue",
                "Bearer s3cret");
        Document page = browser.page("/alerts");
        assertThat(page.select("#url").val()).isEqualTo("http://alertmanager:9093/api/v2/alerts");
        assertThat(page.select("#headerValue").attr("placeholder")).isEqualTo("kept, not shown");
        assertThat(page.html()).doesNotContain("s3cret");

        browser.post("/alerts/webhook/test");
        assertThat(receiver.taken()).anyMatch(notice -> notice.test());
        browser.post("/alerts/webhook/delete");
        assertThat(browser.page("/alerts").select("button:contains(Send a test)"))
                .isEmpty();
        assertThat(browser.post("/alerts/webhook/test").getStatus()).isEqualTo(404);
    }

    @Test
    void asAFragmentItIsTheList() {
        scan();
        Document fragment = browser.fragment("/alerts");
        assertThat(fragment.select("#alerts tbody tr")).isNotEmpty();
        assertThat(fragment.select("h1")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(browser.get("/alerts/none").getStatus()).isEqualTo(404);
        assertThat(browser.get("/alerts/rules/none").getStatus()).isEqualTo(404);
        assertThat(browser.post("/alerts/none/snooze").getStatus()).isEqualTo(404);
    }
}
