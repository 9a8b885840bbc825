package dev.weir.console;

import dev.weir.console.RecordRow.RecordWriter;
import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordReader;
import dev.weir.why.RecordExplainer;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** {@code /logs/{id}}: one record, why it says what it says, and all of it: an address to send to a colleague. */
@Controller
final class RecordPageController {
    private final RecordReader records;
    private final RecordExplainer explainer;
    private final RecordWriter writer;
    private final JsonMapper json;
    private final Texts texts;

    RecordPageController(
            RecordReader records, RecordExplainer explainer, RecordWriter writer, JsonMapper json, Texts texts) {
        this.records = records;
        this.explainer = explainer;
        this.writer = writer;
        this.json = json;
        this.texts = texts;
    }

    /** @param around the Logs page at that time, with the record open */
    record RecordView(RecordRow row, String time, WhyView why, String json, String around) {}

    @GetMapping("/logs/{id}")
    ModelAndView page(@PathVariable String id) {
        Optional<StoredRecord> found = records.find(id);
        if (found.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        StoredRecord stored = found.get();
        return new ModelAndView("logs/record")
                .addObject(
                        "view",
                        new RecordView(
                                writer.row(stored),
                                texts.dayAndTime(stored.record().time()),
                                WhyView.of(explainer.explain(stored), texts),
                                json.writerWithDefaultPrettyPrinter().writeValueAsString(RecordTree.of(stored)),
                                LogsAddress.record(stored)));
    }
}
