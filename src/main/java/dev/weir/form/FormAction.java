package dev.weir.form;

import dev.weir.document.FieldPath;
import dev.weir.document.TreeEdit;
import dev.weir.document.TreeEdit.Add;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a button of the form does. */
public sealed interface FormAction {
    /** In order; each is meant in the text after the one before. */
    List<TreeEdit> edits(FormText text);

    /** A rule that admits anyone on any port, until more is said. */
    record AddRule(Direction direction) implements FormAction {
        @Override
        public List<TreeEdit> edits(FormText text) {
            return withType(direction, text, new Add(rules(direction), Map.of()));
        }
    }

    /** A rule that opens name resolution. */
    record AddDnsRule() implements FormAction {
        @Override
        public List<TreeEdit> edits(FormText text) {
            return withType(Direction.EGRESS, text, new Add(rules(Direction.EGRESS), Presets.dnsRule()));
        }
    }

    record RemoveRule(Direction direction, int rule) implements FormAction {
        @Override
        public List<TreeEdit> edits(FormText text) {
            return List.of(new Remove(rules(direction).item(rule)));
        }
    }

    /** Peers at the end of a rule: one, or the several that a preset stands for. */
    record AddPeers(Direction direction, int rule, List<Map<String, Object>> peers) implements FormAction {
        public AddPeers {
            peers = List.copyOf(peers);
        }

        @Override
        public List<TreeEdit> edits(FormText text) {
            FieldPath list = rules(direction).item(rule).field(FormReader.peersField(direction));
            return peers.stream().<TreeEdit>map(peer -> new Add(list, peer)).toList();
        }
    }

    /** Without its last peer a rule means anyone; the page says so beside the rule. */
    record RemovePeer(Direction direction, int rule, int peer) implements FormAction {
        @Override
        public List<TreeEdit> edits(FormText text) {
            return List.of(new Remove(rules(direction)
                    .item(rule)
                    .field(FormReader.peersField(direction))
                    .item(peer)));
        }
    }

    record AddPort(Direction direction, int rule) implements FormAction {
        @Override
        public List<TreeEdit> edits(FormText text) {
            return List.of(new Add(rules(direction).item(rule).field("ports"), Map.of("protocol", "TCP")));
        }
    }

    record RemovePort(Direction direction, int rule, int port) implements FormAction {
        @Override
        public List<TreeEdit> edits(FormText text) {
            return List.of(new Remove(rules(direction).item(rule).field("ports").item(port)));
        }
    }

    private static FieldPath rules(Direction direction) {
        return FormReader.SPEC.field(FormReader.rulesField(direction));
    }

    /** A rule of a direction that the policy does not control would say nothing. */
    private static List<TreeEdit> withType(Direction direction, FormText text, TreeEdit edit) {
        List<TreeEdit> edits = new ArrayList<>();
        Set<Direction> controls = text.form().controls();
        if (!controls.contains(direction)) {
            edits.add(new Put(
                    FormReader.SPEC.field("policyTypes"),
                    Arrays.stream(Direction.values())
                            .filter(one -> one == direction || controls.contains(one))
                            .<Object>map(FormReader::typeName)
                            .toList()));
        }
        edits.add(edit);
        return edits;
    }
}
