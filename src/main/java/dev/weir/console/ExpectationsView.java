package dev.weir.console;

import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /expectations}.
 *
 * @param scope the namespace whose expectations are shown; empty = all
 * @param summary how many stand how
 * @param overridings what was broken knowingly, the newest first
 */
record ExpectationsView(String scope, String summary, List<Row> rows, Form form, List<OverridingRow> overridings) {
    /** @param change the change set that broke it; null when that is not known */
    record Row(
            String ref,
            String namespace,
            String name,
            String sentence,
            Mark state,
            String since,
            String why,
            String cause,
            @Nullable Link change,
            String version,
            String editHref) {}

    /**
     * What somebody writes down.
     *
     * @param version of the one that is changed; empty for a new one
     * @param problem what is wrong with it; null when nothing is known to be
     * @param tried how it would stand; null unless that was asked
     */
    record Form(
            String namespace,
            String name,
            String expect,
            String version,
            @Nullable String problem,
            @Nullable Tried tried) {
        Form with(String wrong) {
            return new Form(namespace, name, expect, version, wrong, null);
        }

        Form with(Tried how) {
            return new Form(namespace, name, expect, version, null, how);
        }
    }

    record Tried(String sentence, Mark state, String why) {}

    record OverridingRow(String at, String who, String what, String reason, List<String> broken) {}
}
