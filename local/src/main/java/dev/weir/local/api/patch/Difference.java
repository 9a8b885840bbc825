package dev.weir.local.api.patch;

import dev.weir.local.api.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What differs between two states of an object.
 *
 * @param changed fields that were added or have another value
 * @param removed fields that are no longer there
 */
record Difference(FieldSet changed, FieldSet removed) {

    static Difference between(@Nullable JsonNode before, @Nullable JsonNode after, Schema schema) {
        if (before == null || after == null) {
            return new Difference(
                    after == null ? FieldSet.EMPTY : FieldSet.of(after, schema),
                    before == null ? FieldSet.EMPTY : FieldSet.of(before, schema));
        }
        boolean granular = ListElements.isGranular(before, schema)
                && ListElements.isGranular(after, schema)
                && before.getNodeType() == after.getNodeType();
        if (!granular) {
            return new Difference(before.equals(after) ? FieldSet.EMPTY : FieldSet.LEAF, FieldSet.EMPTY);
        }
        return betweenParts(ListElements.parts(before, schema), ListElements.parts(after, schema), schema);
    }

    private static Difference betweenParts(Map<String, JsonNode> before, Map<String, JsonNode> after, Schema schema) {
        Set<String> elements = new LinkedHashSet<>(before.keySet());
        elements.addAll(after.keySet());
        Map<String, FieldSet> changed = new TreeMap<>();
        Map<String, FieldSet> removed = new TreeMap<>();
        for (String element : elements) {
            Difference part =
                    between(before.get(element), after.get(element), ListElements.partSchema(element, schema));
            boolean item = !element.startsWith("f:");
            changed.put(
                    element, item && !before.containsKey(element) ? part.changed.union(FieldSet.LEAF) : part.changed);
            removed.put(
                    element, item && !after.containsKey(element) ? part.removed.union(FieldSet.LEAF) : part.removed);
        }
        return new Difference(FieldSet.parent(changed), FieldSet.parent(removed));
    }
}
