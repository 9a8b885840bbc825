package dev.weir.lint;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.Finding;
import dev.weir.document.Finding.Severity;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at the text of policies. What can only be judged of a policy that can be read is judged once there are no errors in it. */
public final class PolicyLinter {
    private static final Comparator<Finding> IN_ORDER_OF_THE_TEXT = Comparator.comparingInt(PolicyLinter::line)
            .thenComparing(Finding::severity)
            .thenComparing(Finding::code);

    private PolicyLinter() {}

    private static int line(Finding finding) {
        Position position = finding.position();
        return position == null ? 0 : position.line();
    }

    /** The findings of one policy, in the order of the text. */
    public static List<Finding> lint(ObjectDocument document, Surroundings surroundings) {
        PolicySource source = new PolicySource(document);
        FieldChecks.check(source, surroundings);
        AddressChecks.check(source);
        PortChecks.check(source);
        TypeChecks.check(source);
        TypeChecks.checkPeers(source);
        boolean readable = source.findings().stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        if (readable) {
            policy(document, surroundings.namespace()).ifPresent(policy -> meaning(source, policy, surroundings));
        }
        return source.findings().stream().sorted(IN_ORDER_OF_THE_TEXT).toList();
    }

    private static void meaning(PolicySource source, NetworkPolicy policy, Surroundings surroundings) {
        CoverChecks.check(source, policy, surroundings);
        DnsCheck.check(source, policy, surroundings);
        if (surroundings.cluster() != null) {
            MatchChecks.check(source, policy, surroundings.cluster());
        }
    }

    /** The policies of one file, each together with the others; the findings of each document in turn. */
    public static List<List<Finding>> lint(List<ObjectDocument> documents, Surroundings surroundings) {
        List<NetworkPolicy> policies = new ArrayList<>(surroundings.beside());
        documents.forEach(document -> policy(document, surroundings.namespace()).ifPresent(policies::add));
        Surroundings together = new Surroundings(surroundings.cluster(), surroundings.namespace(), policies);
        Set<PolicyRef> seen = new HashSet<>();
        List<List<Finding>> all = new ArrayList<>();
        for (ObjectDocument document : documents) {
            List<Finding> findings = new ArrayList<>();
            duplicate(document, surroundings.namespace(), seen).ifPresent(findings::add);
            findings.addAll(lint(document, together));
            all.add(findings);
        }
        return all;
    }

    private static Optional<Finding> duplicate(ObjectDocument document, String namespace, Set<PolicyRef> seen) {
        return ref(document, namespace)
                .filter(ref -> !seen.add(ref))
                .map(ref -> new Finding(
                        "metadata.name",
                        "There is another policy " + ref + " in this file; the later one would replace it.",
                        "duplicate-name",
                        document.position("metadata.name")));
    }

    private static Optional<PolicyRef> ref(ObjectDocument document, String namespace) {
        Map<String, Object> metadata = PolicyTree.map(document.object().get("metadata"));
        return metadata.get("name") instanceof String name
                ? Optional.of(new PolicyRef(metadata.get("namespace") instanceof String own ? own : namespace, name))
                : Optional.empty();
    }

    /** Empty when it cannot be read as a policy. */
    public static Optional<NetworkPolicy> policy(ObjectDocument document, String namespace) {
        Map<String, Object> object = new LinkedHashMap<>(document.object());
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        metadata.putIfAbsent("namespace", namespace);
        object.put("metadata", metadata);
        try {
            return Optional.of(PolicyTree.read(object));
        } catch (IllegalArgumentException notReadable) {
            return Optional.empty();
        }
    }
}
