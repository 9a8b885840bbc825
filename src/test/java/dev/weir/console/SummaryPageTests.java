package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.nodes.NodeStatus;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class SummaryPageTests extends PageTests {

    @Test
    void saysWhatShareOfPodsIsProtectedInEachDirection() {
        Document page = browser.page("/");
        assertThat(page.select("#cards .stat .figure").eachText()).startsWith("78 %", "22 %");
        assertThat(page.select("#cards").text()).contains("7 of 9 pods").contains("One pod on the host network");
    }

    @Test
    void listsNamespacesAndFoldsThoseOfTheSystem() {
        assertThat(browser.page("/").select("tbody th").eachText()).containsExactly("monitoring", "payments", "shop");
        assertThat(browser.page("/?system=show").select("tbody th").eachText()).contains("kube-system");
    }

    @Test
    void countsDenialsPerNamespaceAndLinksToTheirRecords() {
        Document page = browser.page("/");
        assertThat(page.select("tr:has(th:contains(shop)) td[data-label^=Denies] a")
                        .attr("href"))
                .startsWith("/logs?q=");
        assertThat(page.select("tr:has(th:contains(shop)) svg[role=img]").attr("aria-label"))
                .contains("in 24 hours");
    }

    @Test
    void namesWhatNeedsAttention() {
        assertThat(browser.page("/").select(".attention li").eachText())
                .anyMatch(text -> text.contains("old-frontend selects no pod"))
                .anyMatch(text -> text.contains("One pod in monitoring accepts connections from anyone"))
                .anyMatch(text -> text.contains("verdict_map on weir-node-1"));
    }

    @Test
    void denialsAreCountedAlsoWhenLoggingIsOff() {
        browser.become(ShopCluster.contents(List.of(), LoggingConfig.ABSENT));
        Document page = browser.page("/");
        assertThat(page.select("tr:has(th:contains(shop)) td[data-label^=Denies]")
                        .text())
                .isEqualTo("14");
        assertThat(page.select("#cards .stat .figure").eachText()).endsWith("2", "14");
        assertThat(page.select(".attention").text()).contains("Denied connections are not logged");
    }

    @Test
    void saysWhatTheCountsMiss() {
        browser.nodes()
                .set(ShopNodes.node("weir-node-2", new NodeStatus.Gone(ConsoleFixture.NOON), ConsoleFixture.NOON));
        assertThat(browser.page("/").select("#cards").text()).contains("One node is away");
    }

    @Test
    void anEmptyClusterIsAPageToo() {
        browser.become(ClusterContents.EMPTY);
        assertThat(browser.get("/").getStatus()).isEqualTo(200);
    }

    @Test
    void asAFragmentItIsTheCardsAlone() {
        Document fragment = browser.fragment("/");
        assertThat(fragment.select("#cards")).hasSize(1);
        assertThat(fragment.select("h1, nav, table")).isEmpty();
    }

    @Test
    void aBannerSaysWhenWhatIsShownIsStale() {
        assertThat(browser.page("/").select("#banners .banner")).isEmpty();
        browser.cluster().mark(new Freshness.Stale(ConsoleFixture.NOON.minusSeconds(40), "connection reset by peer"));
        assertThat(browser.page("/").select("#banners .banner.error").text())
                .contains("broke 40 s ago")
                .doesNotContain("connection reset");
    }

    @Test
    void aBannerAndTheLightSayWhenANodeIsBehind() {
        browser.nodes()
                .set(ShopNodes.node(
                        "weir-node-2",
                        new NodeStatus.Failed(48_212, "verdict_map is full.", "Raise its limit.", ConsoleFixture.NOON),
                        ConsoleFixture.NOON));
        Document page = browser.page("/");
        assertThat(page.select("#banners .banner.warning").text())
                .contains("1 of 2 nodes does not enforce", "verdict_map is full.", "Raise its limit.");
        assertThat(page.select("#live.degraded").text()).contains("1/2 nodes");
    }
}
