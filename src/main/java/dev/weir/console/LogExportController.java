package dev.weir.console;

import dev.weir.console.LogsPageController.Parameters;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.ExportForm;
import dev.weir.why.RecordExport;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final RecordExport export;
    private final JsonMapper json;
    private final Texts texts;

    LogExportController(RecordReader records, CoverageExplainer coverage, JsonMapper json, Texts texts) {
        this.export = new RecordExport(records, coverage);
        this.json = json;
        this.texts = texts;
    }

    @GetMapping(path = "/logs/export", params = "format=csv")
    ResponseEntity<StreamingResponseBody> csv(@ModelAttribute Parameters parameters) {
        return export(parameters, new ExportForm.Csv(), CSV, "csv");
    }

    @GetMapping(path = "/logs/export", params = "format=ndjson")
    ResponseEntity<StreamingResponseBody> ndjson(@ModelAttribute Parameters parameters) {
        return export(
                parameters, new ExportForm.Lines(json::writeValueAsString), MediaType.APPLICATION_NDJSON, "ndjson");
    }

    private ResponseEntity<StreamingResponseBody> export(
            Parameters parameters, ExportForm form, MediaType type, String ending) {
        LogsQuery query = parameters.query().translated();
        RecordExport.Begun begun = export.begin(
                RecordQuery.newest(query.filter(), query.range(texts.now()), RecordReader.MAX_PAGE), Long.MAX_VALUE);
        String name = "weir-records-" + texts.fileTime() + "." + ending;
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(out -> {
                    try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                        begun.write(form, writer);
                    }
                });
    }
}
