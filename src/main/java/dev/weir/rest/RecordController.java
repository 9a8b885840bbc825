package dev.weir.rest;

import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordReader;
import dev.weir.why.RecordExplainer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One record, and why it says what it says. */
@RestController
@RequestMapping("/api/v1/logs/{id}")
@Tag(name = "Logs")
final class RecordController {
    private final RecordReader store;
    private final RecordExplainer explainer;

    RecordController(RecordReader store, RecordExplainer explainer) {
        this.store = store;
        this.explainer = explainer;
    }

    @GetMapping
    @Operation(summary = "One record, by the id that stands under weir.id")
    Map<String, Object> record(@PathVariable String id) {
        return RecordTree.of(find(id));
    }

    @GetMapping("/why")
    @Operation(
            summary = "Why: the policies, labels and addresses of that time",
            description =
                    "Each policy of the namespaces of both ends has one of four words. A policy never denies: a pod is isolated by some, and"
                            + " none of them admits. What is not kept makes a word Undecidable, with what is missing.")
    WhyAnswer why(@PathVariable String id) {
        return WhyAnswer.of(explainer.explain(find(id)));
    }

    private StoredRecord find(String id) {
        return store.find(id)
                .orElseThrow(() ->
                        ProblemException.notFound("There is no record " + id + "; it may be older than what is kept."));
    }
}
