package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.EditorDesk.Worked;
import dev.weir.console.EditorView.Check;
import dev.weir.console.EditorView.Conflict;
import dev.weir.console.EditorView.DraftLine;
import dev.weir.console.EditorView.Mode;
import dev.weir.console.EditorView.Owned;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.PolicyText;
import dev.weir.draft.Draft;
import dev.weir.form.FormText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the editor's page from where somebody is in writing a policy. */
@Component
final class EditorPages {
    private final ClusterView cluster;
    private final PolicyTemplates templates;
    private final Texts texts;

    EditorPages(ClusterView cluster, PolicyTemplates templates, Texts texts) {
        this.cluster = cluster;
        this.templates = templates;
        this.texts = texts;
    }

    /**
     * Where somebody is.
     *
     * @param sent what the browser sent, or would have sent at the beginning
     * @param template that the text began with; empty when it did with something else
     * @param draft what is kept of it; null when nothing is
     * @param restored whether the text is that draft's
     * @param stored the object as it is; empty when there is none
     */
    record Stage(
            EditorSubmission sent,
            Worked worked,
            Check check,
            String template,
            @Nullable Draft draft,
            boolean restored,
            Map<String, Object> stored,
            @Nullable Conflict conflict) {}

    EditorView page(Stage stage) {
        EditorSubmission sent = stage.sent();
        PolicyRef ref = new PolicyRef(sent.namespace(), sent.name());
        String address = sent.isNew() ? PolicyAddress.create(sent.namespace()) : PolicyAddress.edit(ref);
        List<Mode> modes = EditorView.modeNames().stream()
                .map(name -> mode(name, address, sent.view()))
                .toList();
        Mode mode = modes.stream().filter(Mode::current).findFirst().orElseThrow();
        Object form = mode.hasForm() ? form(stage) : "";
        return new EditorView(
                sent.namespace(),
                sent.name(),
                sent.isNew() ? texts.of("editor.new", sent.namespace()) : texts.of("editor.edit", sent.name()),
                mode.action(),
                sent.isNew() ? PolicyAddress.namespace(sent.namespace()) : PolicyAddress.detail(ref),
                sent.version(),
                sent.original(),
                stage.worked().yaml(),
                sent.yaml(),
                mode,
                modes,
                sent.isNew() ? templates.all(sent.namespace(), stage.template()) : List.of(),
                stage.check(),
                stage.conflict(),
                form instanceof EditorForm shown ? shown : null,
                form instanceof String refusal && !refusal.isEmpty() ? refusal : null,
                draftLine(stage),
                owned(stage));
    }

    private Mode mode(String name, String address, String current) {
        return new Mode(
                name,
                texts.of("editor.mode." + name),
                LogsAddress.of(address, new String[] {"view", name}),
                name.equals(current));
    }

    /** The form, or why there is none. */
    private Object form(Stage stage) {
        try {
            FormText text = FormText.parse(stage.worked().yaml());
            NetworkPolicy policy = policy(text, stage.sent().namespace()).orElse(null);
            return EditorForm.of(text, stage.worked(), policy, new EditorForm.Shown(cluster.current(), texts));
        } catch (DocumentSyntaxException noForm) {
            return String.valueOf(noForm.getMessage());
        }
    }

    private static Optional<NetworkPolicy> policy(FormText text, String namespace) {
        try {
            return Optional.of(
                    PolicyDraft.read(PolicyText.in(namespace, text.text().object())));
        } catch (IllegalArgumentException notReadable) {
            return Optional.empty();
        }
    }

    private @Nullable DraftLine draftLine(Stage stage) {
        Draft draft = stage.draft();
        if (draft == null) {
            return null;
        }
        String time = texts.time(draft.saved());
        String text = draft.version().isEmpty()
                ? texts.of("editor.draft.new", time)
                : texts.of("editor.draft", time, draft.version());
        return new DraftLine(text, stage.restored());
    }

    private @Nullable Owned owned(Stage stage) {
        return GitOpsOwner.of(stage.stored())
                .map(owner -> new Owned(
                        owner.warning(texts),
                        OwnerPatch.of(stage.sent(), stage.worked().yaml(), stage.stored(), texts)))
                .orElse(null);
    }
}
