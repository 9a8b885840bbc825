package dev.weir.console;

import dev.weir.console.LogsPageController.Parameters;
import dev.weir.flow.RecordCsv;
import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.WithheldCount;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.GapCursor;
import dev.weir.why.Missing;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.json.JsonMapper;

/** {@code /logs/export}: every record of the query, not of the page, as CSV or as one JSON object a line. */
@Controller
final class LogExportController {
    private static final int PAGE = 2000;

    private final RecordReader records;
    private final CoverageExplainer coverage;
    private final JsonMapper json;
    private final Texts texts;

    LogExportController(RecordReader records, CoverageExplainer coverage, JsonMapper json, Texts texts) {
        this.records = records;
        this.coverage = coverage;
        this.json = json;
        this.texts = texts;
    }

    /** How an export is written. */
    private record Format(
            String name,
            MediaType type,
            String header,
            Function<StoredRecord, String> line,
            BiFunction<WithheldCount, Duration, String> gap,
            BiFunction<Missing, Long, String> end) {}

    @GetMapping(path = "/logs/export", params = "format=csv")
    ResponseEntity<StreamingResponseBody> csv(@ModelAttribute Parameters parameters) {
        MediaType type = new MediaType("text", "csv", StandardCharsets.UTF_8);
        return export(
                parameters,
                new Format(
                        "csv",
                        type,
                        RecordCsv.HEADER,
                        RecordCsv::of,
                        (gap, step) -> gap.csv(),
                        (missing, records) -> RecordCsv.end(missing.sentences(""))));
    }

    @GetMapping(path = "/logs/export", params = "format=ndjson")
    ResponseEntity<StreamingResponseBody> ndjson(@ModelAttribute Parameters parameters) {
        return export(
                parameters,
                new Format(
                        "ndjson",
                        MediaType.APPLICATION_NDJSON,
                        "",
                        stored -> line(RecordTree.of(stored)),
                        (gap, step) -> line(gap.tree(step)),
                        (missing, records) -> line(missing.end(records, ""))));
    }

    private String line(Map<String, Object> tree) {
        return json.writeValueAsString(tree) + "\n";
    }

    /** The first page is read before anything is written, so that a filter that cannot be read still gets a proper answer. */
    private ResponseEntity<StreamingResponseBody> export(Parameters parameters, Format format) {
        LogsQuery query = parameters.query().translated();
        RecordQuery first = RecordQuery.newest(query.filter(), query.range(texts.now()), PAGE);
        RecordPage page = records.query(first);
        String name = "weir-records-" + texts.fileTime() + "." + format.name;
        return ResponseEntity.ok()
                .contentType(format.type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(out -> {
                    try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                        writer.write(format.header);
                        long written = write(page, first, format, writer);
                        writer.write(format.end.apply(coverage.missing(first.filter(), first.range()), written));
                    }
                });
    }

    /** Returns how many there were. */
    private long write(RecordPage first, RecordQuery query, Format format, Writer writer) throws IOException {
        long written = 0;
        GapCursor gaps = coverage.gaps(query);
        RecordPage page = first;
        while (true) {
            for (StoredRecord stored : page.records()) {
                write(gaps.before(stored.record().time()), gaps.step(), format, writer);
                writer.write(format.line.apply(stored));
            }
            written += page.records().size();
            if (page.continueToken().isEmpty()) {
                write(gaps.rest(), gaps.step(), format, writer);
                return written;
            }
            page = records.query(query.continuedBy(page.continueToken()));
        }
    }

    private static void write(List<WithheldCount> gaps, Duration step, Format format, Writer writer)
            throws IOException {
        for (WithheldCount gap : gaps) {
            writer.write(format.gap.apply(gap, step));
        }
    }
}
