package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.testing.FlowRecords;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.thymeleaf.exceptions.TemplateInputException;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The live tail with a store of its own, as the browser reads it. */
class LogTailTests extends PageTests {
    @Autowired
    RecordRow.RecordWriter writer;

    @Autowired
    SpringTemplateEngine templates;

    @Autowired
    Texts texts;

    private final MemoryRecordStore store = new MemoryRecordStore();

    @AfterEach
    void endTails() {
        store.close();
    }

    @Test
    void whatIsLeftOutIsCountedAndCanBeSeen() throws Exception {
        store.append(
                "node-1",
                9,
                LongStream.rangeClosed(1, 60)
                        .mapToObj(i -> FlowRecords.denied(i, FlowRecords.NOON.plusMillis(i)))
                        .toList());
        Document rows = rows("/logs/tail?verdict=deny&after=0");
        assertThat(rows.select("tr")).hasSize(11);
        assertThat(rows.expectFirst("tr").text()).startsWith("50 records were left out here");
        assertThat(rows.expectFirst("tr a").attr("href"))
                .startsWith("/logs?verdict=deny")
                .contains("from=2026-03-01T12%3A00%3A00.001Z", "to=2026-03-01T12%3A00%3A00.061Z");
    }

    @Test
    void fewRecordsAreAllThereWithoutANote() throws Exception {
        store.append(
                "node-1",
                9,
                LongStream.rangeClosed(1, 3)
                        .mapToObj(i -> FlowRecords.denied(i, FlowRecords.NOON))
                        .toList());
        assertThat(rows("/logs/tail?after=0").select("tr")).hasSize(3);
    }

    @Test
    void aRecordIsWrittenOnceForAllTabsAndAnewForWhoMayNotSeeAnEnd() {
        TailRows rows = new TailRows(writer, templates);
        store.append("node-1", 9, List.of(FlowRecords.denied(1, FlowRecords.NOON)));
        StoredRecord seen = store.query(RecordQuery.newest(
                        RecordFilter.ALL, TimeRange.before(FlowRecords.NOON.plusSeconds(1), Duration.ofDays(1)), 1))
                .records()
                .getFirst();

        String first = rows.html(null, null, List.of(seen));

        assertThat(rows.html(null, null, List.of(seen, seen))).isEqualTo(first + first);
        assertThat(rows.html(null, null, List.of(seen.seenFrom(namespace -> false))))
                .isNotEqualTo(first)
                .contains(texts.of("end.hidden"));
    }

    /** Else the tab would show an open stream in which nothing happens any more. */
    @Test
    void aFailureEndsTheStreamSoThatTheBrowserCallsAgain() throws Exception {
        store.append("node-1", 9, List.of(FlowRecords.denied(1, FlowRecords.NOON)));
        SpringTemplateEngine withoutTemplates = new SpringTemplateEngine();
        withoutTemplates.setTemplateResolver(new ClassLoaderTemplateResolver());

        MvcResult tail =
                tails(withoutTemplates).perform(get("/logs/tail?after=0")).andReturn();

        assertThat(tail.getAsyncResult(Duration.ofSeconds(20).toMillis())).isInstanceOf(TemplateInputException.class);
    }

    private MockMvc tails(SpringTemplateEngine engine) {
        return MockMvcBuilders.standaloneSetup(new LogTailController(store, new TailRows(writer, engine), texts))
                .build();
    }

    /** Of the first event. */
    private Document rows(String address) throws Exception {
        MockHttpServletResponse response =
                tails(templates).perform(get(address)).andReturn().getResponse();
        String body = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(response::getContentAsString, text -> text.contains("event:record") && text.endsWith("\n\n"));
        String data = body.substring(body.indexOf("event:record"))
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()))
                .reduce("", (all, line) -> all + "\n" + line);
        return Jsoup.parse("<table>" + data + "</table>");
    }
}
