package dev.weir.lint;

import dev.weir.document.TreeEdit;
import dev.weir.document.TreeEdit.Add;
import dev.weir.document.TreeEdit.Put;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which directions a policy controls, and when that is all or nothing. */
final class TypeChecks {
    private TypeChecks() {}

    static void check(PolicySource source) {
        List<Object> types = source.declaredTypes();
        if (types.isEmpty()) {
            undeclared(source);
        }
        for (int i = 0; i < types.size(); i++) {
            if (!List.of("Ingress", "Egress").contains(types.get(i))) {
                source.error(
                        PolicySource.TYPES.item(i),
                        "unknown-type",
                        "There is no type " + types.get(i) + "; there are Ingress and Egress.");
            }
        }
        for (Direction direction : Direction.values()) {
            if (!types.isEmpty() && !types.contains(PolicySource.typeName(direction))) {
                idleRules(source, direction);
            } else if (controls(source, direction)) {
                allOrNothing(source, direction);
            }
        }
    }

    private static boolean controls(PolicySource source, Direction direction) {
        List<Object> types = source.declaredTypes();
        return types.isEmpty()
                ? direction == Direction.INGRESS || hasRules(source, direction)
                : types.contains(PolicySource.typeName(direction));
    }

    private static boolean hasRules(PolicySource source, Direction direction) {
        return !PolicySource.list(source.spec().get(PolicySource.rulesField(direction)))
                .isEmpty();
    }

    private static void undeclared(PolicySource source) {
        List<Object> types = new ArrayList<>(List.of("Ingress"));
        if (hasRules(source, Direction.EGRESS)) {
            types.add("Egress");
        }
        source.note(
                PolicySource.TYPES,
                "missing-policy-types",
                "policyTypes is not given; it counts as "
                        + String.join(
                                " and ", types.stream().map(String::valueOf).toList()) + ".",
                "Write it down",
                new Put(PolicySource.TYPES, types));
    }

    private static void idleRules(PolicySource source, Direction direction) {
        if (hasRules(source, direction)) {
            String type = PolicySource.typeName(direction);
            TreeEdit fix = new Add(PolicySource.TYPES, type);
            source.warning(
                    PolicySource.rules(direction),
                    "missing-type-" + PolicySource.rulesField(direction),
                    "These rules do nothing: policyTypes does not have " + type + ".",
                    "Add " + type + " to policyTypes",
                    fix);
        }
    }

    private static void allOrNothing(PolicySource source, Direction direction) {
        String field = PolicySource.rulesField(direction);
        List<Object> rules = PolicySource.list(source.spec().get(field));
        if (rules.isEmpty()) {
            source.note(
                    source.spec().containsKey(field) ? PolicySource.rules(direction) : PolicySource.TYPES,
                    "all-" + field + "-blocked",
                    direction == Direction.INGRESS
                            ? "Nothing inbound is admitted by this policy."
                            : "Nothing outbound is admitted by this policy, not even DNS.");
        }
        for (PolicySource.Part rule : PolicySource.parts(PolicySource.rules(direction), rules)) {
            boolean noPeers = PolicySource.list(rule.tree().get(PolicySource.peersField(direction)))
                    .isEmpty();
            if (noPeers && PolicySource.list(rule.tree().get("ports")).isEmpty()) {
                source.warning(
                        rule.path(),
                        "all-" + field + "-allowed",
                        direction == Direction.INGRESS
                                ? "This rule admits anyone on any port, so no other inbound rule matters."
                                : "This rule opens everything, so no other outbound rule matters.");
            } else if (noPeers && rule.tree().get(PolicySource.peersField(direction)) instanceof List<?>) {
                source.warning(
                        rule.path().field(PolicySource.peersField(direction)),
                        "empty-peers",
                        "An empty list of peers means anyone, not nobody.");
            }
        }
    }

    /** Two peers where one was meant: a dash too much in front of the second selector. */
    static void checkPeers(PolicySource source) {
        source.forEachRule((direction, rule) -> {
            var path = rule.path().field(PolicySource.peersField(direction));
            List<PolicySource.Part> peers =
                    PolicySource.parts(path, rule.tree().get(PolicySource.peersField(direction)));
            for (int i = 0; i + 1 < peers.size(); i++) {
                couple(source, peers.get(i), peers.get(i + 1));
            }
        });
    }

    private static void couple(PolicySource source, PolicySource.Part one, PolicySource.Part next) {
        boolean namespaceFirst = isOnly(one, "namespaceSelector") && isOnly(next, "podSelector");
        boolean podsFirst = isOnly(one, "podSelector") && isOnly(next, "namespaceSelector");
        if (!namespaceFirst && !podsFirst) {
            return;
        }
        String missing = namespaceFirst ? "podSelector" : "namespaceSelector";
        Object selector = next.tree().get(missing);
        source.warning(
                next.path(),
                "selector-or-not-and",
                "Two peers: pods of this namespace with the one labels, or any pod of namespaces with the other. "
                        + "To require both, make them one peer: without the dash here.",
                "Join the two peers",
                new Put(one.path().field(missing), selector == null ? Map.of() : selector),
                new TreeEdit.Remove(next.path()));
    }

    private static boolean isOnly(PolicySource.Part peer, String field) {
        return peer.tree().keySet().equals(Set.of(field))
                && peer.tree().get(field) instanceof Map<?, ?> selector
                && !selector.isEmpty();
    }
}
