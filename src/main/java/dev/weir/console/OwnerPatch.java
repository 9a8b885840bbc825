package dev.weir.console;

import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.ManifestChange;
import dev.weir.document.ObjectDocument;
import dev.weir.document.TextPatch;
import dev.weir.document.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A change of a policy for whoever keeps it in a repository: a merge patch, which fits the manifest whatever its order and comments, or, of a
 * manifest that was pasted, the lines of it that change.
 *
 * @param text empty when nothing has changed, or there can be no patch
 * @param words what kind of patch it is
 * @param file a name for it
 * @param command that applies it
 * @param manifest as it was pasted
 * @param wrong why there is no patch; null when there is one, or need be none
 */
record OwnerPatch(
        String text,
        String words,
        String file,
        String command,
        String manifest,
        @Nullable String wrong) {
    /** What kubectl and others that apply without the server's help remember: the manifest as they sent it. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Public, because a template calls it. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** @param stored the object as the API server has it */
    static OwnerPatch of(EditorSubmission sent, String yaml, Map<String, Object> stored, Texts texts) {
        ManifestChange change;
        try {
            change = new ManifestChange(
                    ObjectDocument.parse(sent.original()).object(),
                    ObjectDocument.parse(yaml).object());
        } catch (DocumentSyntaxException unreadable) {
            return none(sent, texts.of("owner.patch.unreadable"));
        }
        return sent.manifest().isBlank()
                ? merge(sent.name(), change, stored, sent.manifest(), texts)
                : lines(sent, change, texts);
    }

    private static OwnerPatch none(EditorSubmission sent, @Nullable String wrong) {
        return new OwnerPatch("", "", "", "", sent.manifest(), wrong);
    }

    private static OwnerPatch lines(EditorSubmission sent, ManifestChange change, Texts texts) {
        String file = sent.name() + ".yaml";
        String patch = sent.name() + ".patch";
        // A text field may lose the end of the last line, which files have.
        String manifest = sent.manifest().endsWith("\n") ? sent.manifest() : sent.manifest() + "\n";
        try {
            return new OwnerPatch(
                    TextPatch.of(file, manifest, change.in(manifest)),
                    texts.of("owner.patch.lines"),
                    patch,
                    "patch " + file + " " + patch,
                    sent.manifest(),
                    null);
        } catch (DocumentSyntaxException refused) {
            return none(sent, texts.of("owner.manifest.wrong", String.valueOf(refused.getMessage())));
        }
    }

    /** Of a policy in a change set, whose manifest nobody has pasted. */
    static OwnerPatch merge(String name, ManifestChange change, Map<String, Object> stored, Texts texts) {
        return merge(name, change, stored, "", texts);
    }

    private static OwnerPatch merge(
            String name, ManifestChange change, Map<String, Object> stored, String manifest, Texts texts) {
        Map<String, Object> patch = change.mergePatch(lastApplied(stored, change.before()));
        String file = name + ".patch.yaml";
        return new OwnerPatch(
                patch.isEmpty() ? "" : YamlText.of(named(name, patch, change.before())),
                texts.of("owner.patch.merge"),
                file,
                "kubectl patch --local -f " + name + ".yaml --type merge --patch-file " + file + " -o yaml",
                manifest,
                null);
    }

    /** With what kustomize finds the object by. The namespace is left out, because a manifest often does not say it. */
    private static Map<String, Object> named(String name, Map<String, Object> patch, Map<String, Object> object) {
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", name));
        metadata.putAll(PolicyDraft.map(patch.get("metadata")));
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("apiVersion", String.valueOf(object.get("apiVersion")));
        named.put("kind", String.valueOf(object.get("kind")));
        named.put("metadata", metadata);
        patch.forEach(named::putIfAbsent);
        return named;
    }

    /** The manifest as it was applied, when that is known: it lacks what the API server filled in. */
    private static Map<String, Object> lastApplied(Map<String, Object> stored, Map<String, Object> otherwise) {
        Object annotations = PolicyDraft.map(stored.get("metadata")).get("annotations");
        if (!(PolicyDraft.map(annotations).get(LAST_APPLIED) instanceof String json)) {
            return otherwise;
        }
        try {
            return PolicyDraft.map(JsonMapper.shared().readValue(json, Map.class));
        } catch (JacksonException unreadable) {
            return otherwise; // Anybody may write anything into an annotation.
        }
    }
}
