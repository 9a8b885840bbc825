package dev.weir.local.api.store;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A field selector of a request: {@code status.phase=Running,spec.nodeName!=weir-node-1}. Each kind allows the fields it is known for. */
public final class FieldSelector implements Predicate<ObjectNode> {

    private static final Set<String> COMMON = Set.of("metadata.name", "metadata.namespace");
    private static final Map<String, Set<String>> OF_KIND = Map.of(
            "Pod",
                    Set.of(
                            "spec.nodeName",
                            "spec.restartPolicy",
                            "spec.schedulerName",
                            "spec.serviceAccountName",
                            "spec.hostNetwork",
                            "status.phase",
                            "status.podIP",
                            "status.nominatedNodeName"),
            "Event",
                    Set.of(
                            "involvedObject.kind",
                            "involvedObject.namespace",
                            "involvedObject.name",
                            "involvedObject.uid",
                            "involvedObject.apiVersion",
                            "involvedObject.resourceVersion",
                            "involvedObject.fieldPath",
                            "regarding.kind",
                            "regarding.namespace",
                            "regarding.name",
                            "regarding.uid",
                            "regarding.apiVersion",
                            "regarding.resourceVersion",
                            "regarding.fieldPath",
                            "reason",
                            "reportingComponent",
                            "reportingController",
                            "source",
                            "type"),
            "Namespace", Set.of("status.phase"),
            "Node", Set.of("spec.unschedulable"),
            "Secret", Set.of("type"),
            "Service", Set.of("spec.clusterIP", "spec.type"));

    private record Term(String path, boolean equal, String value) {}

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
    }

    /** Reads a selector for objects of the kind; an empty text selects everything. Refuses an unknown field with 400. */
    public static FieldSelector parse(String text, ResourceType type) {
        List<Term> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                terms.add(term(part.trim(), type));
            }
        }
        return new FieldSelector(List.copyOf(terms));
    }

    private static Term term(String part, ResourceType type) {
        int sign = part.indexOf('=');
        if (sign < 1) {
            throw ApiException.badRequest("invalid selector: '" + part + "'; can't understand '" + part + "'");
        }
        boolean unequal = part.charAt(sign - 1) == '!';
        String path = part.substring(0, unequal ? sign - 1 : sign);
        String value = part.substring(part.startsWith("==", sign) ? sign + 2 : sign + 1);
        if (!COMMON.contains(path)
                && !OF_KIND.getOrDefault(type.kind(), Set.of()).contains(path)) {
            throw ApiException.badRequest("Unable to find \"" + type.group()
                    + (type.group().isEmpty() ? "" : "/") + type.version() + ", Resource="
                    + type.plural() + "\" that match label selector \"\", field selector \"" + part
                    + "\": field label not supported: "
                    + path);
        }
        return new Term(path, !unequal, value);
    }

    @Override
    public boolean test(ObjectNode object) {
        return terms.stream().allMatch(term -> term.equal() == term.value().equals(value(object, term.path())));
    }

    private static String value(ObjectNode object, String path) {
        if (path.equals("source")) {
            return Json.text(object, "source", "component");
        }
        JsonNode found = Json.at(object, path.split("\\.", -1));
        if (found == null) {
            return path.equals("spec.hostNetwork") || path.equals("spec.unschedulable") ? "false" : "";
        }
        return found.isContainer() ? "" : found.asString();
    }
}
