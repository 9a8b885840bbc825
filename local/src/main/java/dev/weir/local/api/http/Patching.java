package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.patch.Patch;
import dev.weir.local.api.registry.Appliance;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.registry.WriteOptions;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers PATCH requests: the three patch formats and server-side apply. */
final class Patching {

    /** What a patch came to. */
    record Patched(StoredObject object, boolean created) {}

    private final Registry registry;
    private final Appliance appliance;

    Patching(Registry registry) {
        this.registry = registry;
        this.appliance = new Appliance(registry);
    }

    Patched patch(ResourceHandler.Call call) throws IOException {
        WriteOptions options = call.request().writeOptions();
        String format = call.request().contentType();
        byte[] body = call.request().body();
        if (format.equals("application/apply-patch+yaml") || format.equals("application/apply-patch+json")) {
            return apply(call, body, options);
        }
        UnaryOperator<ObjectNode> change = change(format, body, call.type());
        List<String> warnings = new ArrayList<>();
        StoredObject object = registry.update(
                call.target(),
                current -> {
                    ObjectNode unversioned = current.deepCopy();
                    ObjectNode patched = change.apply(unversioned);
                    BodyDecoder.Decoded decoded = BodyDecoder.check(patched, call.type(), options.fieldValidation());
                    warnings.clear();
                    warnings.addAll(decoded.warnings());
                    return unconditional(decoded.object(), current);
                },
                options);
        Reply.warn(call.request().exchange(), warnings);
        return new Patched(object, false);
    }

    /** A patch that does not mention the revision applies to whatever is there. */
    private static ObjectNode unconditional(ObjectNode patched, ObjectNode current) {
        String revision = Json.text(current, "metadata", "resourceVersion");
        if (Json.text(patched, "metadata", "resourceVersion").equals(revision)) {
            Json.make(patched, "metadata").remove("resourceVersion");
        }
        return patched;
    }

    private static UnaryOperator<ObjectNode> change(String format, byte[] body, ResourceType type) {
        return switch (format) {
            case "application/json-patch+json" -> Patch.json(BodyDecoder.tree(body, format));
            case "application/merge-patch+json" -> Patch.merge(BodyDecoder.tree(body, format));
            case "application/strategic-merge-patch+json" -> {
                if (type.schema().rules() != null) {
                    throw unsupported(
                            "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
                }
                yield Patch.strategic(BodyDecoder.tree(body, format), type.schema());
            }
            default ->
                throw unsupported("application/json-patch+json, application/merge-patch+json,"
                        + " application/strategic-merge-patch+json, application/apply-patch+yaml");
        };
    }

    private static ApiException unsupported(String accepted) {
        return ApiException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }

    private Patched apply(ResourceHandler.Call call, byte[] body, WriteOptions options) {
        if (call.request().parameter("fieldManager").isEmpty()) {
            throw ApiException.badRequest(
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        JsonNode tree = BodyDecoder.tree(body, "application/apply-patch+yaml");
        if (!(tree instanceof ObjectNode configuration)
                || Json.text(configuration, "apiVersion").isEmpty()) {
            throw ApiException.badRequest("the applied configuration must be an object with apiVersion and kind");
        }
        if (!Json.list(configuration, "metadata", "managedFields").isEmpty()) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        BodyDecoder.Decoded decoded = BodyDecoder.check(configuration, call.type(), options.fieldValidation());
        Reply.warn(call.request().exchange(), decoded.warnings());
        Appliance.Applied applied = appliance.apply(call.target(), decoded.object(), options);
        return new Patched(applied.object(), applied.created());
    }
}
