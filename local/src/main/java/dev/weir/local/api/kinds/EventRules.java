package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import tools.jackson.databind.node.ObjectNode;

/** Validation of events: an event is about an object and lives in that object's namespace. */
public final class EventRules implements KindRules {

    private final String subjectField;

    /** Rules for events that name their object in this field, which the two groups call differently. */
    public EventRules(String subjectField) {
        this.subjectField = subjectField;
    }

    @Override
    public void validate(ObjectNode event, FieldErrors errors) {
        String namespace = Json.text(event, "metadata", "namespace");
        String subject = Json.text(event, subjectField, "namespace");
        boolean fits = subject.isEmpty()
                ? namespace.equals("default") || namespace.equals("kube-system")
                : subject.equals(namespace);
        if (!fits) {
            errors.invalid(subjectField + ".namespace", subject, "does not match event.namespace");
        }
    }
}
