package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.NodeName;
import dev.weir.forecast.RateBook;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.NamespaceCount;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.Series;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class NamespaceAndLoggingPageTests extends PageTests {
    @Autowired
    RateBook rates;

    @Test
    void podsAreGroupedByWorkloadWithThePoliciesThatIsolateThem() {
        Document page = browser.page("/ns/shop");
        assertThat(page.select("tr:has(th:contains(redis-cart))").text())
                .contains("isolated", "default-deny, redis-cart-allow-cart", "open: reaches anything");
        assertThat(page.select("tr:has(th:contains(web)) summary").text()).isEqualTo("2 pods");
    }

    @Test
    void hostNetworkPodsAreNotEnforceable() {
        assertThat(browser.page("/ns/monitoring")
                        .select("tr:has(th:contains(node-exporter))")
                        .text())
                .contains("not enforceable", "host network");
    }

    @Test
    void anUnknownNamespaceIsAPageThatSaysSo() {
        assertThat(browser.get("/ns/nope").getStatus()).isEqualTo(404);
    }

    @Test
    void theDenyAnnotationIsToggledFromBothPages() {
        assertThat(browser.post("/ns/payments/deny-logging", "on", "true").getRedirectedUrl())
                .isEqualTo("/ns/payments");
        assertThat(paymentsAsksForDenials()).isTrue();
        assertThat(browser.post("/ns/payments/deny-logging", "on", "false", "back", "logging")
                        .getRedirectedUrl())
                .isEqualTo("/logging");
        assertThat(paymentsAsksForDenials()).isFalse();
    }

    @Test
    void theSwitchesShowWhatTheObjectSaysAndTheCommandThatSaysTheSame() {
        Document page = browser.page("/logging");
        assertThat(page.select("form[action=/logging] input[checked]").eachAttr("id"))
                .containsExactly("deny-all", "allow-annotated");
        assertThat(page.select("code").text()).contains("kubectl patch networklogging default");
    }

    @Test
    void savingWritesTheObject() {
        assertThat(browser.post("/logging", "allow", "all", "deny", "off").getRedirectedUrl())
                .isEqualTo("/logging");
        assertThat(browser.cluster().current().logging().allow()).isEqualTo(new Switch(true, false));
        assertThat(browser.cluster().current().logging().deny()).isEqualTo(Switch.OFF);
    }

    @Test
    void theFourthCombinationIsShownButCannotBeChosen() {
        LoggingConfig declared = new LoggingConfig(new Switch(false, true), Switch.OFF, 3, "9");
        ClusterContents shop = ShopCluster.contents();
        browser.become(new ClusterContents(
                shop.namespaces(), shop.nodes(), shop.pods(), shop.policies(), declared, LoggingConfig.ABSENT));
        Document page = browser.page("/logging");
        assertThat(page.select(".banner.error").text()).contains("delegate cannot be true when log is false");
        assertThat(page.select("input[name=allow][checked]")).isEmpty();
        assertThat(page.select("input[name=allow]").eachAttr("value")).containsExactly("off", "all", "annotated");
    }

    @Test
    void theEffectiveStateCarriesItsReason() {
        Switch delegated = new Switch(true, true);
        browser.become(ShopCluster.contents(
                List.of(ShopCluster.policy(ShopCluster.POLICIES.getFirst())),
                new LoggingConfig(delegated, delegated, 1, "1")));
        Document page = browser.page("/logging");
        assertThat(page.select("tr:has(th:contains(payments))").text())
                .contains("off", "the namespace is not annotated");
        assertThat(page.select("tr:has(th:contains(shop))").text()).contains("on", "the namespace is annotated");
        assertThat(page.select("#policies tr:has(th:contains(default-deny))").text())
                .contains("annotated policies only, and this one is not");
    }

    @Test
    void whoTalksToWhomIsCountedWithALinkToTheRecords() {
        Document page = browser.page("/ns/shop");
        assertThat(page.select("#pairs tbody tr").eachText())
                .containsExactly(
                        "shop/web shop/cart source 90 0 0 show", "shop/web outside the cluster source 10 14 0 show");
        assertThat(page.select("#pairs a").getFirst().attr("href")).startsWith("/logs?q=connection.direction");
        assertThat(page.select("#pairs").text()).contains("14 packets denied at these pods in the last 24 hours");
    }

    @Test
    void aWorkloadSaysWithWhomItWasCountedTalking() {
        Document page = browser.page("/ns/shop");
        assertThat(page.select("tr:has(th:contains(web)) td[data-label=Outbound]")
                        .text())
                .contains("isolated web-in", "allow cart", "both outside the cluster");
        assertThat(page.select("tr:has(th:contains(cart)) td[data-label=Inbound]")
                        .getFirst()
                        .text())
                .contains("allow web");
    }

    @Test
    void everyPartHasAnAddressAndSaysWhichItIs() {
        for (NamespaceTab tab : NamespaceTab.values()) {
            Document page = browser.page(tab.href("shop"));
            assertThat(page.select("nav.segments a[aria-current=page]").attr("href"))
                    .isEqualTo(tab.href("shop"));
            assertThat(page.select("nav.segments a")).hasSize(5);
        }
    }

    @Test
    void thePoliciesOfTheNamespaceAreListedAndNoOthers() {
        Document page = browser.page("/ns/shop?tab=policies");
        assertThat(page.select("#policies tbody th a:not(.sub)").eachText())
                .containsExactly("default-deny", "old-frontend", "redis-cart-allow-cart", "web-in");
    }

    private static String square(Document page, String source, String destination) {
        int column = page.select("table.matrix thead th").eachText().indexOf(destination);
        return page.select("table.matrix tbody tr").stream()
                .filter(row -> row.select("th").text().equals(source))
                .map(row -> row.child(column).text())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theMatrixSaysWhoMayAndWhoDid() {
        Document page = browser.page("/ns/shop?tab=matrix");
        assertThat(square(page, "cart", "redis-cart")).isEqualTo("allow");
        assertThat(square(page, "rogue", "redis-cart")).isEqualTo("deny");
        assertThat(square(page, "rogue", "web")).isEqualTo("may");
        assertThat(square(page, "rogue", "cart")).isEmpty();
        // Counted within the time; default-deny isolates the cart, and nothing admits there.
        assertThat(square(page, "web", "cart")).isEqualTo("no more");
        assertThat(square(page, "payments", "web")).isEqualTo("may");
    }

    @Test
    void aSquareLeadsToBothVerdicts() {
        Document page = browser.page("/ns/shop?tab=matrix");
        Element square =
                page.select("table.matrix a[aria-label^=cart → redis-cart]").first();
        assertThat(Objects.requireNonNull(square).attr("aria-label"))
                .isEqualTo("cart → redis-cart: policies admit TCP 6379; allow");
        assertThat(square.attr("href")).isEqualTo("/reach?to=shop%2Fredis-cart&from=shop%2Fcart");
    }

    @Test
    void aDenialLeadsToWhyAndToTheRuleThatWouldAdmitIt() {
        Document page = browser.page("/ns/shop?tab=denials");
        assertThat(page.select("#denials-heading").text()).endsWith("in the last 24 hours");
        Elements row = page.select("tbody tr:has(th:contains(shop/rogue))");
        assertThat(row.text()).contains("shop/redis-cart", "TCP 6379", "60 s ago", "default-deny");
        String why = row.select("a:contains(Why)").attr("href");
        assertThat(why).startsWith("/logs/");
        assertThat(row.select("a:contains(Propose)").attr("href")).isEqualTo(why + "/proposal");
        assertThat(browser.get(why).getStatus()).isEqualTo(200);
        assertThat(browser.get(why + "/proposal").getStatus()).isEqualTo(200);
    }

    @Test
    void whatChangedIsToldAndLeadsToTheHistory() {
        Document page = browser.page("/ns/shop?tab=changes");
        assertThat(page.select("tr:has(th:contains(web-in))").text()).contains("2026-02-28 12:00:00", "written");
        assertThat(page.select("main a:contains(History)").attr("href")).isEqualTo("/history?ns=shop");
    }

    /** Half a minute in which the web pods opened so many connections that a policy admitted. */
    private void halfAMinute(long connections) {
        NodeProgress before = Objects.requireNonNull(browser.nodes().node(new NodeName("weir-node-1")));
        NodeReport report = Objects.requireNonNull(before.report());
        rates.look();
        Instant since = Objects.requireNonNull(report.counts().since());
        NodeCounts update = new NodeCounts(
                false,
                since,
                List.of(new PolicyCount(
                        ShopCounts.WEB_IN,
                        Direction.EGRESS,
                        new Tally(50 + connections, 7, null, null),
                        1,
                        since,
                        List.of())),
                List.of(new NamespaceCount(
                        "shop",
                        Direction.EGRESS,
                        new Tally(50 + connections, 7, null, null),
                        Series.EMPTY,
                        Series.EMPTY)),
                List.of(),
                List.of(),
                0,
                0,
                0,
                0);
        browser.nodes().report("weir-node-1", update, ConsoleFixture.NOON.plusSeconds(29));
        rates.look();
    }

    @Test
    void theForecastSaysWhatOtherSwitchesWouldRecordAndWhatWouldBeTooMuch() {
        halfAMinute(18_000);
        Document few = browser.page("/logging?allow=annotated&deny=off");
        assertThat(few.select("#forecast [role=status]").text()).startsWith("About 0.0 records a second");
        Document all = browser.page("/logging?allow=all&deny=off");
        assertThat(all.select("#forecast").text())
                .contains(
                        "About 600 records a second", "About 100 a second would be withheld", "more than 500 a second");
        assertThat(all.select("#forecast tr:has(th:contains(shop)) td")
                        .getFirst()
                        .text())
                .isEqualTo("600");
        assertThat(all.select("#forecast p:contains(Leave out) a").text()).isEqualTo("shop/web-in");
        assertThat(all.select("#forecast-allow option[selected]").attr("value")).isEqualTo("all");
    }

    private boolean paymentsAsksForDenials() {
        return Objects.requireNonNull(browser.cluster().current().namespace("payments"))
                .wantsDenyLogging();
    }
}
