package dev.weir.form;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.EditableText;
import dev.weir.document.FieldPath;
import dev.weir.form.PolicyForm.Kept;
import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PeerKind;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the form from a text. What it does not understand it keeps, with the text of it. */
final class FormReader {
    static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> KNOWN_IN_SPEC = List.of("podSelector", "policyTypes", "ingress", "egress");

    private final EditableText text;

    FormReader(EditableText text) {
        this.text = text;
    }

    PolicyForm read() {
        Map<String, Object> metadata = PolicyTree.map(text.object().get("metadata"));
        Map<String, Object> spec = PolicyTree.map(text.object().get("spec"));
        List<Kept> kept = new ArrayList<>();
        keepOthers(FieldPath.ROOT, text.object(), List.of("apiVersion", "kind", "metadata", "spec"), kept);
        keepOthers(FieldPath.of("metadata"), metadata, List.of("name", "namespace", "annotations"), kept);
        keepOthers(
                FieldPath.of("metadata", "annotations"),
                PolicyTree.map(metadata.get("annotations")),
                List.of(NetworkPolicy.ALLOW_LOGGING_ANNOTATION),
                kept);
        keepOthers(SPEC, spec, KNOWN_IN_SPEC, kept);
        String selector = selector(SPEC.field("podSelector"), spec.get("podSelector"), kept);
        return new PolicyForm(
                metadata.get("name") instanceof String name ? name : "",
                selector,
                isLogged(metadata),
                controls(spec),
                rules(Direction.INGRESS, spec, kept),
                rules(Direction.EGRESS, spec, kept),
                kept);
    }

    static boolean isLogged(Map<String, Object> metadata) {
        return "true".equals(PolicyTree.map(metadata.get("annotations")).get(NetworkPolicy.ALLOW_LOGGING_ANNOTATION));
    }

    /** As {@link NetworkPolicy#types} says it. */
    static Set<Direction> controls(Map<String, Object> spec) {
        EnumSet<Direction> types = EnumSet.noneOf(Direction.class);
        if (spec.get("policyTypes") instanceof List<?> declared) {
            for (Direction direction : Direction.values()) {
                if (declared.contains(typeName(direction))) {
                    types.add(direction);
                }
            }
        }
        if (!types.isEmpty()) {
            return types;
        }
        boolean egress = spec.get("egress") instanceof List<?> rules && !rules.isEmpty();
        return egress ? EnumSet.allOf(Direction.class) : EnumSet.of(Direction.INGRESS);
    }

    static String typeName(Direction direction) {
        return direction == Direction.INGRESS ? "Ingress" : "Egress";
    }

    static String rulesField(Direction direction) {
        return direction == Direction.INGRESS ? "ingress" : "egress";
    }

    static String peersField(Direction direction) {
        return direction == Direction.INGRESS ? "from" : "to";
    }

    private void keepOthers(FieldPath path, Map<String, Object> object, List<String> known, List<Kept> kept) {
        object.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> keep(path.field(name), kept));
    }

    private void keep(FieldPath path, List<Kept> kept) {
        kept.add(new Kept(path.toString(), text.excerpt(path)));
    }

    private String selector(FieldPath path, @Nullable Object value, List<Kept> kept) {
        Optional<String> line = SelectorText.of(value);
        if (line.isEmpty()) {
            keep(path, kept);
        }
        return line.orElse("");
    }

    private List<RuleForm> rules(Direction direction, Map<String, Object> spec, List<Kept> kept) {
        FieldPath path = SPEC.field(rulesField(direction));
        Object value = spec.get(rulesField(direction));
        if (value != null && !(value instanceof List<?>)) {
            keep(path, kept);
        }
        List<RuleForm> rules = new ArrayList<>();
        List<?> list = value instanceof List<?> there ? there : List.of();
        for (int i = 0; i < list.size(); i++) {
            rules.add(rule(i, path.item(i), list.get(i), peersField(direction)));
        }
        return rules;
    }

    private RuleForm rule(int at, FieldPath path, @Nullable Object value, String peersField) {
        List<Kept> kept = new ArrayList<>();
        if (value != null && !(value instanceof Map<?, ?>)) {
            keep(path, kept);
        }
        Map<String, Object> rule = PolicyTree.map(value);
        keepOthers(path, rule, List.of(peersField, "ports"), kept);
        List<PeerForm> peers = new ArrayList<>();
        List<?> from = list(path.field(peersField), rule.get(peersField), kept);
        for (int i = 0; i < from.size(); i++) {
            peers.add(peer(i, path.field(peersField).item(i), PolicyTree.map(from.get(i))));
        }
        List<PortForm> ports = new ArrayList<>();
        List<?> on = list(path.field("ports"), rule.get("ports"), kept);
        for (int i = 0; i < on.size(); i++) {
            ports.add(port(i, path.field("ports").item(i), PolicyTree.map(on.get(i))));
        }
        return new RuleForm(at, peers, ports, kept);
    }

    private List<?> list(FieldPath path, @Nullable Object value, List<Kept> kept) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value != null) {
            keep(path, kept);
        }
        return List.of();
    }

    private PeerForm peer(int at, FieldPath path, Map<String, Object> peer) {
        Optional<String> pods = SelectorText.of(peer.get("podSelector"));
        Optional<String> namespaces = SelectorText.of(peer.get("namespaceSelector"));
        Set<String> fields = peer.keySet();
        if (fields.equals(Set.of("podSelector")) && pods.isPresent()) {
            return new PeerForm(at, PeerKind.PODS, "", pods.get(), "", "", "");
        }
        boolean elsewhere = peer.get("namespaceSelector") != null
                && List.of("namespaceSelector", "podSelector").containsAll(fields);
        if (elsewhere && pods.isPresent() && namespaces.isPresent()) {
            return new PeerForm(at, PeerKind.NAMESPACES, namespaces.get(), pods.get(), "", "", "");
        }
        if (fields.equals(Set.of("ipBlock"))) {
            Map<String, Object> block = PolicyTree.map(peer.get("ipBlock"));
            Optional<String> except = ranges(block.get("except"));
            if (List.of("cidr", "except").containsAll(block.keySet())
                    && block.get("cidr") instanceof String cidr
                    && except.isPresent()) {
                return new PeerForm(at, PeerKind.ADDRESSES, "", "", cidr, except.get(), "");
            }
        }
        return PeerForm.other(at, text.excerpt(path));
    }

    private static Optional<String> ranges(@Nullable Object except) {
        if (except == null) {
            return Optional.of("");
        }
        boolean texts = except instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        return texts
                ? Optional.of(String.join(
                        ", ", ((List<?>) except).stream().map(String::valueOf).toList()))
                : Optional.empty();
    }

    private PortForm port(int at, FieldPath path, Map<String, Object> port) {
        return PortText.of(port)
                .map(line -> new PortForm(at, PortText.protocol(port.get("protocol")), line, ""))
                .orElseGet(() -> new PortForm(at, "", "", text.excerpt(path)));
    }
}
