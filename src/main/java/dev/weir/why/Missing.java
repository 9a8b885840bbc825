package dev.weir.why;

import dev.weir.why.RecordCoverage.Cause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is not among the records of a question, although the cluster is as it is: withheld, lost, deleted, or still on a node.
 *
 * @param withheld connections and packets that budgets kept from being recorded in that time
 * @param lost events that the nodes in question have lost since their datapaths were loaded; when is not known
 */
public record Missing(long withheld, long lost, List<Cause> causes) {
    public Missing {
        causes = List.copyOf(causes);
    }

    /** The last line of an export: that it is the last, how many records came before it, and what is not among them. */
    public Map<String, Object> end(long records, String continueToken) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "end");
        tree.put("records", records);
        if (!continueToken.isEmpty()) {
            tree.put("continue", continueToken);
        }
        tree.putAll(tree());
        return tree;
    }

    /** The same for a reader of tables; none when everything is there. */
    public List<String> sentences(String continueToken) {
        Stream<String> cut = continueToken.isEmpty()
                ? Stream.empty()
                : Stream.of("More records match than were asked for; go on with continue=" + continueToken);
        return Stream.concat(cut, causes.stream().map(Cause::sentence)).toList();
    }

    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("complete", causes.isEmpty());
        tree.put("withheld", withheld);
        tree.put("lost", lost);
        tree.put(
                "missing",
                causes.stream()
                        .map(cause -> Map.of("kind", cause.kind().label(), "sentence", cause.sentence()))
                        .toList());
        return tree;
    }
}
