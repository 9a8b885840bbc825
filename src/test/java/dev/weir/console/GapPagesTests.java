package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.weir.flow.Withheld;
import dev.weir.flow.store.RecordStore;
import java.net.URI;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.MvcResult;

/** What budgets kept from being recorded is drawn on the Logs page: hatched, as rows, and in every total. */
@DirtiesContext
class GapPagesTests extends PageTests {
    @Autowired
    RecordStore store;

    /** The same spool and sequences every time, so that it is stored once. */
    @BeforeEach
    void withhold() {
        store.appendWithheld(
                "weir-node-1",
                5,
                List.of(
                        new Withheld(1, ConsoleFixture.NOON.minusSeconds(90), "shop", 1500, 0),
                        new Withheld(2, ConsoleFixture.NOON.minusSeconds(89), "shop", 700, 3),
                        new Withheld(3, ConsoleFixture.NOON.minusSeconds(3000), "payments", 9, 0)));
    }

    @Test
    void theColumnIsHatchedAndTotalsAreAtLeast() {
        Document page = browser.page("/logs?ns=shop");
        assertThat(page.select("svg.histogram rect.gap")).isNotEmpty();
        assertThat(page.select("#result .legend").text()).contains("deny ≥ ", "allow ≥ 1", "not recorded 2,203");
        assertThat(page.select("svg.histogram a title").eachText())
                .anyMatch(text -> text.contains("more not recorded"));
        assertThat(page.select("[aria-labelledby=histogram-heading] tbody tr").eachText())
                .anyMatch(row -> row.contains("2,203"));
    }

    @Test
    void aRowStandsWhereTheRecordsWouldBe() {
        Document page = browser.page("/logs?ns=shop");
        List<String> rows = page.select("table.records tbody tr").eachText();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1))
                .contains("11:58:30", "2,200 connections and 3 denied packets not recorded", "budget of weir-node-1");
    }

    @Test
    void whatCannotBeMeantIsNotDrawn() {
        Document denies = browser.page("/logs?ns=shop&verdict=deny");
        assertThat(denies.select("tr.gap").text())
                .contains("3 denied packets not recorded")
                .doesNotContain("2,200");
        assertThat(browser.page("/logs?ns=monitoring&q=NOT%20ns%3Dnobody").select("tr.gap"))
                .isEmpty();
    }

    @Test
    void withoutLossTotalsAreWhatTheyAre() {
        Document page = browser.page("/logs?from=2026-03-01T11:57:50Z&to=2026-03-01T11:58:10Z");
        assertThat(page.select("#result .legend").text()).doesNotContain("≥", "not recorded");
        assertThat(page.select("rect.gap, tr.gap")).isEmpty();
    }

    @Test
    void exportsOfThePageHaveTheGapsToo() throws Exception {
        assertThat(stream("/logs/export?format=csv&ns=shop")).contains(",gap,", ",shop,1500,0");
        assertThat(stream("/logs/export?format=ndjson&ns=shop")).contains("\"type\":\"gap\"");
    }

    private String stream(String address) throws Exception {
        MvcResult started = browser.mvc()
                .perform(get(URI.create(address)).with(user("admin")))
                .andReturn();
        started.getAsyncResult();
        return started.getResponse().getContentAsString();
    }
}
