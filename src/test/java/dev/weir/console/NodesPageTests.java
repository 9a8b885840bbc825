package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.NodeName;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeStatus;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NodesPageTests extends PageTests {

    @Test
    void aPodOfANodeHasThePoliciesThatIsolateItAndTheRevisionThatIsInForce() {
        Document page = browser.page("/nodes/weir-node-1");
        assertThat(page.select("tr:has(th:contains(shop/redis-cart-0))").text())
                .contains("isolated default-deny, redis-cart-allow-cart", "open: reaches anything");
        assertThat(page.text()).contains("Policies as of revision 48211, which this node acknowledged");
    }

    @Test
    void showsRevisionEndpointsFillAndLosses() {
        Document page = browser.page("/nodes");
        assertThat(page.expectFirst("h2").text()).isEqualTo("2 of 2 nodes enforce the newest policies");
        assertThat(page.select("tr:has(th:contains(weir-node-1))").text())
                .contains("up to date", "48211", "1 of 2", "90 % verdict_map", "18,158", "150", "74 MiB");
    }

    @Test
    void aNodeWhoseDaemonNeverCalledIsShownWithoutFigures() {
        browser.nodes()
                .set(new NodeProgress(
                        new NodeName("weir-node-3"), new NodeStatus.NeverConnected(), 0, 0, null, null, null));
        assertThat(browser.page("/nodes")
                        .select("tr:has(th:contains(weir-node-3))")
                        .text())
                .contains("no daemon", "never");
        assertThat(browser.page("/nodes/weir-node-3").text()).contains("The daemon has not reported yet");
    }

    @Test
    void theDetailPageSaysInWordsWhyPacketsAndRecordsWereLost() {
        Document page = browser.page("/nodes/weir-node-1");
        assertThat(page.text())
                .contains("every record is accounted for", "over the limit of lines a second")
                .contains("isolated, and no policy admits it", "attached, not programmed: closed");
        assertThat(page.select("svg.bar.high")).hasSize(1);
    }

    @Test
    void aNodeShowsEachProgramThatTheKernelHasWithItsInterfacesAndWhatMapsTakeOfMemory() {
        Document page = browser.page("/nodes/weir-node-1");
        assertThat(page.select("tr:has(th:contains(from_pod))").text())
                .contains(
                        "71",
                        "a04f5eef06a7f555",
                        "20 KiB",
                        "13 KiB",
                        "18,402",
                        "2 interfaces",
                        "weir77fe01, weir8a1b2c");
        assertThat(page.select("tr:has(th:contains(to_pod))").text())
                .contains("70", "not this daemon’s", "1 interface");
        assertThat(page.select("tr:has(th:contains(verdict_map))").text()).contains("hash, number 41, 10 MiB");
    }

    @Test
    void theDiagnosticsOfANodeAreOneFileAlsoWhileItIsAway() throws Exception {
        browser.nodes()
                .set(ShopNodes.node("weir-node-2", new NodeStatus.Gone(ConsoleFixture.NOON), ConsoleFixture.NOON));
        assertThat(browser.page("/nodes/weir-node-2").select("a[download]").attr("href"))
                .isEqualTo("/nodes/weir-node-2/diagnostics");
        MockHttpServletResponse file = browser.get("/nodes/weir-node-2/diagnostics");
        assertThat(file.getHeader("Content-Disposition")).contains("attachment", "weir-node-2-diagnostics-", ".json");
        JsonNode document = JsonMapper.shared().readTree(file.getContentAsString());
        assertThat(document.at("/state/status").asString()).isEqualTo("Gone");
        assertThat(document.at("/revisions/reported").asLong()).isEqualTo(48_211);
        assertThat(document.at("/report/programs/0/code/tag").asString()).isEqualTo("a04f5eef06a7f555");
        assertThat(document.at("/report/records/lostByReason/rate_limit").asLong())
                .isEqualTo(120);
        assertThat(document.at("/report").has("counts")).isFalse();
    }

    @Test
    void asFragmentsTheyAreWhatChanges() {
        assertThat(browser.fragment("/nodes").select("#nodes tbody tr")).hasSize(2);
        assertThat(browser.fragment("/nodes").select("h1")).isEmpty();
        assertThat(browser.fragment("/nodes/weir-node-2").select("#figures")).hasSize(1);
        assertThat(browser.get("/nodes/nope").getStatus()).isEqualTo(404);
    }
}
