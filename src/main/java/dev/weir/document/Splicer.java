package dev.weir.document;

import dev.weir.document.FieldPath.Field;
import dev.weir.document.FieldPath.Item;
import dev.weir.document.NodeText.Extent;
import dev.weir.document.TreeEdit.Add;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds the characters to change for a change of the tree. It knows the layouts in which people write; of any other the answer can be wrong,
 * so whoever asks reads the result again ({@link EditableText}).
 */
final class Splicer {
    private final NodeText nodes;
    private final YamlLayout layout;

    Splicer(NodeText nodes, YamlLayout layout) {
        this.nodes = nodes;
        this.layout = layout;
    }

    Splice of(TreeEdit edit) {
        return switch (edit) {
            case Put(FieldPath path, Object value) -> put(path, value);
            case Add(FieldPath path, Object item) -> add(path, item);
            case Remove(FieldPath path) -> remove(path);
        };
    }

    private Splice put(FieldPath path, Object value) {
        if (path.isRoot()) {
            return replace(path, nodes.root(), value);
        }
        Node there = nodes.find(path);
        if (there != null) {
            return replace(path, there, value);
        }
        if (!(path.last() instanceof Field(String name))) {
            throw new IllegalArgumentException("there is no " + path);
        }
        Map<String, Object> field = new LinkedHashMap<>();
        field.put(name, value);
        if (!(nodes.find(path.parent()) instanceof MappingNode object)) {
            return put(path.parent(), field);
        }
        return object.getValue().isEmpty() && !isInFlow(path.parent())
                ? replace(path.parent(), object, field)
                : insert(
                        object,
                        inBrackets(field),
                        YamlLayout.inline(name) + ":" + layout.afterColon(value, column(object)));
    }

    private static String inBrackets(Map<String, Object> field) {
        String inline = YamlLayout.inline(field);
        return inline.substring(1, inline.length() - 1);
    }

    private static int column(Node node) {
        return NodeText.column(node);
    }

    private Splice add(FieldPath path, Object item) {
        if (!(nodes.find(path) instanceof SequenceNode list)) {
            return put(path, List.of(item));
        }
        if (list.getValue().isEmpty() && !isInFlow(path)) {
            return replace(path, list, List.of(item));
        }
        return insert(list, YamlLayout.inline(item), "- " + layout.block(item, column(list) + 2));
    }

    /** At the end of a collection. */
    private Splice insert(Node collection, String inline, String block) {
        List<Extent> parts = nodes.extents(collection);
        if (NodeText.isBlock(collection)) {
            int at = nodes.lineEnd(parts.getLast().end());
            return new Splice(at, at, layout.newline() + " ".repeat(column(collection)) + block);
        }
        int at = parts.isEmpty() ? nodes.start(collection) + 1 : parts.getLast().end();
        return new Splice(at, at, parts.isEmpty() ? inline : ", " + inline);
    }

    private Splice replace(FieldPath path, Node there, Object value) {
        if (NodeText.isBlock(there) && YamlLayout.isFilled(value)) {
            return new Splice(nodes.start(there), nodes.end(there), layout.block(value, column(there)));
        }
        boolean block = !path.isRoot() && !isInFlow(path.parent()) && isLarge(value);
        if (block || NodeText.isBlock(there) || nodes.start(there) == nodes.end(there)) {
            return afterName(path, there, value, block);
        }
        String text = there instanceof ScalarNode scalar
                ? YamlLayout.scalar(value, scalar.getScalarStyle())
                : YamlLayout.inline(value);
        return new Splice(nodes.start(there), nodes.end(there), text);
    }

    /** Everything behind a field's colon or a dash; what stands there as a comment stays when it can. */
    private Splice afterName(FieldPath path, Node there, Object value, boolean block) {
        Node around = path.isRoot() ? null : nodes.find(path.parent());
        int from = nodes.start(there);
        int indent = 0;
        if (around instanceof MappingNode object && path.last() instanceof Field(String name)) {
            NodeTuple field = object.getValue().get(NodeText.indexOf(object, name));
            from = nodes.afterColon(field.getKeyNode());
            indent = column(object);
        } else if (around instanceof SequenceNode list && path.last() instanceof Item(int index)) {
            from = nodes.extents(list).get(index).start() + 1;
            String text = block ? " " + layout.block(value, column(list) + 2) : " " + YamlLayout.inline(value);
            return new Splice(from, Math.max(from, nodes.end(there)), text);
        }
        int end = Math.max(from, nodes.end(there));
        boolean comment = !nodes.isBlank(from, Math.max(from, nodes.start(there)));
        if (comment) {
            return new Splice(nodes.start(there), end, YamlLayout.inline(value));
        }
        return new Splice(from, end, block ? layout.afterColon(value, indent) : " " + YamlLayout.inline(value));
    }

    /** Lists of objects are easier to read in lines. */
    private static boolean isLarge(Object value) {
        return value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)
                || value instanceof Map<?, ?> map && map.values().stream().anyMatch(YamlLayout::isFilled);
    }

    private boolean isInFlow(FieldPath path) {
        for (FieldPath at = path; !at.isRoot(); at = at.parent()) {
            Node node = nodes.find(at.parent());
            if (node != null && NodeText.isFlow(node)) {
                return true;
            }
        }
        Node node = nodes.find(path);
        return node instanceof MappingNode object
                        && NodeText.isFlow(object)
                        && !object.getValue().isEmpty()
                || node instanceof SequenceNode list
                        && NodeText.isFlow(list)
                        && !list.getValue().isEmpty();
    }

    private Splice remove(FieldPath path) {
        Node around = nodes.find(path.parent());
        if (around == null || nodes.find(path) == null) {
            throw new IllegalArgumentException("there is no " + path);
        }
        int index = path.last() instanceof Item(int item)
                ? item
                : NodeText.indexOf((MappingNode) around, ((Field) path.last()).name());
        List<Extent> parts = nodes.extents(around);
        if (NodeText.isFlow(around)) {
            return removeInFlow(parts, index);
        }
        if (parts.size() == 1) {
            return replace(path.parent(), around, around instanceof MappingNode ? Map.of() : List.of());
        }
        return removeLines(parts, index);
    }

    private static Splice removeInFlow(List<Extent> parts, int index) {
        Extent part = parts.get(index);
        if (index + 1 < parts.size()) {
            return new Splice(part.start(), parts.get(index + 1).start(), "");
        }
        return new Splice(index == 0 ? part.start() : parts.get(index - 1).end(), part.end(), "");
    }

    /** With the rest of the last line, which is a comment if anything. The first part may share its line with a dash. */
    private Splice removeLines(List<Extent> parts, int index) {
        Extent part = parts.get(index);
        int line = nodes.lineStart(part.start());
        if (nodes.isBlank(line, part.start())) {
            return new Splice(line, nodes.nextLine(part.end()), "");
        }
        return new Splice(part.start(), parts.get(index + 1).start(), "");
    }
}
