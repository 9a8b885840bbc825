package dev.weir.lint;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.document.FieldPath;
import dev.weir.document.TreeEdit;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rules, peers and ports that make no difference, with the proof: what else admits all of it, in any cluster. All that is reported of one
 * text may be taken away at once: what has been found idle is no proof for anything else.
 */
final class CoverChecks {
    private final PolicySource source;
    private final NetworkPolicy policy;
    private final List<NetworkPolicy> others;

    private CoverChecks(PolicySource source, NetworkPolicy policy, List<NetworkPolicy> others) {
        this.source = source;
        this.policy = policy;
        this.others = others;
    }

    static void check(PolicySource source, NetworkPolicy policy, Surroundings surroundings) {
        CoverChecks checks = new CoverChecks(source, policy, surroundings.others(policy.ref()));
        if (LabelSets.of(policy.podSelector()).isImpossible()) {
            source.warning(
                    PolicySource.POD_SELECTOR,
                    "selects-nothing-ever",
                    "No labels can match this selector, so the policy never selects a pod.");
            return;
        }
        policy.types().forEach(checks::check);
    }

    private void check(Direction direction) {
        List<Integer> kept = new ArrayList<>();
        List<Rule> rules = policy.rules(direction);
        for (int i = 0; i < rules.size(); i++) {
            kept.add(i);
        }
        for (int i = rules.size() - 1; i >= 0; i--) {
            List<Integer> rest = new ArrayList<>(kept);
            rest.remove(Integer.valueOf(i));
            if (rule(direction, i, rest)) {
                kept.remove(Integer.valueOf(i));
            }
        }
        kept.forEach(index -> parts(direction, index));
        elsewhere(direction, kept);
    }

    private boolean rule(Direction direction, int index, List<Integer> rest) {
        Rule rule = policy.rules(direction).get(index);
        Optional<Set<Integer>> proof =
                new RuleCover(rest.stream().map(policy.rules(direction)::get).toList()).proof(rule);
        if (proof.isEmpty()) {
            return false;
        }
        boolean dead = proof.get().isEmpty();
        String by = String.join(
                " and ",
                proof.get().stream().map(at -> "rule " + (rest.get(at) + 1)).toList());
        source.warning(
                PolicySource.rules(direction).item(index),
                dead ? "dead-rule" : "shadowed-rule",
                dead
                        ? "Rule " + (index + 1) + " admits nothing: none of its peers can mean anybody."
                        : "Rule " + (index + 1) + " makes no difference: " + by + " of this policy "
                                + (proof.get().size() == 1 ? "admits" : "admit together")
                                + " all of it, in any cluster.",
                "Remove rule " + (index + 1),
                removal(direction, index));
        return true;
    }

    /** A policy whose last egress rule goes would stop controlling egress when its types follow from its rules. */
    private TreeEdit[] removal(Direction direction, int index) {
        Remove remove = new Remove(PolicySource.rules(direction).item(index));
        if (!policy.declaredTypes().isEmpty()) {
            return new TreeEdit[] {remove};
        }
        List<Object> types =
                policy.types().stream().<Object>map(PolicySource::typeName).toList();
        return new TreeEdit[] {new Put(PolicySource.TYPES, types), remove};
    }

    private void parts(Direction direction, int index) {
        Rule rule = policy.rules(direction).get(index);
        FieldPath path = PolicySource.rules(direction).item(index);
        peers(rule.peers(), path.field(PolicySource.peersField(direction)));
        ports(rule.ports(), path.field("ports"));
    }

    /** At least one peer stays: with none the rule would mean everyone. */
    private void peers(List<Peer> peers, FieldPath path) {
        List<Integer> kept = indexes(peers.size());
        for (int i = peers.size() - 1; i >= 0 && kept.size() > 1; i--) {
            Peer peer = peers.get(i);
            int at = i;
            Optional<Integer> wider = kept.stream()
                    .filter(other -> other != at && PeerCover.within(peer, peers.get(other)))
                    .findFirst();
            if (wider.isPresent()) {
                kept.remove(Integer.valueOf(i));
                boolean dead = PeerCover.isImpossible(peer);
                source.warning(
                        path.item(i),
                        dead ? "dead-peer" : "shadowed-peer",
                        dead
                                ? "Peer " + (i + 1) + " can mean nobody."
                                : "Peer " + (i + 1) + " makes no difference: peer " + (wider.get() + 1)
                                        + " of this rule means all of it.",
                        "Remove peer " + (i + 1),
                        new Remove(path.item(i)));
            }
        }
    }

    private void ports(List<PolicyPort> ports, FieldPath path) {
        List<Integer> kept = indexes(ports.size());
        for (int i = ports.size() - 1; i >= 0 && kept.size() > 1; i--) {
            List<PolicyPort> rest = new ArrayList<>();
            for (int other : kept) {
                if (other != i) {
                    rest.add(ports.get(other));
                }
            }
            if (PortSet.of(rest).covers(ports.get(i))) {
                kept.remove(Integer.valueOf(i));
                source.warning(
                        path.item(i),
                        "shadowed-port",
                        "Port entry " + (i + 1) + " makes no difference: the others of this rule have all of it.",
                        "Remove port entry " + (i + 1),
                        new Remove(path.item(i)));
            }
        }
    }

    private static List<Integer> indexes(int size) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            indexes.add(i);
        }
        return indexes;
    }

    /** Another policy that selects all of these pods, too, admits it already; that is often meant, so it is only said. */
    private void elsewhere(Direction direction, List<Integer> kept) {
        LabelSets pods = LabelSets.of(policy.podSelector());
        List<NetworkPolicy> wider = others.stream()
                .filter(other -> other.types().contains(direction))
                .filter(other -> pods.implies(LabelSets.of(other.podSelector())))
                .sorted(Comparator.comparing(NetworkPolicy::ref))
                .toList();
        for (int index : kept) {
            Rule rule = policy.rules(direction).get(index);
            wider.stream()
                    .filter(other -> new RuleCover(other.rules(direction))
                            .proof(rule)
                            .filter(proof -> !proof.isEmpty())
                            .isPresent())
                    .findFirst()
                    .ifPresent(other -> source.note(
                            PolicySource.rules(direction).item(index),
                            "admitted-elsewhere",
                            "Policy " + other.ref().name() + " selects all of these pods, too, and admits all of rule "
                                    + (index + 1) + "."));
        }
    }
}
