package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.registry.DeleteOptions;
import dev.weir.local.api.registry.Deletions;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.registry.Target;
import dev.weir.local.api.registry.WriteOptions;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.FieldSelector;
import dev.weir.local.api.store.LabelSelector;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests for objects: get, list, watch, create, update, patch and delete. */
final class ResourceHandler {

    /** A request for a resource that is served. */
    record Call(ApiRequest request, ResourceType type, RequestPath path) {
        ObjectKey key() {
            return new ObjectKey(path.namespace(), path.name());
        }

        Target target() {
            return new Target(type, key(), path.subresource());
        }
    }

    private final Registry registry;
    private final Deletions deletions;
    private final Patching patching;
    private final PodSubresources podSubresources;
    private final WatchStream watches;
    private final Pages pages = new Pages();

    ResourceHandler(Registry registry, Deletions deletions, WatchStream watches) {
        this.registry = registry;
        this.deletions = deletions;
        this.watches = watches;
        this.patching = new Patching(registry);
        this.podSubresources = new PodSubresources(registry, deletions);
    }

    void handle(Call call) throws IOException {
        checkScope(call);
        String subresource = call.path().subresource();
        if (podSubresources.handles(call)) {
            podSubresources.handle(call);
            return;
        }
        if (!subresource.isEmpty() && !call.type().subresources().contains(subresource)) {
            throw ApiException.noSuchResource();
        }
        if (call.path().name().isEmpty()) {
            handleCollection(call);
        } else {
            handleObject(call);
        }
    }

    private static void checkScope(Call call) {
        boolean scoped = !call.path().namespace().isEmpty();
        boolean objectNeedsNamespace =
                call.type().namespaced() && !scoped && !call.path().name().isEmpty();
        if (scoped && !call.type().namespaced() || objectNeedsNamespace) {
            throw ApiException.noSuchResource();
        }
    }

    private void handleCollection(Call call) throws IOException {
        switch (call.request().method()) {
            case "GET" -> {
                if (call.request().flag("watch")) {
                    watches.serve(call, selection(call));
                } else {
                    list(call);
                }
            }
            case "POST" -> create(call);
            case "DELETE" -> deleteCollection(call);
            default -> throw ApiException.methodNotAllowed();
        }
    }

    private void handleObject(Call call) throws IOException {
        switch (call.request().method()) {
            case "GET" -> {
                StoredObject object = registry.get(call.type(), call.key());
                if (call.request().flag("watch")) {
                    watches.serve(
                            call,
                            tree -> Json.text(tree, "metadata", "name")
                                    .equals(call.path().name()));
                } else {
                    Representation.of(call).object(200, object);
                }
            }
            case "PUT" -> update(call);
            case "PATCH" -> Representation.of(call).written(patching.patch(call));
            case "DELETE" -> delete(call);
            default -> throw ApiException.methodNotAllowed();
        }
    }

    /** What the selectors of the request select, of objects in the form that is served. */
    private static Predicate<ObjectNode> selection(Call call) {
        LabelSelector labels = LabelSelector.parse(call.request().parameter("labelSelector"));
        FieldSelector fields = FieldSelector.parse(call.request().parameter("fieldSelector"), call.type());
        return object -> labels.test(object) && fields.test(object);
    }

    private void list(Call call) throws IOException {
        ApiRequest request = call.request();
        int limit = (int) Math.min(Integer.MAX_VALUE, request.number("limit").orElse(0L));
        String token = request.parameter("continue");
        Pages.Page page = token.isEmpty() ? pages.first(snapshot(call), limit) : pages.next(token, limit);
        Representation.of(call).list(page);
    }

    private ObjectStore.Snapshot snapshot(Call call) {
        Predicate<ObjectNode> selection = selection(call);
        ObjectStore.Snapshot all =
                registry.store().list(call.type().storage(), call.path().namespace());
        checkRevision(call, all.revision());
        if (call.request().parameter("labelSelector").isEmpty()
                && call.request().parameter("fieldSelector").isEmpty()) {
            return all;
        }
        List<StoredObject> selected = all.objects().stream()
                .filter(object -> selection.test(Representation.served(call.type(), object)))
                .toList();
        return new ObjectStore.Snapshot(all.revision(), selected);
    }

    /** Lists always show the present; a client that asks for exactly another moment must hear that it cannot be had. */
    private static void checkRevision(Call call, long present) {
        long wanted = call.request().number("resourceVersion").orElse(0L);
        if (wanted > present) {
            throw new ApiException(504, "Timeout", "Too large resource version: " + wanted + ", current: " + present)
                    .cause("ResourceVersionTooLarge", "Too large resource version", "")
                    .detail(details -> details.put("retryAfterSeconds", 1));
        }
        if (call.request().parameter("resourceVersionMatch").equals("Exact") && wanted != present) {
            throw ApiException.expired("The resourceVersion for the provided list is too old.");
        }
    }

    private void create(Call call) throws IOException {
        WriteOptions options = call.request().writeOptions();
        BodyDecoder.Decoded decoded = BodyDecoder.object(
                call.request().body(), call.request().contentType(), call.type(), options.fieldValidation());
        String namespace = namespace(call, decoded.object());
        StoredObject created = registry.create(call.type(), namespace, decoded.object(), options);
        Reply.warn(call.request().exchange(), decoded.warnings());
        Representation.of(call).object(201, created);
    }

    /** The namespace of the path; a different one in the object is a mistake. */
    private static String namespace(Call call, ObjectNode object) {
        String given = Json.text(object, "metadata", "namespace");
        String path = call.path().namespace();
        if (call.type().namespaced() && path.isEmpty()) {
            throw ApiException.methodNotAllowed();
        }
        if (!given.isEmpty() && !given.equals(path)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        return path;
    }

    private void update(Call call) throws IOException {
        WriteOptions options = call.request().writeOptions();
        BodyDecoder.Decoded decoded = BodyDecoder.object(
                call.request().body(), call.request().contentType(), call.type(), options.fieldValidation());
        namespace(call, decoded.object());
        String name = Json.text(decoded.object(), "metadata", "name");
        if (!name.equals(call.path().name())) {
            throw ApiException.badRequest("the name of the object (" + name + ") does not match the name on the URL ("
                    + call.path().name() + ")");
        }
        StoredObject updated =
                registry.update(call.target(), current -> decoded.object().deepCopy(), options);
        Reply.warn(call.request().exchange(), decoded.warnings());
        Representation.of(call).object(200, updated);
    }

    private DeleteOptions deleteOptions(Call call) throws IOException {
        byte[] body = call.request().body();
        JsonNode options = body.length == 0
                ? Json.object()
                : BodyDecoder.tree(body, call.request().contentType());
        return DeleteOptions.read(
                options,
                call.request().parameter("gracePeriodSeconds"),
                call.request().parameter("propagationPolicy"),
                call.request().writeOptions().dryRun());
    }

    private void delete(Call call) throws IOException {
        Deletions.Deletion deletion = deletions.delete(call.type(), call.key(), deleteOptions(call));
        if (!deletion.gone() || call.type().kind().equals("Pod")) {
            Representation.of(call).object(200, deletion.object());
            return;
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", call.path().name());
        if (!call.type().group().isEmpty()) {
            details.put("group", call.type().group());
        }
        details.put("kind", call.type().plural()).put("uid", deletion.object().uid());
        Reply.json(call.request().exchange(), 200, status);
    }

    private void deleteCollection(Call call) throws IOException {
        DeleteOptions options = deleteOptions(call);
        ObjectStore.Snapshot snapshot = snapshot(call);
        for (StoredObject object : snapshot.objects()) {
            deletions.delete(call.type(), object.key(), options);
        }
        Representation.of(call).list(new Pages.Page(registry.store().revision(), snapshot.objects(), "", 0));
    }
}
