package dev.weir.console;

import dev.weir.console.LogsView.QueryError;
import dev.weir.console.Parts.Link;
import dev.weir.paste.Pasted.Several;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What could not be taken to one page: a text that cannot be read, a name of several things, or nothing yet.
 *
 * @param error why it cannot be read; null when it can
 * @param places that have the name
 * @param records the search for the word in records; null when there is no word
 */
record FindView(
        String q,
        @Nullable QueryError error,
        List<Row> places,
        @Nullable Link records) {

    /** One thing of that name. */
    record Row(String kind, Link link) {}

    static FindView empty() {
        return new FindView("", null, List.of(), null);
    }

    static FindView wrong(String q, QueryError error) {
        return new FindView(q, error, List.of(), null);
    }

    static FindView of(Several several, Texts texts) {
        List<Row> places = several.places().stream()
                .map(place -> new Row(
                        texts.of("find.kind." + place.kind().name().toLowerCase(Locale.ROOT)),
                        new Link(place.page(), place.name())))
                .toList();
        Link records = new Link(
                LogsAddress.of("/logs", new String[] {"q", '"' + several.name() + '"'}),
                texts.of("find.records", several.name()));
        return new FindView(several.name(), null, places, records);
    }
}
