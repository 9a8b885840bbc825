package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says which groups, versions and resources are served: {@code /api}, {@code /apis} and what is below. Follows custom definitions. */
final class Discovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    /** Groups without stored resources, with the kinds that are only asked. */
    private static final List<ReviewHandler.Review> REVIEWS = ReviewHandler.REVIEWS;

    private final Catalog catalog;

    Discovery(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The document at the path, if it is one of discovery. */
    Optional<ObjectNode> document(String path) {
        String[] parts = path.substring(1).split("/");
        boolean core = parts[0].equals("api");
        if (!core && !parts[0].equals("apis") || parts.length > 3 || core && parts.length > 2) {
            return Optional.empty();
        }
        if (core) {
            return parts.length == 1 ? Optional.of(versions()) : resources("", parts[1]);
        }
        return switch (parts.length) {
            case 1 -> Optional.of(groups());
            case 2 -> group(parts[1]);
            default -> resources(parts[1], parts[2]);
        };
    }

    private static ObjectNode versions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        Set<String> names = new LinkedHashSet<>();
        catalog.all().forEach(type -> names.add(type.group()));
        REVIEWS.forEach(review -> names.add(review.group()));
        names.remove("");
        names.forEach(name -> group(name).ifPresent(group -> groups.add(group.remove(List.of("apiVersion")))));
        groups.forEach(group -> ((ObjectNode) group).remove(List.of("kind", "apiVersion")));
        return list;
    }

    private Optional<ObjectNode> group(String name) {
        Set<String> versions = new TreeSet<>();
        catalog.all().stream().filter(type -> type.group().equals(name)).forEach(type -> versions.add(type.version()));
        REVIEWS.stream().filter(review -> review.group().equals(name)).forEach(review -> versions.add("v1"));
        if (name.isEmpty() || versions.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version ->
                list.addObject().put("groupVersion", name + "/" + version).put("version", version));
        group.set("preferredVersion", list.get(0));
        return Optional.of(group);
    }

    private Optional<ObjectNode> resources(String group, String version) {
        String groupVersion = group.isEmpty() ? version : group + "/" + version;
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", groupVersion);
        ArrayNode resources = list.putArray("resources");
        catalog.all().stream()
                .filter(type -> type.group().equals(group) && type.version().equals(version))
                .forEach(type -> add(resources, type));
        REVIEWS.stream()
                .filter(review -> review.group().equals(group) && version.equals("v1"))
                .forEach(review -> {
                    ObjectNode resource =
                            resources.addObject().put("name", review.plural()).put("singularName", "");
                    resource.put("namespaced", false)
                            .put("kind", review.kind())
                            .putArray("verbs")
                            .add("create");
                });
        return resources.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private static void add(ArrayNode resources, ResourceType type) {
        ObjectNode resource = resources.addObject().put("name", type.plural()).put("singularName", type.singular());
        resource.put("namespaced", type.namespaced()).put("kind", type.kind());
        VERBS.forEach(resource.putArray("verbs")::add);
        if (!type.shortNames().isEmpty()) {
            type.shortNames().forEach(resource.putArray("shortNames")::add);
        }
        if (!type.categories().isEmpty()) {
            type.categories().forEach(resource.putArray("categories")::add);
        }
        for (String subresource : new TreeSet<>(type.subresources())) {
            ObjectNode sub = resources
                    .addObject()
                    .put("name", type.plural() + "/" + subresource)
                    .put("singularName", "");
            sub.put("namespaced", type.namespaced());
            switch (subresource) {
                case "binding" -> sub.put("kind", "Binding").putArray("verbs").add("create");
                case "eviction" ->
                    sub.put("group", "policy")
                            .put("version", "v1")
                            .put("kind", "Eviction")
                            .putArray("verbs")
                            .add("create");
                case "finalize" ->
                    sub.put("kind", type.kind()).putArray("verbs").add("update");
                default ->
                    sub.put("kind", type.kind())
                            .putArray("verbs")
                            .add("get")
                            .add("patch")
                            .add("update");
            }
        }
    }
}
