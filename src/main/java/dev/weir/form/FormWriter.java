package dev.weir.form;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyTree;
import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import dev.weir.net.IpPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Writes a form into the object it was read from. What the form still says as it did is left alone, so are fields that it does not show. */
final class FormWriter {
    private FormWriter() {}

    /** @param before the form of the object */
    static Map<String, Object> write(Map<String, Object> object, PolicyForm before, PolicyForm form) {
        Map<String, Object> result = new LinkedHashMap<>(object);
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        if (!form.name().equals(before.name())) {
            metadata.put("name", form.name().strip());
        }
        if (form.allowLogging() != before.allowLogging()) {
            writeLogging(metadata, form.allowLogging());
        }
        replace(result, "metadata", metadata);
        Map<String, Object> spec = PolicyTree.map(object.get("spec"));
        writeSelector(spec, "podSelector", before.podSelector(), form.podSelector());
        writeControls(spec, before, form);
        for (Direction direction : Direction.values()) {
            writeRules(spec, direction, before, form);
        }
        replace(result, "spec", spec);
        return result;
    }

    /** An empty object where there was nothing is not written. */
    private static void replace(Map<String, Object> object, String field, Map<String, Object> value) {
        if (!value.isEmpty() || object.get(field) instanceof Map<?, ?>) {
            object.put(field, value);
        }
    }

    private static void writeLogging(Map<String, Object> metadata, boolean on) {
        Map<String, Object> annotations = PolicyTree.map(metadata.get("annotations"));
        if (on) {
            annotations.put(NetworkPolicy.ALLOW_LOGGING_ANNOTATION, "true");
        } else {
            annotations.remove(NetworkPolicy.ALLOW_LOGGING_ANNOTATION);
        }
        if (annotations.isEmpty()) {
            metadata.remove("annotations");
        } else {
            metadata.put("annotations", annotations);
        }
    }

    private static void writeSelector(Map<String, Object> object, String field, String before, String now) {
        if (!now.strip().equals(before.strip())) {
            object.put(field, SelectorText.read(now));
        }
    }

    private static void writeControls(Map<String, Object> spec, PolicyForm before, PolicyForm form) {
        if (form.controls().equals(before.controls())) {
            return;
        }
        if (form.controls().isEmpty()) {
            throw new FormException("A policy controls inbound or outbound connections, or both.");
        }
        Set<Direction> controls = form.controls();
        spec.put(
                "policyTypes",
                Arrays.stream(Direction.values())
                        .filter(controls::contains)
                        .<Object>map(FormReader::typeName)
                        .toList());
    }

    private static void writeRules(Map<String, Object> spec, Direction direction, PolicyForm before, PolicyForm form) {
        List<RuleForm> old = before.rules(direction);
        List<RuleForm> rules = form.rules(direction);
        if (rules.equals(old)) {
            return;
        }
        String field = FormReader.rulesField(direction);
        spec.put(
                field,
                merged(
                        list(spec.get(field)),
                        rules,
                        RuleForm::at,
                        (tree, rule) -> rule(tree, find(old, RuleForm::at, rule.at()), rule, direction)));
    }

    /** Each entry of the form written into what it was read from, or into nothing. */
    private static <F> List<Object> merged(
            List<?> trees, List<F> forms, ToIntFunction<F> at, BiFunction<Map<String, Object>, F, Object> write) {
        List<Object> result = new ArrayList<>();
        for (F form : forms) {
            int index = at.applyAsInt(form);
            if (index >= trees.size()) {
                throw new FormException("There is no entry " + index + " in the text that the form belongs to.");
            }
            result.add(write.apply(index < 0 ? new LinkedHashMap<>() : PolicyTree.map(trees.get(index)), form));
        }
        return result;
    }

    private static <F> @Nullable F find(List<F> forms, ToIntFunction<F> at, int index) {
        return index < 0
                ? null
                : forms.stream()
                        .filter(form -> at.applyAsInt(form) == index)
                        .findFirst()
                        .orElse(null);
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Map<String, Object> rule(
            Map<String, Object> rule, @Nullable RuleForm before, RuleForm form, Direction direction) {
        List<PeerForm> oldPeers = before == null ? List.of() : before.peers();
        List<PortForm> oldPorts = before == null ? List.of() : before.ports();
        String peersField = FormReader.peersField(direction);
        if (!form.peers().equals(oldPeers)) {
            rule.put(
                    peersField,
                    merged(
                            list(rule.get(peersField)),
                            form.peers(),
                            PeerForm::at,
                            (tree, peer) -> peer(tree, find(oldPeers, PeerForm::at, peer.at()), peer)));
        }
        if (!form.ports().equals(oldPorts)) {
            rule.put(
                    "ports",
                    merged(
                            list(rule.get("ports")),
                            form.ports(),
                            PortForm::at,
                            (tree, port) -> port(tree, find(oldPorts, PortForm::at, port.at()), port)));
        }
        return rule;
    }

    private static Map<String, Object> peer(Map<String, Object> tree, @Nullable PeerForm before, PeerForm peer) {
        if (peer.equals(before)) {
            return tree;
        }
        boolean sameKind = before != null && before.kind() == peer.kind();
        Map<String, Object> result = sameKind ? tree : new LinkedHashMap<>();
        switch (peer.kind()) {
            case PODS -> writePods(result, before, peer, true);
            case NAMESPACES -> {
                if (before == null || !sameKind || !before.namespaces().equals(peer.namespaces())) {
                    result.put("namespaceSelector", SelectorText.read(peer.namespaces()));
                }
                writePods(result, before, peer, !peer.pods().isBlank());
            }
            case ADDRESSES -> result.put("ipBlock", block(PolicyTree.map(result.get("ipBlock")), peer));
            case OTHER -> throw new FormException("This peer can be changed in the YAML only.");
        }
        return result;
    }

    /** Without a selector a peer of namespaces means all of their pods. */
    private static void writePods(Map<String, Object> peer, @Nullable PeerForm before, PeerForm form, boolean needed) {
        boolean same = before != null && before.pods().equals(form.pods()) && peer.containsKey("podSelector");
        if (same) {
            return;
        }
        if (needed) {
            peer.put("podSelector", SelectorText.read(form.pods()));
        } else {
            peer.remove("podSelector");
        }
    }

    private static Map<String, Object> block(Map<String, Object> block, PeerForm form) {
        block.put("cidr", range(form.cidr()));
        List<Object> except = new ArrayList<>();
        for (String range : form.except().split("[,\\s]+", -1)) {
            if (!range.isBlank()) {
                except.add(range(range));
            }
        }
        if (except.isEmpty()) {
            block.remove("except");
        } else {
            block.put("except", except);
        }
        return block;
    }

    private static String range(String text) {
        String clean = text.strip();
        try {
            IpPrefix.parse(clean);
        } catch (IllegalArgumentException wrong) {
            throw new FormException("“" + clean + "” is no range of addresses; write 10.0.0.0/8 or 2001:db8::/32.");
        }
        return clean;
    }

    private static Map<String, Object> port(Map<String, Object> tree, @Nullable PortForm before, PortForm port) {
        if (port.equals(before)) {
            return tree;
        }
        if (!port.text().isEmpty()) {
            throw new FormException("This port can be changed in the YAML only.");
        }
        if (!PortText.PROTOCOLS.contains(port.protocol())) {
            throw new FormException("“" + port.protocol() + "” is no protocol of policies; choose TCP, UDP or SCTP.");
        }
        if (before == null || !before.protocol().equals(port.protocol())) {
            tree.put("protocol", port.protocol());
        }
        if (before == null || !before.port().equals(port.port())) {
            Map<String, Object> numbers = PortText.read(port.port());
            tree.keySet().removeAll(Set.of("port", "endPort"));
            tree.putAll(numbers);
        }
        return tree;
    }
}
