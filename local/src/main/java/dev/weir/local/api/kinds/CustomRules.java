package dev.weir.local.api.kinds;

import dev.weir.local.api.schema.SchemaDefaults;
import dev.weir.local.api.schema.SchemaRules;
import dev.weir.local.api.status.FieldErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and validation of a custom resource, as the schema of its definition says. */
public final class CustomRules implements KindRules {

    private final JsonNode schema;

    public CustomRules(JsonNode openApiSchema) {
        this.schema = openApiSchema;
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        SchemaDefaults.apply(object, schema);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        SchemaRules.validate(object, schema, "", errors);
    }
}
