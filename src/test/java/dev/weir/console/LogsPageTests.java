package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import java.net.URI;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MvcResult;

class LogsPageTests extends PageTests {

    @Test
    void listsRecordsNewestFirstWithBothEndsAndTheReason() {
        Document page = browser.page("/logs");
        assertThat(page.select(".records tbody tr")).hasSize(3);
        assertThat(page.expectFirst(".records tbody tr").text())
                .contains("11:59:00.000", "deny", "shop/rogue", "shop/redis-cart-0", "tcp 6379")
                .contains("destination isolated by default-deny, redis-cart-allow-cart; none admits");
        assertThat(page.expectFirst(".records tbody tr:last-child").text()).contains("allow", "redis-cart-allow-cart");
    }

    @Test
    void drawsAHistogramThatCanBeReadAsATable() {
        Document page = browser.page("/logs");
        assertThat(page.select("svg.histogram rect.deny")).hasSize(2);
        assertThat(page.select("svg.histogram").attr("aria-label")).contains("Denied packets");
        assertThat(page.select("details:contains(as a table) tbody tr")).hasSize(3);
    }

    @Test
    void filterAndFormFieldsMustBothHold() {
        Document page = browser.page("/logs?q=disposition%3D%22deny%22&pod=rogue");
        assertThat(page.select(".records tbody tr")).hasSize(1);
        assertThat(page.text()).contains("reads as");
        assertThat(page.select("#pod").val()).isEqualTo("rogue");
    }

    @Test
    void aFilterThatCannotBeReadSaysWhere() {
        MockHttpServletResponse response = browser.get("/logs?q=disposition%3D");
        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(html(response).select(".banner.error").text()).contains("line 1");
        assertThat(browser.get("/logs?from=yesterday").getStatus()).isEqualTo(422);
    }

    @Test
    void aRecordOpensInPlaceWithItsJson() {
        String href = browser.page("/logs").expectFirst(".records tbody tr a").attr("href");
        Document page = browser.page(href);
        assertThat(page.select("pre.record-json").text()).contains("\"disposition\" : \"deny\"", "isolated_by");
        assertThat(page.select("tr[aria-current=true]")).hasSize(1);
        assertThat(page.text()).contains("Only this pair", "Not this pair");
    }

    @Test
    void anOpenRecordSaysWhy() {
        String href = browser.page("/logs").expectFirst(".records tbody tr a").attr("href");
        Document page = browser.page(href);
        assertThat(page.select(".why-record").text())
                .contains("isolated by default-deny, redis-cart-allow-cart; none admits")
                .contains(
                        "Rule 1 of shop/redis-cart-allow-cart would admit it if the source had the label app=cart (it has app=rogue)")
                .contains("Leaving shop/rogue (egress): no policy isolates it, so it passes")
                .contains("Still the same: today it would be denied")
                .contains("DoesNotAdmit", "NotApplicable", "app=rogue");
        assertThat(page.expectFirst(".why-policies pre").text()).contains("podSelector");
    }

    @Test
    void aRecordHasAPageOfItsOwn() {
        String opened = browser.page("/logs").expectFirst(".records tbody tr a").attr("href");
        String href = browser.page(opened).select("a:contains(Its own page)").attr("href");
        assertThat(href).startsWith("/logs/weir-node-1-1-");
        Document page = browser.page(href);
        assertThat(page.select("h1").text()).isEqualTo("A record");
        assertThat(page.select(".why-record").text()).contains("none admits");
        assertThat(page.select("pre.record-json").text()).contains("isolated_by");
        assertThat(browser.get("/logs/nobody-1-1").getStatus()).isEqualTo(404);
    }

    @Test
    void whyFollowsWhatChangesToday() {
        browser.become(ShopCluster.contents(List.of(), LoggingConfig.ABSENT));
        String href = browser.page("/logs").expectFirst(".records tbody tr a").attr("href");
        assertThat(browser.page(href).select(".why-record").text())
                .contains("Since changed: today it would be allowed", "Policy shop/default-deny was deleted");
    }

    @Test
    void aViewIsSavedAndDeleted() {
        assertThat(browser.page("/logs").select(".views").text()).contains("Denied now");
        browser.post("/logs/views", "name", "mine", "q", "dest_port=6379", "from", "6h");
        Document page = browser.page("/logs");
        assertThat(page.select(".views a:contains(mine)").attr("href")).isEqualTo("/logs?q=dest_port%3D6379&from=6h");
        browser.post("/logs/views", "name", "broken", "q", "disposition=", "from", "");
        assertThat(browser.page("/logs").select(".views").text()).doesNotContain("broken");
        browser.post("/logs/views/delete", "name", "mine");
        assertThat(browser.page("/logs").select(".views").text()).doesNotContain("mine");
    }

    @Test
    void bothEndsAreOneRowOnRequest() {
        Document page = browser.page("/logs?join=1");
        assertThat(page.select(".records tbody tr")).hasSize(3);
        assertThat(page.expectFirst(".records tbody tr").text()).contains("other end not recorded");
        assertThat(page.select("input[name=join]").hasAttr("checked")).isTrue();
        assertThat(browser.page("/logs").select(".records").text()).doesNotContain("other end");
    }

    @Test
    void aPastedCommandIsTranslatedAndSaidToOthers() {
        Document page = browser.page(LogsAddress.of("hubble observe --verdict DROPPED --to-port 6379 --since 1h", "")
                .replace("+", "%20"));
        assertThat(page.select(".records tbody tr")).hasSize(1);
        assertThat(page.select("#q").val()).isEqualTo("disposition=\"deny\" AND connection.dest_port=6379");
        assertThat(page.select(".languages").text())
                .contains(
                        "hubble observe --verdict DROPPED --to-port 6379 --since 1h",
                        "gcloud logging read",
                        "curl -sG");
        assertThat(browser.page(LogsAddress.of("count>3", "1h"))
                        .select(".languages")
                        .text())
                .contains("hubble has no flag for count>3");
        assertThat(html(browser.get(LogsAddress.of("hubble observe --http-status 5", "")
                                .replace("+", "%20")))
                        .select(".banner.error")
                        .text())
                .contains("column 16");
    }

    @Test
    void whenThereIsNothingItSaysWhyAndWhatToDo() {
        Document page = browser.page("/logs?q=disposition%3D%22deny%22%20AND%20dest_port%3D9");
        assertThat(page.select(".blank").text()).contains("Without connection.dest_port=9 there would be 2 records");
        assertThat(page.select(".blank a:contains(Look without it)").attr("href"))
                .contains("q=disposition");

        browser.become(ShopCluster.contents(List.of(), LoggingConfig.ABSENT));
        page = browser.page("/logs?from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z");
        assertThat(page.expectFirst(".blank li").text())
                .contains("Denied connections are not recorded: the cluster switch is off")
                .contains("kubectl patch networklogging default");
        assertThat(page.select(".blank").text()).contains("There is no policy", "The oldest record is of");

        Switch delegated = new Switch(true, true);
        browser.become(ShopCluster.contents(
                ShopCluster.contents().policies().stream().toList(), new LoggingConfig(Switch.OFF, delegated, 1, "1")));
        page = browser.page("/logs?verdict=deny&ns=payments");
        assertThat(page.expectFirst(".blank li").text())
                .contains("annotated namespaces only, and payments is not", "kubectl annotate namespace payments");
    }

    @Test
    void liveConnectsToTheTailAndWorksWithoutScriptsAsALinkBack() {
        Document page = browser.page("/logs?live=1&verdict=deny");
        assertThat(page.select("[data-tail]").attr("sse-connect")).isEqualTo("/logs/tail?verdict=deny&live=1");
        assertThat(page.select("[data-tail-pause]").attr("aria-pressed")).isEqualTo("false");
        assertThat(page.expectFirst("nav.segments a").attr("href")).isEqualTo("/logs?verdict=deny");
    }

    @Test
    void asAFragmentItIsTheResultAlone() {
        Document fragment = browser.fragment("/logs");
        assertThat(fragment.select("#result .records tbody tr")).hasSize(3);
        assertThat(fragment.select("form, h1")).isEmpty();
    }

    @Test
    void whatIsNotAmongTheRowsIsSaidAboveThem() {
        assertThat(browser.page("/logs").select(".missing li").eachText())
                .anyMatch(line -> line.startsWith("weir-node-1 has lost 30 events"));
    }

    @Test
    void exportsTheQueryNotThePage() throws Exception {
        String href =
                browser.page("/logs?verdict=deny").select("a:contains(CSV)").attr("href");
        String csv = stream(href);
        assertThat(csv.lines().filter(line -> line.startsWith("20"))).hasSize(2);
        assertThat(csv.lines()).anyMatch(line -> line.contains("# weir-node-1 has lost 30 events"));
        assertThat(csv).startsWith("timestamp,disposition");
        String ndjson = stream(href.replace("format=csv", "format=ndjson"));
        assertThat(ndjson.lines().limit(2)).allMatch(line -> line.startsWith("{\"connection\""));
        assertThat(ndjson.lines().skip(2).toList())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"end\",\"records\":2,\"complete\":");
    }

    private String stream(String href) throws Exception {
        MvcResult started =
                browser.mvc().perform(get(URI.create(href)).with(user("admin"))).andReturn();
        started.getAsyncResult();
        return started.getResponse().getContentAsString();
    }
}
