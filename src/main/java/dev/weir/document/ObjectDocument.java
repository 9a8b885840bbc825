package dev.weir.document;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** One object as its author wrote it: the tree, and where each field stands. Immutable. */
public final class ObjectDocument {
    static final Position START = new Position(1, 1, 1, 1);

    private final Map<String, Object> object;
    private final Map<String, Position> positions;
    private final NodeText nodes;

    private ObjectDocument(Map<String, Object> object, Map<String, Position> positions, NodeText nodes) {
        this.object = object;
        this.positions = positions;
        this.nodes = nodes;
    }

    /** Reads YAML or JSON with exactly one object; throws {@link DocumentSyntaxException}. */
    public static ObjectDocument parse(String text) {
        String yaml = JsonAsYaml.of(text);
        List<Node> roots = compose(yaml, 2);
        if (roots.size() > 1) {
            throw new DocumentSyntaxException(
                    "There is more than one document. Send one object at a time.", NodeReader.position(roots.get(1)));
        }
        if (roots.isEmpty()) {
            throw noObject(START);
        }
        return read(yaml, roots.getFirst());
    }

    /** Reads a file of any number of documents; empty ones are left out. Positions are those in the file. */
    public static List<ObjectDocument> parseAll(String text, int most) {
        String yaml = JsonAsYaml.of(text);
        List<Node> roots = compose(yaml, most + 1);
        if (roots.size() > most) {
            throw new DocumentSyntaxException(
                    "There are more than " + most + " documents.", NodeReader.position(roots.getLast()));
        }
        return roots.stream().map(root -> read(yaml, root)).toList();
    }

    private static ObjectDocument read(String yaml, Node root) {
        if (!(root instanceof MappingNode mapping)) {
            throw noObject(NodeReader.position(root));
        }
        NodeReader reader = new NodeReader();
        return new ObjectDocument(reader.object(mapping), reader.positions(), new NodeText(yaml, mapping));
    }

    private static DocumentSyntaxException noObject(Position position) {
        return new DocumentSyntaxException(
                "A document is an object with fields such as apiVersion, kind, metadata and spec.", position);
    }

    private static List<Node> compose(String text, int most) {
        try {
            return StreamSupport.stream(
                            new Yaml(new LoaderOptions())
                                    .composeAll(new StringReader(text))
                                    .spliterator(),
                            false)
                    .filter(node -> !NodeReader.isNull(node))
                    .limit(most)
                    .toList();
        } catch (MarkedYAMLException wrong) {
            throw new DocumentSyntaxException(sentence(wrong), position(wrong.getProblemMark()));
        } catch (YAMLException wrong) {
            throw new DocumentSyntaxException("This is not YAML: " + wrong.getMessage() + ".", START);
        }
    }

    private static String sentence(MarkedYAMLException wrong) {
        String context = wrong.getContext() == null ? "" : ", " + wrong.getContext();
        return "This is not YAML: " + wrong.getProblem() + context + ".";
    }

    private static Position position(@Nullable Mark mark) {
        return mark == null
                ? START
                : new Position(mark.getLine() + 1, mark.getColumn() + 1, mark.getLine() + 1, mark.getColumn() + 2);
    }

    /** Maps, lists, strings, numbers, booleans and nulls, in the order of the text. */
    public Map<String, Object> object() {
        return object;
    }

    NodeText nodes() {
        return nodes;
    }

    /** Where the object begins. */
    public Position position() {
        Position position = NodeReader.position(nodes.root());
        return new Position(position.line(), position.column(), position.line(), position.column() + 1);
    }

    /** Everything that belongs to a field or an item, with its name or dash; null when it is not there. */
    public @Nullable Position extent(FieldPath path) {
        NodeText.Extent extent = nodes.extent(path);
        return extent == null ? null : nodes.position(extent);
    }

    /**
     * Where a field stands.
     *
     * @param field a path as in the API server's causes, such as {@code spec.ingress[0].ports[0].port}
     * @return of the field, or of the nearest one above it that is there; null when there is none
     */
    public @Nullable Position position(String field) {
        for (String path = field; !path.isEmpty(); path = parent(path)) {
            Position position = positions.get(path);
            if (position != null) {
                return position;
            }
        }
        return null;
    }

    private static String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }
}
