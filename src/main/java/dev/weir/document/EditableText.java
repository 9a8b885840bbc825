package dev.weir.document;

import dev.weir.document.TreeEdit.Put;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The text of one object that can be changed field by field: each change touches as few characters as it can, so comments, order, quotes and
 * whatever a reader does not know stay as their author wrote them. Immutable.
 *
 * <p>After each change the text is read again and must be the object that was meant. Where it is not, because the text has a layout that
 * nobody foresaw, what is around the place is written anew, and so on outwards: the object is always right, the layout nearly always kept.
 */
public final class EditableText {
    private final String text;
    private final ObjectDocument document;
    private final NodeText nodes;

    private EditableText(String text, ObjectDocument document, NodeText nodes) {
        this.text = text;
        this.document = document;
        this.nodes = nodes;
    }

    /** Throws {@link DocumentSyntaxException}, also for what cannot be changed in place: anchors and aliases. */
    public static EditableText parse(String text) {
        ObjectDocument document = ObjectDocument.parse(text);
        if (!JsonAsYaml.of(text).equals(text)) {
            throw new DocumentSyntaxException(
                    "JSON with tabs or escaped slashes (\\/) can be changed as text only.", ObjectDocument.START);
        }
        Node anchored = NodeText.anchored(document.nodes().root());
        if (anchored != null) {
            throw new DocumentSyntaxException(
                    "Anchors and aliases (&name, *name) can be changed as text only: one place would change another.",
                    NodeReader.position(anchored));
        }
        return new EditableText(text, document, document.nodes());
    }

    public String text() {
        return text;
    }

    public ObjectDocument document() {
        return document;
    }

    public Map<String, Object> object() {
        return document.object();
    }

    /** The text of a field with its name, or of an item with its dash; empty when it is not there. */
    public String excerpt(FieldPath path) {
        NodeText.Extent extent = nodes.extent(path);
        if (extent == null) {
            return "";
        }
        int line = nodes.lineStart(extent.start());
        String lines = text.substring(nodes.isBlank(line, extent.start()) ? line : extent.start(), extent.end());
        return lines.replace("\r\n", "\n").stripIndent();
    }

    /** The text after the change. */
    public EditableText with(TreeEdit edit) {
        Map<String, Object> wanted = TreeEdit.applied(object(), edit);
        EditableText small = attempt(edit, wanted);
        if (small != null) {
            return small;
        }
        for (FieldPath path = edit.path(); !path.isRoot(); path = path.parent()) {
            Object value = valueAt(wanted, path.parent());
            if (value != null && nodes.find(path.parent()) instanceof CollectionNode<?>) {
                EditableText larger = attempt(new Put(path.parent(), value), wanted);
                if (larger != null) {
                    return larger;
                }
            }
        }
        return parse(YamlText.of(wanted));
    }

    /** The text that means another object, by the small changes between the two. */
    public EditableText become(Map<String, Object> wanted) {
        EditableText result = this;
        for (TreeEdit edit : TreeDifference.between(object(), wanted)) {
            result = result.with(edit);
        }
        return result;
    }

    private @Nullable EditableText attempt(TreeEdit edit, Map<String, Object> wanted) {
        try {
            EditableText changed = parse(new Splicer(nodes, layout()).of(edit).applied(text));
            return changed.object().equals(wanted) ? changed : null;
        } catch (DocumentSyntaxException | IllegalStateException unforeseenLayout) {
            return null;
        }
    }

    private static @Nullable Object valueAt(Map<String, Object> object, FieldPath path) {
        Object value = object;
        for (FieldPath.Step step : path.steps()) {
            value = switch (step) {
                case FieldPath.Field(String name) -> value instanceof Map<?, ?> map ? map.get(name) : null;
                case FieldPath.Item(int index) ->
                    value instanceof List<?> list && index < list.size() ? list.get(index) : null;
            };
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private YamlLayout layout() {
        return new YamlLayout(
                text.contains("\r\n") ? "\r\n" : "\n",
                LayoutReader.indentsLists(document.nodes().root()));
    }
}
