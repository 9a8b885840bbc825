package dev.weir.console;

import dev.weir.console.LogsView.Option;
import dev.weir.console.LogsView.QueryError;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Flows page.
 *
 * @param error what is wrong with the time; then there are no rows
 * @param time null when the time cannot be read
 * @param notes how what is shown differs from what was asked for: by namespace, not all pairs
 * @param rows none where the matrix shows them
 * @param map the rows as SVG; null in another view
 * @param matrix the rows as a matrix; null in another view
 * @param missing what is not among the rows, although it happened
 */
record FlowsView(
        FlowsQuery query,
        Form form,
        @Nullable QueryError error,
        @Nullable TimeBar time,
        String count,
        List<String> notes,
        List<Row> rows,
        @Nullable String map,
        @Nullable FlowsMatrix matrix,
        List<String> missing,
        @Nullable Blank blank,
        String curl) {

    record Form(
            List<View> views,
            List<Option> windows,
            boolean custom,
            List<Option> scopes,
            List<Option> shows,
            List<Option> orders) {}

    record View(String href, String text, boolean current) {}

    /**
     * A pair.
     *
     * @param wouldDeny that some of what was allowed would be denied, or null
     * @param fresh whether it is new
     */
    record Row(
            String source,
            String destination,
            String ports,
            Cell allowed,
            Cell denied,
            @Nullable Mark wouldDeny,
            Mark guard,
            List<Link> policies,
            @Nullable Mark fresh,
            String firstSeen,
            String lastSeen,
            String recordsHref) {}

    /** A number from the records; counted = the exact one, recorded or not, since then. */
    record Cell(
            @Nullable Mark mark, String number, @Nullable String counted) {}
}
