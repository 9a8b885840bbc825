package dev.weir.paste;

import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.Translation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was pasted, said by others: pasting any of these lines leads to the same page again.
 *
 * @param gcloud null for what is not about records
 * @param hubble null when hubble cannot ask it
 * @param hubbleRefusal why not; null when it can, and for what is not about records
 * @param kubectl null when it shows nothing like it
 * @param curl null for a page whose data have no address of their own
 */
public record Spoken(
        @Nullable String gcloud,
        @Nullable String hubble,
        @Nullable String hubbleRefusal,
        @Nullable String kubectl,
        @Nullable String curl) {
    /** What the Logs page shows when nothing else is said. */
    private static final String WINDOW = "-1h";

    public static Spoken of(Pasted pasted) {
        String kubectl = pasted instanceof Pasted.Place place ? place.kubectl() : null;
        Optional<PastedQuery> question = pasted.question();
        if (question.isEmpty()) {
            return new Spoken(null, null, null, kubectl, curl(pasted));
        }
        PastedQuery query = question.get();
        Translation other = query.recordFilter().translation(from(query.from()), query.to());
        return new Spoken(other.gcloud(), other.hubble(), other.hubbleRefusal(), kubectl, other.curl());
    }

    /** Pages have lengths of time without the sign. */
    private static String from(String from) {
        return from.isEmpty() ? WINDOW : from.matches("\\d+[smhdw]") ? "-" + from : from;
    }

    /** The address of a page answers a program with the data of that page. */
    private static @Nullable String curl(Pasted pasted) {
        String[] parts = pasted.page().split("\\?", 2);
        if (pasted instanceof Pasted.Several
                || ApiAlternate.of("", parts[0], parts.length == 1 ? null : parts[1])
                        .isEmpty()) {
            return null;
        }
        return "curl -sL \"$WEIR_SERVER\"" + Translation.shell(pasted.page())
                + " -H \"Authorization: Bearer $WEIR_TOKEN\" -H \"Accept: application/json\"";
    }
}
