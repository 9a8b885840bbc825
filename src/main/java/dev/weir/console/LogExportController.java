package dev.weir.console;

import dev.weir.console.LogsPageController.Parameters;
import dev.weir.flow.RecordCsv;
import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

    private final RecordStore records;
    private final JsonMapper json;
    private final Texts texts;

    LogExportController(RecordStore records, JsonMapper json, Texts texts) {
        this.records = records;
        this.json = json;
        this.texts = texts;
    }

    @GetMapping(path = "/logs/export", params = "format=csv")
    ResponseEntity<StreamingResponseBody> csv(@ModelAttribute Parameters parameters) {
        return export(
                parameters,
                "csv",
                new MediaType("text", "csv", StandardCharsets.UTF_8),
                RecordCsv.HEADER,
                RecordCsv::of);
    }

    @GetMapping(path = "/logs/export", params = "format=ndjson")
    ResponseEntity<StreamingResponseBody> ndjson(@ModelAttribute Parameters parameters) {
        return export(parameters, "ndjson", MediaType.APPLICATION_NDJSON, "", this::line);
    }

    private String line(StoredRecord stored) {
        return json.writeValueAsString(RecordTree.of(stored)) + "\n";
    }

    /** The first page is read before anything is written, so that a filter that cannot be read still gets a proper answer. */
    private ResponseEntity<StreamingResponseBody> export(
            Parameters parameters, String format, MediaType type, String header, Function<StoredRecord, String> line) {
        LogsQuery query = parameters.query().translated();
        RecordQuery first = RecordQuery.newest(query.filter(), query.range(texts.now()), PAGE);
        RecordPage page = records.query(first);
        String name = "weir-records-" + texts.fileTime() + "." + format;
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(out -> {
                    try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                        writer.write(header);
                        write(page, first, line, writer);
                    }
                });
    }

    private void write(RecordPage first, RecordQuery query, Function<StoredRecord, String> line, Writer writer)
            throws IOException {
        RecordPage page = first;
        while (true) {
            for (StoredRecord stored : page.records()) {
                writer.write(line.apply(stored));
            }
            if (page.continueToken().isEmpty()) {
                return;
            }
            page = records.query(query.continuedBy(page.continueToken()));
        }
    }
}
