package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

class FlowsPageTests extends PageTests {

    private static Element row(Document page, String source, String destination) {
        return page.select("table.data tbody tr").stream()
                .filter(row -> row.select("th").text().equals(source)
                        && row.select("td").getFirst().text().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPairSaysItsPortsItsVerdictsWhatGuardsItAndWhen() {
        Document page = browser.page("/flows");
        Element allowed = row(page, "shop/cart", "shop/redis-cart");
        assertThat(allowed.text())
                .contains("TCP 6379", "allow 1", "guarded", "default-deny, redis-cart-allow-cart", "10 min ago");
        Element denied = row(page, "shop/rogue", "shop/redis-cart");
        assertThat(denied.text()).contains("TCP 6379", "deny", "60 s ago");
    }

    @Test
    void countsTellOfPairsOfWhichNoRecordDoes() {
        Element row = row(browser.page("/flows"), "shop/web", "shop/cart");
        // Both nodes of the shop have counted the same.
        assertThat(row.text()).contains("0 90 counted since 2026-03-01 09:00:00", "seen before", "90 s ago");
        assertThat(row(browser.page("/flows"), "shop/web", "outside the cluster")
                        .text())
                .contains("TCP 443", "14 counted since");
    }

    @Test
    void aRowLeadsToItsRecords() {
        String address = row(browser.page("/flows"), "shop/rogue", "shop/redis-cart")
                .select("a:contains(show)")
                .attr("href");
        Document logs = browser.page(address.replace("+", "%20")); // MockMvc takes a plus for a plus.
        assertThat(address).startsWith("/logs?q=");
        assertThat(logs.select("#result").text()).contains("1 record", "rogue");
    }

    @Test
    void onlyWhatIsAskedForIsShown() {
        assertThat(browser.page("/flows?show=denied")
                        .select("table.data tbody th")
                        .eachText())
                .containsExactlyInAnyOrder("shop/rogue", "shop/web");
        assertThat(browser.page("/flows?ns=payments&show=denied").text()).contains("No pair is so.");
        assertThat(browser.page("/flows?limit=1").text()).contains("One pair", "3 more pairs are not shown");
    }

    @Test
    void namespacesAreAddedUp() {
        Document page = browser.page("/flows?scope=namespace");
        assertThat(page.select("table.data tbody th").eachText()).containsExactlyInAnyOrder("shop", "shop");
        assertThat(row(page, "shop", "shop").text()).contains("TCP 6379", "allow", "deny");
    }

    @Test
    void theMapIsOfExactlyTheRowsAndAlwaysTheSame() {
        Document page = browser.page("/flows?view=map");
        Elements pairs = page.select("svg.pair-map a.pair");
        assertThat(pairs).hasSameSizeAs(page.select("table.data tbody tr"));
        assertThat(pairs.eachAttr("href"))
                .containsExactlyElementsOf(
                        page.select("table.data tbody a:contains(show)").eachAttr("href"));
        assertThat(page.select("svg.pair-map a.talker > title").eachText())
                .containsExactlyInAnyOrder(
                        "shop/cart", "shop/redis-cart", "shop/rogue", "shop/web", "outside the cluster");
        assertThat(page.select("svg.pair-map a.denied:not(.allowed) text.cross"))
                .isNotEmpty();
        assertThat(page.select("svg [style], svg style, svg script")).isEmpty();
        assertThat(browser.page("/flows?view=map").select("svg.pair-map").outerHtml())
                .isEqualTo(page.select("svg.pair-map").outerHtml());
    }

    @Test
    void theMatrixHasASquareForEveryPair() {
        Document page = browser.page("/flows?view=matrix");
        assertThat(page.select("table.matrix thead th").eachText())
                .containsExactly("From ↓ to →", "shop/cart", "shop/redis-cart", "outside the cluster");
        assertThat(page.select("table.matrix tbody th").eachText())
                .containsExactly("shop/cart", "shop/rogue", "shop/web");
        assertThat(page.select("table.matrix td a")).hasSize(4);
        assertThat(page.select("table.matrix tr:has(th:contains(rogue)) td a").text())
                .isEqualTo("deny");
    }

    @Test
    void aTimeThatCannotBeReadIsSaidAndTheFormStays() {
        assertThat(browser.get("/flows?from=yesterday").getStatus()).isEqualTo(422);
        assertThat(browser.page("/flows?from=yesterday&ns=shop").select("#ns").attr("value"))
                .isEqualTo("shop");
    }

    @Test
    void aTimeWithoutPairsSaysWhy() {
        Document page = browser.page("/flows?from=2026-02-01T00:00:00Z&to=2026-02-01T01:00:00Z");
        assertThat(page.select(".blank").text()).contains("Nobody was seen talking.");
        assertThat(page.select(".blank li")).isNotEmpty();
    }

    @Test
    void aFragmentIsTheResultOnly() {
        Document fragment = browser.fragment("/flows?view=map");
        assertThat(fragment.select("form, nav")).isEmpty();
        assertThat(fragment.select("#result svg.pair-map")).hasSize(1);
    }
}
