package dev.weir.document;

import dev.weir.document.FieldPath.Field;
import dev.weir.document.FieldPath.Item;
import dev.weir.document.FieldPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where the nodes of a YAML text stand in it, in characters. A block ends where its last part does, not where the next token begins. */
record NodeText(String text, MappingNode root) {

    /** What is written between a field's name or a dash and the end of its value. */
    record Extent(int start, int end) {}

    @Nullable
    Node find(FieldPath path) {
        Node node = root;
        for (Step step : path.steps()) {
            node = switch (step) {
                case Field(String name) -> node instanceof MappingNode mapping ? value(mapping, name) : null;
                case Item(int index) ->
                    node instanceof SequenceNode list && index < list.getValue().size()
                            ? list.getValue().get(index)
                            : null;
            };
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** Of a field with its name, or an item with its dash; null when it is not there, and for the root. */
    @Nullable
    Extent extent(FieldPath path) {
        Node around = path.isRoot() ? null : find(path.parent());
        if (around == null || find(path) == null) {
            return null;
        }
        int index = switch (path.last()) {
            case Item(int item) -> item;
            case Field(String name) -> indexOf((MappingNode) around, name);
        };
        return extents(around).get(index);
    }

    Position position(Extent extent) {
        int start = lineStart(extent.start());
        int end = lineStart(extent.end());
        return new Position(lineOf(start), extent.start() - start + 1, lineOf(end), extent.end() - end + 1);
    }

    private int lineOf(int lineStart) {
        int line = 1;
        for (int at = 0; at < lineStart; at = nextLine(at)) {
            line++;
        }
        return line;
    }

    private static @Nullable Node value(MappingNode mapping, String name) {
        int index = indexOf(mapping, name);
        return index < 0 ? null : mapping.getValue().get(index).getValueNode();
    }

    static int indexOf(MappingNode mapping, String name) {
        List<NodeTuple> fields = mapping.getValue();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether some part of the text has a name or refers to one by {@code &} and {@code *}. */
    static @Nullable Node anchored(Node node) {
        if (node.getAnchor() != null) {
            return node;
        }
        Node[] found = new Node[1];
        forEachChild(node, child -> found[0] = found[0] == null ? anchored(child) : found[0]);
        return found[0];
    }

    static void forEachChild(Node node, Consumer<Node> action) {
        switch (node) {
            case MappingNode mapping ->
                mapping.getValue().forEach(field -> {
                    action.accept(field.getKeyNode());
                    action.accept(field.getValueNode());
                });
            case SequenceNode list -> list.getValue().forEach(action);
            default -> {
                // A scalar has no parts.
            }
        }
    }

    int offset(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    int start(Node node) {
        return offset(node.getStartMark());
    }

    int end(Node node) {
        if (isBlock(node)) {
            int[] last = {start(node)};
            forEachChild(node, child -> last[0] = Math.max(last[0], end(child)));
            return last[0];
        }
        int end = offset(node.getEndMark());
        if (node instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED)) {
            while (end > start(node) && isBreak(text.charAt(end - 1))) {
                end--;
            }
        }
        return end;
    }

    /** A collection that is written without brackets. */
    static boolean isBlock(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.BLOCK;
    }

    static boolean isFlow(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
    }

    static int column(Node node) {
        return node.getStartMark().getColumn();
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    /** Before the line break, or the end of the text. */
    int lineEnd(int offset) {
        int end = offset;
        while (end < text.length() && !isBreak(text.charAt(end))) {
            end++;
        }
        return end;
    }

    int nextLine(int offset) {
        int end = lineEnd(offset);
        if (text.startsWith("\r\n", end)) {
            return end + 2;
        }
        return Math.min(end + 1, text.length());
    }

    int lineStart(int offset) {
        int start = offset;
        while (start > 0 && !isBreak(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Behind the colon that follows a field's name. */
    int afterColon(Node key) {
        int colon = text.indexOf(':', end(key));
        if (colon < 0) {
            throw new IllegalStateException("a field without a colon");
        }
        return colon + 1;
    }

    /** Whether only blanks stand between two places. */
    boolean isBlank(int from, int to) {
        return text.substring(from, to).isBlank();
    }

    /** The parts of a collection, from their names or, in a block, dashes. */
    List<Extent> extents(Node collection) {
        return switch (collection) {
            case MappingNode mapping ->
                mapping.getValue().stream()
                        .map(field -> new Extent(start(field.getKeyNode()), fieldEnd(field)))
                        .toList();
            case SequenceNode list when isBlock(list) -> dashed(list);
            case SequenceNode list ->
                list.getValue().stream()
                        .map(item -> new Extent(start(item), end(item)))
                        .toList();
            default -> List.of();
        };
    }

    /** A value that is not there has no place of its own. */
    private int fieldEnd(NodeTuple field) {
        int end = end(field.getValueNode());
        boolean empty = end == start(field.getValueNode());
        return empty
                        && end < text.length()
                        && text.indexOf(':', end(field.getKeyNode())) >= 0
                        && end < afterColon(field.getKeyNode())
                ? afterColon(field.getKeyNode())
                : end;
    }

    private List<Extent> dashed(SequenceNode list) {
        List<Extent> extents = new ArrayList<>();
        int from = start(list);
        for (Node item : list.getValue()) {
            int dash = dash(from, column(list));
            int end = Math.max(end(item), dash + 1);
            extents.add(new Extent(dash, end));
            from = nextLine(end);
        }
        return extents;
    }

    /** The first dash at that column, from a place on. */
    private int dash(int from, int column) {
        if (from < text.length() && text.charAt(from) == '-') {
            return from;
        }
        for (int line = lineStart(from); line < text.length(); line = nextLine(line)) {
            int at = line + column;
            if (at < text.length() && text.charAt(at) == '-' && isBlank(line, at)) {
                return at;
            }
        }
        throw new IllegalStateException("an item without a dash");
    }
}
