package dev.weir.local.api.resource;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.kinds.CustomRules;
import dev.weir.local.api.schema.CustomSchemas;
import dev.weir.local.api.schema.ModelSchemas;
import dev.weir.local.api.schema.Schema;
import dev.weir.local.api.schema.SchemaNotes;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All kinds that are served at the moment: the built-in ones and those of the custom resource definitions. Thread-safe. */
public final class Catalog {

    private static final List<String> GROUP_ORDER =
            List.of("", "networking.k8s.io", "discovery.k8s.io", "events.k8s.io");

    private final ModelSchemas schemas = new ModelSchemas(new SchemaNotes());
    private final List<ResourceType> builtin = BuiltinTypes.of(schemas);
    /** By the name of the definition. */
    private final Map<String, List<ResourceType>> custom = new ConcurrentSkipListMap<>();

    /** All types, the core group first. */
    public List<ResourceType> all() {
        List<ResourceType> all = new ArrayList<>(builtin);
        custom.values().forEach(all::addAll);
        all.sort(Comparator.comparing(Catalog::rank)
                .thenComparing(ResourceType::group)
                .thenComparing(ResourceType::plural));
        return all;
    }

    private static int rank(ResourceType type) {
        int index = GROUP_ORDER.indexOf(type.group());
        return index < 0 ? GROUP_ORDER.size() : index;
    }

    public Optional<ResourceType> find(String group, String version, String plural) {
        return all().stream()
                .filter(type -> type.group().equals(group)
                        && type.version().equals(version)
                        && type.plural().equals(plural))
                .findFirst();
    }

    /** The built-in type of the kind in the core group or another one that only one group has. */
    public ResourceType builtin(String apiVersion, String kind) {
        return builtin.stream()
                .filter(type ->
                        type.apiVersion().equals(apiVersion) && type.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a built-in kind: " + apiVersion + " " + kind));
    }

    /** One type for each kind of stored objects: two that show the same objects count once. */
    public List<ResourceType> stored() {
        List<ResourceType> stored = new ArrayList<>();
        for (ResourceType type : all()) {
            if (stored.stream().noneMatch(known -> known.storage().equals(type.storage()))) {
                stored.add(type);
            }
        }
        return stored;
    }

    /** Serves what the definition says. Returns the types. */
    public List<ResourceType> define(ObjectNode definition) {
        List<ResourceType> types = new ArrayList<>();
        ObjectNode spec = Json.map(definition, "spec");
        for (JsonNode version : Json.list(spec, "versions")) {
            if (Json.flag(version, "served")) {
                types.add(type(spec, version));
            }
        }
        custom.put(Json.text(definition, "metadata", "name"), List.copyOf(types));
        return types;
    }

    /** No longer serves what the definition of this name said. */
    public List<ResourceType> undefine(String definition) {
        List<ResourceType> gone = custom.remove(definition);
        return gone == null ? List.of() : gone;
    }

    private ResourceType type(ObjectNode spec, JsonNode version) {
        ObjectNode names = Json.map(spec, "names");
        String group = Json.text(spec, "group");
        String apiVersion = group + "/" + Json.text(version, "name");
        String plural = Json.text(names, "plural");
        ObjectNode openApi = Json.map(version, "schema", "openAPIV3Schema");
        Schema schema = CustomSchemas.ofKind(openApi, schemas.of(ObjectMeta.class));
        ResourceType.Builder builder = ResourceType.builder(apiVersion, Json.text(names, "kind"), plural)
                .singular(Json.text(names, "singular"))
                .shortNames(texts(names, "shortNames"))
                .categories(texts(names, "categories"))
                .schema(schema)
                .countsGenerations()
                .rules(new CustomRules(openApi))
                .columns(Json.list(version, "additionalPrinterColumns"))
                .view(new ResourceType.View(
                        group + "/" + plural, object -> object.put("apiVersion", apiVersion), object -> object));
        if (Json.text(spec, "scope").equals("Cluster")) {
            builder.clusterWide();
        }
        if (Json.at(version, "subresources", "status") != null) {
            builder.subresources("status");
        }
        return builder.build();
    }

    private static String[] texts(ObjectNode object, String field) {
        return Json.list(object, field)
                .valueStream()
                .map(text -> text.asString(""))
                .toArray(String[]::new);
    }
}
