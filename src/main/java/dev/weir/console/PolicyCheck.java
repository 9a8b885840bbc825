package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.EditorView.Check;
import dev.weir.console.EditorView.FindingView;
import dev.weir.console.Parts.Mark;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.Finding;
import dev.weir.document.Finding.Severity;
import dev.weir.document.Findings;
import dev.weir.document.ObjectDocument;
import dev.weir.document.PolicyText;
import dev.weir.document.Position;
import dev.weir.lint.PolicyLinter;
import dev.weir.lint.Surroundings;
import dev.weir.net.Direction;
import dev.weir.policy.MatchedPods;
import dev.weir.words.PolicyWords;
import dev.weir.words.WordLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says what a policy that is being written would do: first whether it can be read, then what the API server says to it (a dry run, so
 * nothing is stored), then in words, and which pods become isolated or open.
 */
@Component
final class PolicyCheck {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final PolicyWords words;
    private final Texts texts;

    PolicyCheck(ClusterView cluster, KubernetesObjects objects, PolicyWords words, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.words = words;
        this.texts = texts;
    }

    /** A text that was written on a page about a namespace, and for an existing policy its name. */
    record Draft(String namespace, String name, String yaml) {
        boolean isNew() {
            return name.isEmpty();
        }
    }

    /** What can be written, or why it cannot. */
    sealed interface Reading {
        record Readable(PolicyRef ref, Map<String, Object> object, ObjectDocument document) implements Reading {}

        record Unreadable(List<FindingView> findings) implements Reading {}
    }

    Check check(Draft draft) {
        return switch (read(draft)) {
            case Reading.Unreadable unreadable -> failed(unreadable.findings());
            case Reading.Readable readable -> dryRun(draft, readable);
        };
    }

    /** Reads the text and checks what only this page knows: that it is the right kind, name and namespace. */
    Reading read(Draft draft) {
        ObjectDocument document;
        try {
            document = ObjectDocument.parse(draft.yaml());
        } catch (DocumentSyntaxException wrong) {
            return new Reading.Unreadable(List.of(finding(wrong.position(), "", String.valueOf(wrong.getMessage()))));
        }
        Map<String, Object> object = PolicyText.in(draft.namespace(), document.object());
        Map<String, Object> metadata = PolicyDraft.map(object.get("metadata"));
        List<FindingView> findings = new ArrayList<>();
        expect(document, "apiVersion", ObjectKind.NETWORK_POLICY.apiVersion(), object.get("apiVersion"), findings);
        expect(document, "kind", ObjectKind.NETWORK_POLICY.kind(), object.get("kind"), findings);
        expect(document, "metadata.namespace", draft.namespace(), metadata.get("namespace"), findings);
        Object name = metadata.get("name");
        if (!draft.isNew()) {
            expect(document, "metadata.name", draft.name(), name, findings);
        } else if (name == null || name.toString().isBlank()) {
            findings.add(finding(document.position("metadata.name"), "metadata.name", texts.of("check.no-name")));
        }
        return findings.isEmpty()
                ? new Reading.Readable(new PolicyRef(draft.namespace(), String.valueOf(name)), object, document)
                : new Reading.Unreadable(findings);
    }

    private void expect(
            ObjectDocument document, String field, String wanted, @Nullable Object found, List<FindingView> findings) {
        if (!wanted.equals(found)) {
            String message = found == null
                    ? texts.of("check.missing", field, wanted)
                    : texts.of("check.expected", field, wanted, found);
            findings.add(finding(document.position(field), field, message));
        }
    }

    private Check dryRun(Draft draft, Reading.Readable readable) {
        ObjectRef ref = ObjectRef.policy(readable.ref());
        Map<String, Object> object = PolicyText.atVersion(readable.object(), "");
        List<Finding> lint =
                PolicyLinter.lint(readable.document(), Surroundings.of(cluster.current(), draft.namespace()));
        try {
            Map<String, Object> accepted = draft.isNew()
                    ? objects.create(ref, object, WriteOptions.DRY_RUN)
                    : objects.replace(ref, object, WriteOptions.DRY_RUN);
            return accepted(PolicyDraft.read(accepted), readable.document(), lint);
        } catch (KubernetesException refused) {
            return failed(both(refused(refused, readable), lint));
        }
    }

    /** What the API server says, and what is found here; of a field that both speak about, what is found here, which has a fix. */
    private List<FindingView> both(List<FindingView> refused, List<Finding> lint) {
        Set<String> fields = lint.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::field)
                .collect(Collectors.toSet());
        List<FindingView> all = new ArrayList<>(
                refused.stream().filter(one -> !fields.contains(one.path())).toList());
        all.addAll(lint.stream().map(this::finding).toList());
        return all;
    }

    /** By which a button of the page names a finding. */
    static String key(Finding finding) {
        return finding.code() + " " + finding.field();
    }

    /** What the API server found, at the lines where the author wrote it. */
    List<FindingView> refused(KubernetesException refused, Reading.Readable readable) {
        return switch (refused) {
            case KubernetesException.Invalid invalid ->
                Findings.of(invalid, readable.document()).stream()
                        .map(this::finding)
                        .toList();
            case KubernetesException.AlreadyExists exists -> {
                Position position = readable.document().position("metadata.name");
                yield List.of(finding(
                        position,
                        "metadata.name",
                        texts.of("check.exists", readable.ref().name())));
            }
            case KubernetesException.NotFound gone -> List.of(general("check.gone"));
            case KubernetesException.Conflict conflict -> List.of(general("check.conflict"));
            case KubernetesException.Forbidden forbidden -> List.of(general("check.forbidden"));
            case KubernetesException.Expired _, KubernetesException.Unavailable _ ->
                List.of(general("check.unavailable"));
        };
    }

    private FindingView general(String key) {
        return finding(new Finding("", texts.of(key), key, null));
    }

    private FindingView finding(@Nullable Position position, String field, String message) {
        return finding(new Finding(field, message, "", position));
    }

    private FindingView finding(Finding finding) {
        return FindingView.of(finding, texts);
    }

    Check failed(List<FindingView> findings) {
        long errors = findings.stream()
                .filter(finding -> finding.severity().equals("error"))
                .count();
        return new Check(Mark.bad(texts.of("check.failed", errors)), findings, null, null, List.of(), null);
    }

    private Check accepted(NetworkPolicy policy, ObjectDocument document, List<Finding> lint) {
        ClusterSnapshot snapshot = cluster.current();
        List<Pod> pods = MatchedPods.selectedBy(policy, snapshot);
        return new Check(
                Mark.good(texts.of("check.accepted")),
                lint.stream().map(this::finding).toList(),
                words.explain(policy, snapshot, new WordLines(document)).withoutCautions(),
                together(policy, pods, snapshot),
                changes(policy, snapshot),
                PodsMatched.of(pods, texts));
    }

    private @Nullable String together(NetworkPolicy policy, List<Pod> pods, ClusterSnapshot snapshot) {
        List<String> others = snapshot.policiesIn(policy.ref().namespace()).stream()
                .filter(other -> !other.ref().equals(policy.ref()))
                .filter(other -> pods.stream().anyMatch(other::selects))
                .map(other -> other.ref().name())
                .toList();
        return others.isEmpty() ? null : texts.of("check.together", some(others), others.size());
    }

    /** Which pods would become isolated or open, in each direction; with the policies that are there. */
    private List<String> changes(NetworkPolicy policy, ClusterSnapshot snapshot) {
        List<NetworkPolicy> before = snapshot.enforcedPoliciesIn(policy.ref().namespace());
        List<NetworkPolicy> after = new ArrayList<>(before.stream()
                .filter(other -> !other.ref().equals(policy.ref()))
                .toList());
        if (!snapshot.isInShadow(policy)) {
            after.add(policy);
        }
        List<String> changes = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            List<String> isolated = new ArrayList<>();
            List<String> opened = new ArrayList<>();
            for (Pod pod : snapshot.podsIn(policy.ref().namespace())) {
                if (pod.isEnforced()) {
                    boolean was = isolates(pod, before, direction);
                    boolean will = isolates(pod, after, direction);
                    if (was != will) {
                        (will ? isolated : opened).add(pod.ref().name());
                    }
                }
            }
            add(changes, "check.isolated." + direction.label(), isolated);
            add(changes, "check.opened." + direction.label(), opened);
        }
        return changes;
    }

    private static boolean isolates(Pod pod, List<NetworkPolicy> policies, Direction direction) {
        Set<Direction> isolated = Coverage.isolated(pod, policies);
        return isolated.contains(direction);
    }

    private void add(List<String> changes, String key, List<String> pods) {
        if (!pods.isEmpty()) {
            changes.add(texts.of(key, pods.size(), some(pods)));
        }
    }

    private String some(List<String> pods) {
        int shown = 5;
        return pods.size() <= shown
                ? texts.and(pods)
                : texts.of("check.and-more", String.join(", ", pods.subList(0, shown)), pods.size() - shown);
    }
}
