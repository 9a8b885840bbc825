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
    private static final Position START = new Position(1, 1, 1, 1);

    private final Map<String, Object> object;
    private final Map<String, Position> positions;

    private ObjectDocument(Map<String, Object> object, Map<String, Position> positions) {
        this.object = object;
        this.positions = positions;
    }

    /** Reads YAML or JSON with exactly one object; throws {@link DocumentSyntaxException}. */
    public static ObjectDocument parse(String text) {
        Node root = compose(JsonAsYaml.of(text));
        if (!(root instanceof MappingNode mapping)) {
            throw new DocumentSyntaxException(
                    "A document is an object with fields such as apiVersion, kind, metadata and spec.",
                    root == null ? START : NodeReader.position(root));
        }
        NodeReader reader = new NodeReader();
        return new ObjectDocument(reader.object(mapping), reader.positions());
    }

    private static @Nullable Node compose(String text) {
        try {
            List<Node> documents = StreamSupport.stream(
                            new Yaml(new LoaderOptions())
                                    .composeAll(new StringReader(text))
                                    .spliterator(),
                            false)
                    .filter(node -> !NodeReader.isNull(node))
                    .limit(2)
                    .toList();
            if (documents.size() > 1) {
                throw new DocumentSyntaxException(
                        "There is more than one document. Send one object at a time.",
                        NodeReader.position(documents.get(1)));
            }
            return documents.isEmpty() ? null : documents.getFirst();
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
