package dev.weir.document;

import java.util.ArrayDeque;
import java.util.Deque;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** How the author of a text writes, from the first example in it. */
final class LayoutReader {
    private LayoutReader() {}

    /** Whether lists stand further in than the names of their fields; so, too, when there is none to tell by. */
    static boolean indentsLists(MappingNode root) {
        Deque<Node> waiting = new ArrayDeque<>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            Node node = waiting.remove();
            if (NodeText.isBlock(node) && node instanceof MappingNode mapping) {
                for (NodeTuple field : mapping.getValue()) {
                    if (field.getValueNode() instanceof SequenceNode list && NodeText.isBlock(list)) {
                        return NodeText.column(list) > NodeText.column(mapping);
                    }
                }
            }
            NodeText.forEachChild(node, waiting::add);
        }
        return true;
    }
}
