package dev.weir.local.api.resource;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events in the form of the group events.k8s.io. They are stored in the form of the core group. */
final class EventView {

    private static final Map<String, String> NEW_NAMES = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    private EventView() {}

    static ResourceType.View of(String storage) {
        return new ResourceType.View(storage, EventView::fromStored, EventView::toStored);
    }

    private static ObjectNode fromStored(ObjectNode stored) {
        ObjectNode event = stored.deepCopy().put("apiVersion", "events.k8s.io/v1");
        NEW_NAMES.forEach((oldName, newName) -> rename(event, oldName, newName));
        return event;
    }

    private static ObjectNode toStored(ObjectNode event) {
        ObjectNode stored = event.deepCopy().put("apiVersion", "v1");
        NEW_NAMES.forEach((oldName, newName) -> rename(stored, newName, oldName));
        return stored;
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
