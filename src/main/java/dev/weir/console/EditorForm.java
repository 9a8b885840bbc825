package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.console.EditorDesk.Worked;
import dev.weir.form.FormField.PeerPart.Part;
import dev.weir.form.FormText;
import dev.weir.form.PolicyForm;
import dev.weir.form.PolicyForm.Kept;
import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import dev.weir.policy.MatchedPods;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The policy as a form.
 *
 * @param base the text that it shows
 * @param problem with what was pressed; null when there is none
 * @param selected whom the policy selects now; null when the text cannot be read as a policy
 */
record EditorForm(
        String base,
        @Nullable String problem,
        Input name,
        Input selector,
        @Nullable PodsMatched selected,
        boolean logging,
        List<Side> sides,
        @Nullable String controlsProblem,
        List<Kept> kept) {

    /**
     * A field.
     *
     * @param id also its name
     * @param problem with what stands in it; null when there is none
     */
    record Input(
            String id,
            String label,
            String value,
            String hint,
            @Nullable String problem) {}

    /** A direction. @param empty what it means that it has no rules */
    record Side(String label, String title, String control, boolean controlled, String empty, List<RuleEntry> rules) {}

    record RuleEntry(
            String id,
            String title,
            String position,
            List<PeerEntry> peers,
            String anyone,
            List<PortEntry> ports,
            String anyPort,
            List<Kept> kept,
            Input service) {}

    /** @param text of a peer that the form cannot show; otherwise empty */
    record PeerEntry(
            String title,
            String position,
            List<Input> inputs,
            String text,
            @Nullable PodsMatched matched) {}

    record PortEntry(String position, Input protocol, Input port, String text) {}

    /** @param policy what the text means; null when it cannot be read */
    static EditorForm of(FormText text, Worked worked, @Nullable NetworkPolicy policy, Shown shown) {
        return new Builder(worked, policy, shown).build(text);
    }

    /** What a form is shown with. */
    record Shown(ClusterSnapshot snapshot, Texts texts) {}

    /** Makes the parts of one form. */
    private static final class Builder {
        private final Worked worked;
        private final @Nullable NetworkPolicy policy;
        private final Shown shown;

        Builder(Worked worked, @Nullable NetworkPolicy policy, Shown shown) {
            this.worked = worked;
            this.policy = policy;
            this.shown = shown;
        }

        EditorForm build(FormText text) {
            PolicyForm form = text.form();
            return new EditorForm(
                    text.text().text(),
                    worked.problems().get(EditorFields.PREFIX),
                    input(EditorFields.NAME, "form.name", form.name()),
                    input(EditorFields.SELECTOR, "form.selector", form.podSelector()),
                    policy == null
                            ? null
                            : PodsMatched.of(MatchedPods.selectedBy(policy, shown.snapshot()), shown.texts()),
                    form.allowLogging(),
                    Arrays.stream(Direction.values())
                            .map(direction -> side(direction, form))
                            .toList(),
                    worked.problems().get(EditorFields.CONTROLS),
                    form.kept());
        }

        private String say(String key, Object... arguments) {
            return shown.texts().of(key, arguments);
        }

        /** What was typed stays in its field as long as there is something wrong with it. */
        private Input input(String id, String key, String value) {
            String problem = worked.problems().get(id);
            String shownValue = problem == null ? value : worked.filledIn().getOrDefault(id, value);
            return new Input(id, say(key), shownValue, say(key + ".hint"), problem);
        }

        private Side side(Direction direction, PolicyForm form) {
            List<RuleEntry> rules = new ArrayList<>();
            for (int i = 0; i < form.rules(direction).size(); i++) {
                rules.add(rule(direction, i, form.rules(direction).get(i)));
            }
            boolean controlled = form.controls().contains(direction);
            return new Side(
                    direction.label(),
                    say("form.side." + direction.label()),
                    EditorFields.control(direction),
                    controlled,
                    say("form.empty." + direction.label() + (controlled ? ".closed" : ".open")),
                    rules);
        }

        private RuleEntry rule(Direction direction, int index, RuleForm rule) {
            String id = EditorFields.rule(direction, index);
            List<PeerEntry> peers = new ArrayList<>();
            for (int i = 0; i < rule.peers().size(); i++) {
                peers.add(peer(direction, index, i, rule.peers().get(i)));
            }
            List<PortEntry> ports = new ArrayList<>();
            for (int i = 0; i < rule.ports().size(); i++) {
                ports.add(port(direction, index, i, rule.ports().get(i)));
            }
            return new RuleEntry(
                    id,
                    say("form.rule", index + 1),
                    direction.label() + " " + index,
                    peers,
                    say("form.anyone." + direction.label()),
                    ports,
                    say("form.any-port"),
                    rule.kept(),
                    new Input(id + ".service", say("form.service"), "", say("form.service.hint"), null));
        }

        private PeerEntry peer(Direction direction, int rule, int index, PeerForm peer) {
            String position = direction.label() + " " + rule + " " + index;
            List<Input> inputs = switch (peer.kind()) {
                case PODS -> List.of(part(direction, rule, index, Part.PODS, peer.pods()));
                case NAMESPACES ->
                    List.of(
                            part(direction, rule, index, Part.NAMESPACES, peer.namespaces()),
                            part(direction, rule, index, Part.PODS, peer.pods()));
                case ADDRESSES ->
                    List.of(
                            part(direction, rule, index, Part.CIDR, peer.cidr()),
                            part(direction, rule, index, Part.EXCEPT, peer.except()));
                case OTHER -> List.of();
            };
            String title = say("form.peer." + peer.kind().name().toLowerCase(Locale.ROOT));
            return new PeerEntry(title, position, inputs, peer.text(), matched(direction, rule, index));
        }

        private Input part(Direction direction, int rule, int peer, Part part, String value) {
            String key = "form.part." + part.name().toLowerCase(Locale.ROOT);
            return input(EditorFields.peer(direction, rule, peer, part), key, value);
        }

        private @Nullable PodsMatched matched(Direction direction, int rule, int index) {
            if (policy == null) {
                return null;
            }
            Peer peer = policy.rules(direction).get(rule).peers().get(index);
            return PodsMatched.ofPeer(peer, policy.ref().namespace(), shown.snapshot(), shown.texts());
        }

        private PortEntry port(Direction direction, int rule, int index, PortForm port) {
            return new PortEntry(
                    direction.label() + " " + rule + " " + index,
                    input(EditorFields.port(direction, rule, index, true), "form.protocol", port.protocol()),
                    input(EditorFields.port(direction, rule, index, false), "form.port", port.port()),
                    port.text());
        }
    }
}
