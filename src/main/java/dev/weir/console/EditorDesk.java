package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.EditableText;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.document.TextMerge;
import dev.weir.document.TreeEdit;
import dev.weir.form.FormAction;
import dev.weir.form.FormException;
import dev.weir.form.FormField;
import dev.weir.form.FormText;
import dev.weir.form.Presets;
import dev.weir.lint.PolicyLinter;
import dev.weir.lint.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Works what was filled in and pressed into the text. What cannot be worked in is said, and stays in its field. */
@Component
final class EditorDesk {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final Texts texts;

    EditorDesk(ClusterView cluster, KubernetesObjects objects, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.texts = texts;
    }

    /**
     * The text after all that.
     *
     * @param problems what is wrong with what stands in a field, by the field's name
     * @param filledIn what stands in these fields
     */
    record Worked(String yaml, Map<String, String> problems, Map<String, String> filledIn) {
        static Worked as(String yaml) {
            return new Worked(yaml, Map.of(), Map.of());
        }

        boolean isClean() {
            return problems.isEmpty();
        }
    }

    Worked work(EditorSubmission sent) {
        Map<String, String> problems = new LinkedHashMap<>();
        String yaml = sent.base().isEmpty() ? sent.yaml() : filledIn(sent, problems);
        if (sent.button().isA("do")) {
            yaml = pressed(yaml, sent, problems);
        } else if (sent.button().isA("fix")) {
            yaml = fixed(yaml, sent, problems);
        }
        return new Worked(yaml, problems, sent.filledIn());
    }

    /** The form's changes and those of the text beside it, joined. Where they collide the text wins, and the form says so. */
    private String filledIn(EditorSubmission sent, Map<String, String> problems) {
        String formed;
        try {
            formed = fill(FormText.parse(sent.base()), sent.filledIn(), problems);
        } catch (DocumentSyntaxException noForm) {
            return sent.yaml();
        }
        if (sent.yaml().equals(sent.base()) || sent.yaml().isEmpty()) {
            return formed;
        }
        if (formed.equals(sent.base())) {
            return sent.yaml();
        }
        TextMerge merge = TextMerge.of(sent.base(), sent.yaml(), formed);
        if (merge.conflicts() > 0) {
            problems.put(EditorFields.PREFIX, texts.of("form.collides"));
            return sent.yaml();
        }
        return merge.text();
    }

    private static String fill(FormText text, Map<String, String> filledIn, Map<String, String> problems) {
        FormText result = text;
        for (Map.Entry<String, FormField> field : EditorFields.of(text.form()).entrySet()) {
            String value = filledIn.get(field.getKey());
            if (value != null) {
                try {
                    result = result.with(field.getValue(), value);
                } catch (FormException refused) {
                    problems.put(field.getKey(), String.valueOf(refused.getMessage()));
                }
            }
        }
        return result.text().text();
    }

    private String pressed(String yaml, EditorSubmission sent, Map<String, String> problems) {
        try {
            FormAction action = action(sent);
            return FormText.parse(yaml).after(action).text().text();
        } catch (DocumentSyntaxException | FormException refused) {
            problems.put(EditorFields.PREFIX, String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException stale) {
            // The text no longer has the rule that the button stood beside.
            problems.put(EditorFields.PREFIX, texts.of("form.stale"));
        }
        return yaml;
    }

    private FormAction action(EditorSubmission sent) {
        EditorButton button = EditorButton.parse(sent.button().value());
        if (button.verb().equals(EditorButton.ADD_SERVICE)) {
            String field = EditorFields.rule(button.direction(), button.rule()) + ".service";
            String typed = sent.filledIn().getOrDefault(field, "");
            return new FormAction.AddPeers(
                    button.direction(), button.rule(), List.of(service(typed, sent.namespace())));
        }
        return button.action();
    }

    /** @param typed a name, or a namespace and a name */
    private Map<String, Object> service(String typed, String namespace) {
        int slash = typed.indexOf('/');
        String where = slash < 0 ? namespace : typed.substring(0, slash);
        String name = typed.substring(slash + 1);
        if (name.isBlank()) {
            throw new FormException(texts.of("form.service.none"));
        }
        try {
            Map<String, Object> service = objects.get(new ObjectRef(ObjectKind.SERVICE, where, name));
            Map<String, String> selector = new LinkedHashMap<>();
            PolicyDraft.map(PolicyDraft.map(service.get("spec")).get("selector"))
                    .forEach((key, value) -> selector.put(key, String.valueOf(value)));
            return Presets.service(where, selector, namespace);
        } catch (KubernetesException.NotFound nowhere) {
            throw new FormException(texts.of("form.service.unknown", where + "/" + name));
        }
    }

    /** The finding may be gone meanwhile: then there is nothing to fix. */
    private String fixed(String yaml, EditorSubmission sent, Map<String, String> problems) {
        try {
            ObjectDocument document = ObjectDocument.parse(yaml);
            return PolicyLinter.lint(document, Surroundings.of(cluster.current(), sent.namespace())).stream()
                    .filter(finding ->
                            PolicyCheck.key(finding).equals(sent.button().value()))
                    .findFirst()
                    .map(finding -> fixed(yaml, finding))
                    .orElse(yaml);
        } catch (DocumentSyntaxException refused) {
            problems.put(EditorFields.PREFIX, String.valueOf(refused.getMessage()));
            return yaml;
        }
    }

    private static String fixed(String yaml, Finding finding) {
        EditableText text = EditableText.parse(yaml);
        if (finding.fix() != null) {
            for (TreeEdit edit : finding.fix().edits()) {
                text = text.with(edit);
            }
        }
        return text.text();
    }
}
