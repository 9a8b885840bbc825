package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Validates a label selector inside an object. */
final class LabelSelectorRules {

    private LabelSelectorRules() {}

    static void validate(JsonNode selector, String path, FieldErrors errors) {
        ObjectMetadata.validateLabels(Json.map(selector, "matchLabels"), path + ".matchLabels", errors);
        ArrayNode expressions = Json.list(selector, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            validateRequirement(expressions.get(i), path + ".matchExpressions[" + i + "]", errors);
        }
    }

    private static void validateRequirement(JsonNode requirement, String path, FieldErrors errors) {
        String operator = Json.text(requirement, "operator");
        ArrayNode values = Json.list(requirement, "values");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> errors.invalid(path + ".operator", operator, "not a valid selector operator");
        }
        String key = Json.text(requirement, "key");
        Names.qualifiedName(key).forEach(fault -> errors.invalid(path + ".key", key, fault));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asString("");
            String valuePath = path + ".values[" + i + "]";
            Names.labelValue(value).forEach(fault -> errors.invalid(valuePath, value, fault));
        }
    }
}
