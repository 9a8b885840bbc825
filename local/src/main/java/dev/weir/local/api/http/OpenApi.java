package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.schema.OpenApiSchemas;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI documents by which {@code kubectl} explains kinds and learns that the server validates fields: an index at
 * {@code /openapi/v3} and one document for each group and version.
 */
final class OpenApi {

    private final Catalog catalog;

    OpenApi(Catalog catalog) {
        this.catalog = catalog;
    }

    Optional<ObjectNode> document(String path) {
        if (path.equals("/openapi/v3")) {
            return Optional.of(index());
        }
        String prefix = "/openapi/v3/";
        return path.startsWith(prefix) ? groupVersion(path.substring(prefix.length())) : Optional.empty();
    }

    private static String root(ResourceType type) {
        return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
    }

    private ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        Set<String> roots = new TreeSet<>();
        catalog.all().forEach(type -> roots.add(root(type)));
        for (String root : roots) {
            int hash = groupVersion(root).map(ObjectNode::hashCode).orElse(0);
            paths.putObject(root)
                    .put("serverRelativeURL", "/openapi/v3/" + root + "?hash=" + Integer.toHexString(hash));
        }
        return index;
    }

    private Optional<ObjectNode> groupVersion(String root) {
        List<ResourceType> types =
                catalog.all().stream().filter(type -> root(type).equals(root)).toList();
        if (types.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.32.4");
        ObjectNode paths = document.putObject("paths");
        OpenApiSchemas schemas = new OpenApiSchemas();
        for (ResourceType type : types) {
            String name = schemas.addKind(type.schema(), type.group(), type.version(), type.kind());
            addPaths(paths, type, name);
        }
        document.putObject("components").set("schemas", schemas.components());
        return Optional.of(document);
    }

    private static void addPaths(ObjectNode paths, ResourceType type, String schemaName) {
        String base = "/" + root(type) + "/" + (type.namespaced() ? "namespaces/{namespace}/" : "") + type.plural();
        ObjectNode collection = paths.putObject(base);
        operation(collection, "get", "list", type, schemaName);
        operation(collection, "post", "post", type, schemaName);
        ObjectNode object = paths.putObject(base + "/{name}");
        operation(object, "get", "get", type, schemaName);
        operation(object, "put", "put", type, schemaName);
        operation(object, "patch", "patch", type, schemaName);
        operation(object, "delete", "delete", type, schemaName);
    }

    private static void operation(ObjectNode path, String method, String action, ResourceType type, String schemaName) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + type.kind() + type.version());
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", type.group())
                .put("kind", type.kind())
                .put("version", type.version());
        if (method.equals("post") || method.equals("put") || method.equals("patch")) {
            for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation")) {
                ObjectNode query = operation
                        .withArray("parameters")
                        .addObject()
                        .put("name", parameter)
                        .put("in", "query");
                query.putObject("schema").put("type", "string");
            }
        }
        ObjectNode content = operation
                .putObject("responses")
                .putObject("200")
                .put("description", "OK")
                .putObject("content");
        content.putObject("application/json").putObject("schema").put("$ref", "#/components/schemas/" + schemaName);
    }
}
