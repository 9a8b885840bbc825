package dev.weir.local.api.patch;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A set of fields of an object: a tree of path elements, of which some are members. Immutable. */
final class FieldSet {

    static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());
    static final FieldSet LEAF = new FieldSet(true, new TreeMap<>());

    private final boolean member;
    private final TreeMap<String, FieldSet> children;

    private FieldSet(boolean member, TreeMap<String, FieldSet> children) {
        this.member = member;
        this.children = children;
    }

    /** All fields of a value. */
    static FieldSet of(JsonNode value, Schema schema) {
        if (!ListElements.isGranular(value, schema) || value.isEmpty()) {
            return LEAF;
        }
        TreeMap<String, FieldSet> children = new TreeMap<>();
        ListElements.parts(value, schema).forEach((element, part) -> {
            FieldSet child = of(part, ListElements.partSchema(element, schema));
            children.put(element, element.startsWith("f:") ? child : new FieldSet(true, child.children));
        });
        return new FieldSet(false, children);
    }

    static FieldSet parent(Map<String, FieldSet> children) {
        TreeMap<String, FieldSet> kept = new TreeMap<>();
        children.forEach((element, child) -> {
            if (!child.isEmpty()) {
                kept.put(element, child);
            }
        });
        return new FieldSet(false, kept);
    }

    /** Reads the {@code fieldsV1} form. */
    static FieldSet read(JsonNode fields) {
        TreeMap<String, FieldSet> children = new TreeMap<>();
        fields.properties().forEach(field -> {
            if (!field.getKey().equals(".")) {
                FieldSet child = read(field.getValue());
                children.put(field.getKey(), child.isEmpty() ? LEAF : child);
            }
        });
        return new FieldSet(fields.has("."), children);
    }

    /** Writes the {@code fieldsV1} form. */
    ObjectNode write() {
        ObjectNode fields = Json.object();
        if (member && !children.isEmpty()) {
            fields.putObject(".");
        }
        children.forEach((element, child) -> fields.set(element, child.write()));
        return fields;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    boolean isMember() {
        return member;
    }

    Map<String, FieldSet> children() {
        return children;
    }

    FieldSet child(String element) {
        return children.getOrDefault(element, EMPTY);
    }

    FieldSet union(FieldSet other) {
        return combine(other, (a, b) -> a || b);
    }

    FieldSet minus(FieldSet other) {
        return combine(other, (a, b) -> a && !b);
    }

    FieldSet intersection(FieldSet other) {
        return combine(other, (a, b) -> a && b);
    }

    private FieldSet combine(FieldSet other, BinaryOperator<Boolean> rule) {
        TreeMap<String, FieldSet> combined = new TreeMap<>();
        for (String element : elements(other)) {
            FieldSet child = child(element).combine(other.child(element), rule);
            if (!child.isEmpty()) {
                combined.put(element, child);
            }
        }
        return new FieldSet(rule.apply(member, other.member), combined);
    }

    private Iterable<String> elements(FieldSet other) {
        if (other.children.isEmpty()) {
            return children.keySet();
        }
        TreeMap<String, FieldSet> both = new TreeMap<>(children);
        both.putAll(other.children);
        return both.keySet();
    }

    /** Without the field at the path. */
    FieldSet without(String... elements) {
        FieldSet removed = LEAF;
        FieldSet found = this;
        for (String element : elements) {
            found = found.child(element);
        }
        if (!found.isEmpty()) {
            removed = new FieldSet(true, found.children);
        }
        for (int i = elements.length - 1; i >= 0; i--) {
            TreeMap<String, FieldSet> children = new TreeMap<>();
            children.put(elements[i], removed);
            removed = new FieldSet(false, children);
        }
        return minus(removed);
    }

    /** The members as paths: {@code .spec.ports[port=80,protocol="TCP"].targetPort}. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        if (member) {
            paths.add(path);
        }
        children.forEach((element, child) -> child.collect(path + shown(element), paths));
    }

    private static String shown(String element) {
        String name = element.substring(2);
        if (element.startsWith("f:")) {
            return "." + name;
        }
        if (element.startsWith("v:")) {
            return "[=" + name + "]";
        }
        List<String> keys = new ArrayList<>();
        Json.read(name.getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
        return "[" + String.join(",", keys) + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && member == set.member && children.equals(set.children);
    }

    @Override
    public int hashCode() {
        return children.hashCode() * 2 + (member ? 1 : 0);
    }
}
