package dev.weir.rest;

import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.filter.Translation;
import dev.weir.paste.PasteReader;
import dev.weir.paste.Pasted;
import dev.weir.paste.Pasted.Place;
import dev.weir.paste.Spoken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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
            @Schema(allowableValues = {"filter", "hubble", "gcloud", "address", "ends", "record", "kubectl"})
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
            String curl) {
        static Translated of(PastedQuery question) {
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

    /** A thing that has the name. */
    record Candidate(
            @Schema(example = "policy") String kind,
            @Schema(example = "shop/web-in") String name,
            @Schema(example = "/ns/shop/policies/web-in") String page) {
        static Candidate of(Place place) {
            return new Candidate(place.kind().name().toLowerCase(Locale.ROOT), place.name(), place.page());
        }
    }

    /**
     * Where a pasted text leads.
     *
     * @param page of the console, from the root of this server
     * @param candidates one; several when the name is of several things; none for a question about records
     * @param saidBy the same by others; pasting any of their lines leads to the same page
     */
    record Found(
            @Schema(example = "/ns/shop/policies/web-in") String page,
            List<Candidate> candidates,
            @Nullable Translated question,
            Spoken saidBy) {
        static Found of(Pasted pasted) {
            List<Candidate> candidates = switch (pasted) {
                case Pasted.Question question -> List.of();
                case Place place -> List.of(Candidate.of(place));
                case Pasted.Several several ->
                    several.places().stream().map(Candidate::of).toList();
            };
            return new Found(
                    pasted.page(),
                    candidates,
                    pasted.question().map(Translated::of).orElse(null),
                    Spoken.of(pasted));
        }
    }

    private final PasteReader reader;

    QueryController(PasteReader reader) {
        this.reader = reader;
    }

    @GetMapping("/api/v1/queries/find")
    @Operation(
            summary = "Where whatever somebody pasted leads",
            description =
                    "A name; an address with or without a port, or two with an arrow; a query of Cloud Logging; a line of gcloud, hubble, kubectl or"
                            + " curl; a record or policy as JSON; an address of this console or API. Nothing of it is run.")
    Found find(@RequestParam @Schema(example = "kubectl -n shop get netpol web-in") String text) {
        return Found.of(reader.read(text));
    }

    @GetMapping("/api/v1/queries/translate")
    @Operation(summary = "Read a pasted query or command, and say it to Cloud Logging, hubble and curl")
    Translated translate(
            @RequestParam @Schema(example = "hubble observe --verdict DROPPED --to-port 443 --since 1h") String text) {
        return Translated.of(PastedQuery.of(text));
    }
}
