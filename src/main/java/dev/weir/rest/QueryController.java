package dev.weir.rest;

import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.filter.Translation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Questions in the languages of others, and ours in theirs. */
@RestController
@Tag(name = "Logs")
final class QueryController {

    /**
     * One question in every language.
     *
     * @param language in which it was written
     * @param readsAs how it was understood, in full
     * @param limit 0 when the text does not say
     * @param hubble absent when hubble cannot ask it
     * @param hubbleRefusal why not
     */
    record Translated(
            @Schema(allowableValues = {"filter", "hubble", "gcloud", "address"})
            String language,

            @Schema(example = "disposition=\"deny\" AND connection.dest_port=443")
            String filter,

            String readsAs,
            String from,
            String to,
            int limit,
            boolean oldestFirst,
            boolean live,
            String gcloud,
            @Nullable String hubble,
            @Nullable String hubbleRefusal,
            String curl) {}

    @GetMapping("/api/v1/queries/translate")
    @Operation(summary = "Read a pasted query or command, and say it to Cloud Logging, hubble and curl")
    Translated translate(
            @RequestParam @Schema(example = "hubble observe --verdict DROPPED --to-port 443 --since 1h") String text) {
        PastedQuery question = PastedQuery.of(text);
        RecordFilter filter = question.recordFilter();
        Translation other = filter.translation(question.from(), question.to());
        return new Translated(
                question.language().name().toLowerCase(Locale.ROOT),
                question.filter(),
                filter.readsAs(),
                question.from(),
                question.to(),
                question.limit(),
                question.oldestFirst(),
                question.live(),
                other.gcloud(),
                other.hubble(),
                other.hubbleRefusal(),
                other.curl());
    }
}
