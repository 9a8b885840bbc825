package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class NamespaceAndLoggingPageTests extends PageTests {

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

    private boolean paymentsAsksForDenials() {
        return Objects.requireNonNull(browser.cluster().current().namespace("payments"))
                .wantsDenyLogging();
    }
}
