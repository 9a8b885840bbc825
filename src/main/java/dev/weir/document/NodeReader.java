package dev.weir.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns YAML nodes into a tree and remembers where each field stands. */
final class NodeReader {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NODES = 200_000;

    private final Map<String, Position> positions = new HashMap<>();
    private int depth;
    private int nodes;

    Map<String, Object> object(MappingNode mapping) {
        return object(mapping, "");
    }

    Map<String, Position> positions() {
        return Map.copyOf(positions);
    }

    // A null in YAML is a null in the tree, as it is in JSON; the map's type cannot say so.
    @SuppressWarnings("NullAway")
    private Map<String, Object> object(MappingNode mapping, String path) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            String name = name(field.getKeyNode());
            String fieldPath = path.isEmpty() ? name : path + "." + name;
            if (result.containsKey(name)) {
                throw new DocumentSyntaxException(
                        "The field " + fieldPath + " is there twice.", position(field.getKeyNode()));
            }
            Node value = field.getValueNode();
            positions.put(
                    fieldPath, position(value instanceof ScalarNode && !isNull(value) ? value : field.getKeyNode()));
            result.put(name, value(value, fieldPath));
        }
        return result;
    }

    private static String name(Node key) {
        if (key instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.MERGE)) {
            return scalar.getValue();
        }
        throw new DocumentSyntaxException(
                key instanceof ScalarNode ? "Merge keys (<<) are not supported." : "The name of a field is text.",
                position(key));
    }

    private @Nullable Object value(Node node, String path) {
        if (++depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new DocumentSyntaxException("The document is nested too deeply or is too large.", position(node));
        }
        Object value = switch (node) {
            case MappingNode mapping -> object(mapping, path);
            case SequenceNode sequence -> list(sequence, path);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new DocumentSyntaxException("This cannot be read.", position(node));
        };
        depth--;
        return value;
    }

    private List<Object> list(SequenceNode sequence, String path) {
        List<Object> result = new ArrayList<>();
        int index = 0;
        for (Node item : sequence.getValue()) {
            String itemPath = path + "[" + index++ + "]";
            positions.put(itemPath, position(item));
            result.add(value(item, itemPath));
        }
        return result;
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                default -> false;
            };
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        return tag.equals(Tag.FLOAT) ? decimal(text) : text;
    }

    /** Base 60, which YAML 1.1 has and kubectl does not, stays text. */
    private static Object integer(String text) {
        if (text.contains(":")) {
            return text;
        }
        String digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        String number = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        BigInteger value = switch (number) {
            case String hex when hex.startsWith("0x") -> new BigInteger(hex.substring(2), 16);
            case String binary when binary.startsWith("0b") -> new BigInteger(binary.substring(2), 2);
            case String octal when octal.length() > 1 && octal.startsWith("0") -> new BigInteger(octal, 8);
            default -> new BigInteger(number);
        };
        BigInteger signed = negative ? value.negate() : value;
        return signed.bitLength() < Integer.SIZE
                ? (Object) signed.intValue()
                : signed.bitLength() < Long.SIZE ? (Object) signed.longValue() : signed;
    }

    private static Object decimal(String text) {
        try {
            return Double.valueOf(text.replace("_", ""));
        } catch (NumberFormatException baseSixtyOrInfinity) {
            return text;
        }
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static Position position(Node node) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        return new Position(start.getLine() + 1, start.getColumn() + 1, end.getLine() + 1, end.getColumn() + 1);
    }
}
