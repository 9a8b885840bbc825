package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.flow.store.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.StaticMessageSource;

/** The address of a frozen page says the same whenever it is opened. */
class FreezeTests extends PageTests {
    private static final int EDITS = 10;

    private Document open(String address) {
        return browser.page(address.replace("+", "%20")); // MockMvc takes a plus for a plus.
    }

    private static Optional<String> link(Document page, String text) {
        return page.select("main .time-bar a").stream()
                .filter(link -> link.text().equals(text))
                .map(link -> link.attr("href"))
                .findFirst();
    }

    private String frozen(String address) {
        return link(open(address), "Freeze").orElseThrow();
    }

    /** Ten edits of policies, after which none is left. */
    private void editPolicies() {
        ClusterContents shop = ShopCluster.contents();
        List<NetworkPolicy> policies = List.copyOf(shop.policies());
        for (int left = EDITS - 1; left >= 0; left--) {
            browser.become(new ClusterContents(
                    shop.namespaces(),
                    shop.nodes(),
                    shop.pods(),
                    policies.subList(0, Math.min(left, policies.size())),
                    shop.declaredLogging(),
                    shop.logging()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/flows?from=24h",
                "/flows?from=24h&scope=namespace&show=denied",
                "/flows?from=24h&view=map",
                "/flows?from=24h&view=matrix",
                "/ns/shop?tab=matrix",
                "/ns/shop?tab=denials",
                "/reach?to=shop/redis-cart",
                "/logs?from=24h",
                "/",
                "/?system=show",
                "/ns/shop",
                "/ns/shop?tab=policies"
            })
    void aFrozenPageSaysTheSameAfterTenEdits(String address) {
        String frozen = frozen(address);
        assertThat(frozen).contains("=2026-03-01T12%3A00%3A00Z");
        Document before = open(frozen);
        assertThat(before.select("main .time-bar .frozen").text()).startsWith("Frozen: ");
        assertThat(before.select("main").text()).doesNotContain(" ago");
        editPolicies();
        assertThat(figures(open(frozen))).isEqualTo(figures(before)).isNotEmpty();
    }

    /** Every number, name and word of the page's tables and pictures, and where they lead. */
    private static List<String> figures(Document page) {
        return page
                .select(
                        "main table tr, main svg.pair-map, main svg.histogram, main .card-head h2, main .page-head .sub, #cards .stat, .attention li")
                .stream()
                .map(Element::outerHtml)
                .toList();
    }

    @Test
    void withoutFreezingTheEditsAreSeen() {
        String row = "table.data tbody tr:contains(shop/cart)";
        assertThat(open("/flows?from=24h").select(row).text()).contains("redis-cart-allow-cart");
        String frozen = frozen("/flows?from=24h");
        editPolicies();
        assertThat(open("/flows?from=24h").select(row).text()).doesNotContain("redis-cart-allow-cart");
        assertThat(open(frozen).select(row).text()).contains("redis-cart-allow-cart");
    }

    @Test
    void whatNodesCountGoesOnAndIsLeftOut() {
        assertThat(open("/flows").text()).contains("counted since 2026-03-01");
        Document page = open(frozen("/flows"));
        assertThat(page.text())
                .contains("What nodes count goes on and is left out.")
                .doesNotContain("counted since");
    }

    @Test
    void fromAFrozenPageOneGetsBackToNow() {
        Document page = open(frozen("/flows?from=6h&show=denied"));
        assertThat(link(page, "Back to now")).contains("/flows?from=6h&show=denied");
        assertThat(link(page, "Freeze")).isEmpty();
        assertThat(page.select("form input[name=at]").val()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(link(open(frozen("/logs?from=15m&verdict=deny")), "Back to now"))
                .contains("/logs?verdict=deny&from=15m");
        assertThat(link(open(frozen("/reach?to=shop/web&diffFrom=-2h")), "Back to now"))
                .contains("/reach?to=shop%2Fweb&diffFrom=2026-03-01T10%3A00%3A00Z");
        assertThat(link(open(frozen("/ns/shop?tab=matrix")), "Back to now")).contains("/ns/shop?tab=matrix");
    }

    @Test
    void theTimeBeforeAndAfterAreOneStepAway() {
        Document now = open("/logs");
        assertThat(now.select("[data-key=']']")).as("the future").isEmpty();
        Document before = open(now.expectFirst("main [data-key='[']").attr("href"));
        assertThat(before.select(".time-bar .frozen").text())
                .contains("from 2026-03-01 10:00:00 to 2026-03-01 11:00:00");
        String back = before.expectFirst("main [data-key=']']").attr("href");
        assertThat(open(back).select(".time-bar .frozen").text())
                .contains("from 2026-03-01 11:00:00 to 2026-03-01 12:00:00");
        String frozen = frozen("/flows");
        assertThat(open(frozen).expectFirst("main [data-key='[']").attr("href"))
                .as("with the same policies")
                .contains("at=2026-03-01T12%3A00%3A00Z", "from=2026-03-01T10%3A00%3A00Z");
    }

    @Test
    void anEarlierClusterWithoutAnEndMeansUntilThen() {
        assertThat(open("/flows?at=2026-03-01T11:30:00Z")
                        .select(".time-bar .frozen")
                        .text())
                .contains("from 2026-03-01 10:30:00 to 2026-03-01 11:30:00");
    }

    @Test
    void aTimeOfWhichNothingIsKeptIsRefusedWithThatSentence() {
        Document past = open("/flows?at=2026-01-01T00:00:00Z");
        assertThat(past.select(".banner.error").text())
                .contains("Of that time nothing is kept.", "the history of the cluster begins");
        assertThat(browser.get("/flows?at=2026-01-01T00:00:00Z").getStatus()).isEqualTo(422);
        assertThat(open("/flows?at=2026-04-01T00:00:00Z")
                        .select(".banner.error")
                        .text())
                .contains("That time has not come yet.");
        assertThat(browser.get("/flows?at=yesterday").getStatus()).isEqualTo(422);
        assertThat(browser.get("/ns/shop?tab=matrix&at=yesterday").getStatus()).isEqualTo(400);
        assertThat(browser.get("/ns/shop?tab=matrix&at=2026-01-01T00:00:00Z").getStatus())
                .isEqualTo(400);
    }

    @Test
    void theDenialsOfAFrozenSummaryAreThoseThatWereRecorded() {
        assertThat(denials(open("/"))).as("counted").isEqualTo("14");
        Document page = open(frozen("/"));
        assertThat(denials(page)).isEqualTo("25");
        assertThat(page.select("#cards .stat .figure").eachText()).endsWith("25", "25");
        assertThat(page.select(".time-bar .frozen").text()).contains("what was recorded in the 24 hours before");
        assertThat(page.select("#cards[hx-trigger]")).as("polls").isEmpty();
        assertThat(page.select("th:contains(Deny logging)")).as("not kept").isEmpty();
        Document records = open(page.select("tr:has(th:contains(shop)) td[data-label^=Denies] a")
                .attr("href"));
        assertThat(records.select("main table.data").text()).contains("rogue", "198.51.100.10");
    }

    private static String denials(Document page) {
        return page.select("tr:has(th:contains(shop)) td[data-label^=Denies]").text();
    }

    @Test
    void aFrozenSummaryNeedsTheAttentionOfThenAndLeadsToPagesOfThen() {
        String frozen = frozen("/");
        editPolicies();
        Document page = open(frozen);
        assertThat(page.select(".attention").text())
                .contains("old-frontend selects no pod")
                .doesNotContain("is 90 % full");
        assertThat(page.select(".attention a, table.data a").eachAttr("href"))
                .allSatisfy(href -> assertThat(href).contains("2026-03-01T12%3A00%3A00Z"));
    }

    @Test
    void whatWasInANamespaceIsKeptAndWhatNodesReportIsNot() {
        String frozen = frozen("/ns/shop");
        assertThat(frozen).isEqualTo("/ns/shop?at=2026-03-01T12%3A00%3A00Z");
        editPolicies();
        Document page = open(frozen);
        assertThat(page.select(".page-head .sub").text()).contains("4 policies");
        assertThat(page.select("table.data").text()).contains("redis-cart-allow-cart", "enforced");
        assertThat(page.select("main form")).as("what would change the present").isEmpty();
        assertThat(page.select("nav.segments a").eachAttr("href"))
                .filteredOn(href -> !href.contains("changes"))
                .allSatisfy(href -> assertThat(href).contains("at=2026-03-01T12%3A00%3A00Z"));
        assertThat(browser.get("/ns/nope?at=2026-03-01T12:00:00Z").getStatus()).isEqualTo(404);
    }

    @Test
    void aSummaryOfWhichNothingIsKeptIsRefusedWithThatSentence() {
        assertThat(browser.get("/?at=2026-04-01T00:00:00Z").getStatus()).isEqualTo(400);
        assertThat(open("/?at=2026-01-01T00:00:00Z").text())
                .contains("Of that time nothing is kept.", "the history of the cluster begins");
    }

    @Test
    void whoCouldReachItAtATimeThatHasNotComeIsRefused() {
        for (String time : List.of("at", "diffFrom")) {
            String address = "/reach?to=shop/web&" + time + "=2026-04-01T00:00:00Z";
            assertThat(browser.get(address).getStatus()).as(address).isEqualTo(400);
            assertThat(open(address).select("main").text()).as(address).contains("That time has not come yet.");
        }
    }

    /** Between reading an address and making the link time goes on. */
    @Test
    void recordsEndAtTheInstantWhosePoliciesAreMeant() {
        Instant read = ConsoleFixture.NOON;
        StaticMessageSource keys = new StaticMessageSource();
        keys.setUseCodeAsDefaultMessage(true);
        Texts later = new Texts(keys, Clock.fixed(read.plusMillis(3), ZoneOffset.UTC));
        TimeRange range = TimeRange.before(read, Duration.ofHours(1));
        TimeBar bar = TimeBar.ofPairs(
                new TimeBar.Times("1h", "", ""), range, times -> times.to() + " and " + times.at(), later);
        assertThat(bar.links()).extracting(Parts.Link::href).containsExactly(read + " and " + read);
    }

    @Test
    void theSameAddressIsOneOfTheApi() {
        for (String address : List.of(
                "/", "/ns/shop", "/flows?from=24h", "/ns/shop?tab=matrix", "/reach?to=shop/web", "/logs?from=24h")) {
            String frozen = frozen(address);
            String link = Objects.requireNonNull(
                    browser.get(frozen.replace("+", "%20")).getHeader("Link"));
            assertThat(link).as(frozen).contains("/api/v1/").contains("2026-03-01T12");
        }
    }

    @Test
    void aWindowIsWrittenInItsLargestUnit() {
        assertThat(List.of(
                        TimeBar.window(Duration.ofSeconds(90)),
                        TimeBar.window(Duration.ofMinutes(15)),
                        TimeBar.window(Duration.ofHours(24)),
                        TimeBar.window(Duration.ofDays(7)),
                        TimeBar.window(Duration.ofHours(25))))
                .containsExactly("90s", "15m", "24h", "7d", "25h");
    }
}
