package dev.weir.local.api.print;

import dev.weir.local.api.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The columns of events, in the form of either group. */
final class EventColumns {

    static final List<Column> ALL = List.of(
            new Column("Last Seen", "string", false, (event, now) -> Columns.string(Age.since(lastSeen(event), now))),
            Columns.text("Type", event -> Json.text(event, "type")),
            Columns.text("Reason", event -> Json.text(event, "reason")),
            Columns.text("Object", EventColumns::subject),
            Columns.wide("Subobject", event -> either(event, "involvedObject", "regarding", "fieldPath")),
            Columns.wide("Source", EventColumns::source),
            Columns.text("Message", event -> (Json.text(event, "message") + Json.text(event, "note")).strip()),
            new Column("First Seen", "string", true, (event, now) -> Columns.string(Age.since(firstSeen(event), now))),
            new Column("Count", "string", true, (event, now) -> Columns.string(Long.toString(count(event)))),
            Columns.wide("Name", event -> Json.text(event, "metadata", "name")));

    private EventColumns() {}

    private static String either(ObjectNode event, String core, String other, String field) {
        String found = Json.text(event, core, field);
        return found.isEmpty() ? Json.text(event, other, field) : found;
    }

    private static String subject(ObjectNode event) {
        String kind = either(event, "involvedObject", "regarding", "kind").toLowerCase(Locale.ROOT);
        return kind + "/" + either(event, "involvedObject", "regarding", "name");
    }

    private static String source(ObjectNode event) {
        String component = either(event, "source", "deprecatedSource", "component");
        String host = either(event, "source", "deprecatedSource", "host");
        if (component.isEmpty()) {
            component = Json.text(event, "reportingComponent") + Json.text(event, "reportingController");
            host = Json.text(event, "reportingInstance");
        }
        return host.isEmpty() ? component : component + ", " + host;
    }

    private static String lastSeen(ObjectNode event) {
        return first(event, "lastTimestamp", "deprecatedLastTimestamp", "eventTime");
    }

    private static String firstSeen(ObjectNode event) {
        return first(event, "firstTimestamp", "deprecatedFirstTimestamp", "eventTime");
    }

    private static String first(ObjectNode event, String... fields) {
        for (String field : fields) {
            String time = Json.text(event, field);
            if (!time.isEmpty()) {
                return time;
            }
        }
        return Json.text(event, "metadata", "creationTimestamp");
    }

    private static long count(ObjectNode event) {
        return Math.max(1, Json.number(event, "count") + Json.number(event, "deprecatedCount"));
    }
}
