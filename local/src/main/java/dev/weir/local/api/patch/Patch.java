package dev.weir.local.api.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.local.api.json.Json;
import dev.weir.local.api.schema.Schema;
import dev.weir.local.api.status.ApiException;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The three patches that change a given tree: JSON patch, JSON merge patch and strategic merge patch. */
public final class Patch {

    private static final ObjectMapper CLIENT_MAPPER = new ObjectMapper();

    private Patch() {}

    /** RFC 6902. */
    public static UnaryOperator<ObjectNode> json(JsonNode operations) {
        if (!operations.isArray()) {
            throw ApiException.badRequest("error decoding patch: json: a JSON patch is a list of operations");
        }
        return current -> {
            JsonNode patched = current;
            for (JsonNode operation : operations) {
                patched = applied(patched, operation);
            }
            return asObject(patched);
        };
    }

    /** One operation at a time: the library removes what is not there without a word, and the standard forbids that. */
    private static JsonNode applied(JsonNode current, JsonNode operation) {
        String needed = switch (Json.text(operation, "op")) {
            case "remove", "replace" -> Json.text(operation, "path");
            case "copy", "move" -> Json.text(operation, "from");
            default -> "";
        };
        try {
            if (current.at(needed).isMissingNode()) {
                throw unprocessable(
                        Json.text(operation, "op") + " operation does not apply: doc is missing path: " + needed);
            }
            var patched = JsonPatch.apply(
                    CLIENT_MAPPER.readTree(Json.array().add(operation).toString()),
                    CLIENT_MAPPER.readTree(current.toString()));
            return Json.read(patched.toString().getBytes(StandardCharsets.UTF_8));
        } catch (JsonPatchException | IllegalArgumentException e) {
            throw unprocessable(String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("error decoding patch: " + e.getOriginalMessage());
        }
    }

    private static ApiException unprocessable(String detail) {
        return new ApiException(
                422, "Invalid", "the server rejected our request due to an error in our request: " + detail);
    }

    /** RFC 7386. */
    public static UnaryOperator<ObjectNode> merge(JsonNode patch) {
        ObjectNode changes = asObject(patch);
        return current -> asObject(merged(current, changes));
    }

    public static UnaryOperator<ObjectNode> strategic(JsonNode patch, Schema schema) {
        ObjectNode changes = asObject(patch);
        return current -> StrategicMerge.apply(current, changes, schema);
    }

    private static JsonNode merged(JsonNode current, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch.deepCopy();
        }
        ObjectNode result = current instanceof ObjectNode object ? object.deepCopy() : Json.object();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merged(result.path(change.getKey()), change.getValue()));
            }
        }
        return result;
    }

    private static ObjectNode asObject(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest(
                "error decoding patch: json: cannot unmarshal " + node.getNodeType() + " into an object");
    }
}
