package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.registry.DeleteOptions;
import dev.weir.local.api.registry.Deletions;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.registry.Target;
import dev.weir.local.api.registry.WriteOptions;
import dev.weir.local.api.status.ApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be asked of a pod beyond its object: binding to a node and eviction; what needs a container runtime is refused. */
final class PodSubresources {

    private static final Set<String> NEED_RUNTIME = Set.of("log", "exec", "attach", "portforward", "proxy");

    private final Registry registry;
    private final Deletions deletions;

    PodSubresources(Registry registry, Deletions deletions) {
        this.registry = registry;
        this.deletions = deletions;
    }

    boolean handles(ResourceHandler.Call call) {
        String subresource = call.path().subresource();
        boolean own =
                subresource.equals("binding") || subresource.equals("eviction") || NEED_RUNTIME.contains(subresource);
        return call.type().kind().equals("Pod") && own;
    }

    void handle(ResourceHandler.Call call) throws IOException {
        String subresource = call.path().subresource();
        if (NEED_RUNTIME.contains(subresource)) {
            throw new ApiException(
                    501,
                    "NotImplemented",
                    "pods of the local cluster are network namespaces without a container runtime: " + subresource
                            + " is not available; use ./weir exec "
                            + call.path().namespace() + "/" + call.path().name() + " -- COMMAND");
        }
        if (!call.request().method().equals("POST")) {
            throw ApiException.methodNotAllowed();
        }
        JsonNode body = BodyDecoder.tree(call.request().body(), call.request().contentType());
        if (subresource.equals("binding")) {
            bind(call, body);
        } else {
            evict(call, body);
        }
        ObjectNode success = Json.object().put("kind", "Status").put("apiVersion", "v1");
        success.putObject("metadata");
        Reply.json(
                call.request().exchange(), 201, success.put("status", "Success").put("code", 201));
    }

    private void bind(ResourceHandler.Call call, JsonNode binding) {
        String node = Json.text(binding, "target", "name");
        if (node.isEmpty()) {
            throw ApiException.badRequest("Binding: target.name: Required value");
        }
        WriteOptions options = call.request().writeOptions();
        registry.update(new Target(call.type(), call.key(), "binding"), pod -> bound(call, pod, node), options);
    }

    private static ObjectNode bound(ResourceHandler.Call call, ObjectNode pod, String node) {
        String present = Json.text(pod, "spec", "nodeName");
        if (!present.isEmpty()) {
            throw ApiException.conflict(
                    call.type().subject(call.path().name()),
                    "pod " + call.path().name() + " is already assigned to node \"" + present + "\"");
        }
        Json.make(pod, "spec").put("nodeName", node);
        ArrayNode conditions = Json.list(pod, "status", "conditions");
        ArrayNode kept = Json.array();
        conditions.forEach(condition -> {
            if (!Json.text(condition, "type").equals("PodScheduled")) {
                kept.add(condition);
            }
        });
        String now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        kept.addObject()
                .putNull("lastProbeTime")
                .put("lastTransitionTime", now)
                .put("status", "True")
                .put("type", "PodScheduled");
        Json.make(pod, "status").set("conditions", kept);
        return pod;
    }

    private void evict(ResourceHandler.Call call, JsonNode eviction) {
        JsonNode options = eviction.path("deleteOptions");
        deletions.delete(
                call.type(),
                call.key(),
                DeleteOptions.read(
                        options, "", "", call.request().writeOptions().dryRun()));
    }
}
