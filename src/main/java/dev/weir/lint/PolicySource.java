package dev.weir.lint;

import dev.weir.cluster.PolicyTree;
import dev.weir.document.FieldPath;
import dev.weir.document.Finding;
import dev.weir.document.Finding.Fix;
import dev.weir.document.Finding.Severity;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.document.TreeEdit;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy's text as the checks look at it, and where they put what they find. */
final class PolicySource {
    static final FieldPath METADATA = FieldPath.of("metadata");
    static final FieldPath SPEC = FieldPath.of("spec");
    static final FieldPath POD_SELECTOR = SPEC.field("podSelector");
    static final FieldPath TYPES = SPEC.field("policyTypes");

    private final ObjectDocument document;
    private final List<Finding> findings = new ArrayList<>();

    /** Something in the text and where it is. */
    record Part(FieldPath path, Map<String, Object> tree) {}

    /** A rule, or a part of one, and of which direction. */
    interface RuleVisitor {
        void visit(Direction direction, Part part);
    }

    PolicySource(ObjectDocument document) {
        this.document = document;
    }

    List<Finding> findings() {
        return findings;
    }

    Map<String, Object> object() {
        return document.object();
    }

    Map<String, Object> metadata() {
        return PolicyTree.map(object().get("metadata"));
    }

    Map<String, Object> spec() {
        return PolicyTree.map(object().get("spec"));
    }

    void error(FieldPath path, String code, String message) {
        add(Severity.ERROR, path, code, message, null);
    }

    void error(FieldPath path, String code, String message, String fix, TreeEdit... edits) {
        add(Severity.ERROR, path, code, message, new Fix(fix, List.of(edits)));
    }

    void warning(FieldPath path, String code, String message) {
        add(Severity.WARNING, path, code, message, null);
    }

    void warning(FieldPath path, String code, String message, String fix, TreeEdit... edits) {
        add(Severity.WARNING, path, code, message, new Fix(fix, List.of(edits)));
    }

    void note(FieldPath path, String code, String message) {
        add(Severity.NOTE, path, code, message, null);
    }

    void note(FieldPath path, String code, String message, String fix, TreeEdit... edits) {
        add(Severity.NOTE, path, code, message, new Fix(fix, List.of(edits)));
    }

    private void add(Severity severity, FieldPath path, String code, String message, @Nullable Fix fix) {
        findings.add(new Finding(severity, path.toString(), message, code, position(path), fix));
    }

    /** Of an item all of it; of a field its value; of what is not there the nearest thing around it. */
    private Position position(FieldPath path) {
        boolean item = !path.isRoot() && path.toString().endsWith("]");
        Position all = item ? document.extent(path) : null;
        Position value = document.position(path.toString());
        return all != null ? all : value != null ? value : document.position();
    }

    static String rulesField(Direction direction) {
        return direction == Direction.INGRESS ? "ingress" : "egress";
    }

    static String peersField(Direction direction) {
        return direction == Direction.INGRESS ? "from" : "to";
    }

    static String typeName(Direction direction) {
        return direction == Direction.INGRESS ? "Ingress" : "Egress";
    }

    static FieldPath rules(Direction direction) {
        return SPEC.field(rulesField(direction));
    }

    List<Object> declaredTypes() {
        return list(spec().get("policyTypes"));
    }

    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    void forEachRule(RuleVisitor visitor) {
        for (Direction direction : Direction.values()) {
            parts(rules(direction), spec().get(rulesField(direction))).forEach(rule -> visitor.visit(direction, rule));
        }
    }

    void forEachPeer(RuleVisitor visitor) {
        forEachRule((direction, rule) -> parts(
                        rule.path().field(peersField(direction)), rule.tree().get(peersField(direction)))
                .forEach(peer -> visitor.visit(direction, peer)));
    }

    void forEachPort(RuleVisitor visitor) {
        forEachRule((direction, rule) -> parts(
                        rule.path().field("ports"), rule.tree().get("ports"))
                .forEach(port -> visitor.visit(direction, port)));
    }

    static List<Part> parts(FieldPath path, @Nullable Object value) {
        List<Part> parts = new ArrayList<>();
        List<Object> list = list(value);
        for (int i = 0; i < list.size(); i++) {
            parts.add(new Part(path.item(i), PolicyTree.map(list.get(i))));
        }
        return parts;
    }
}
