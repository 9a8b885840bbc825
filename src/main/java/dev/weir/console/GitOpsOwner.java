package dev.weir.console;

import dev.weir.console.Parts.Banner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who writes an object from a repository or a chart, and would undo what is written here.
 *
 * @param tool {@code argo-cd}, {@code flux} or {@code helm}
 * @param name of the application, the Kustomization or the release; empty when the object does not say it
 */
record GitOpsOwner(String tool, String name) {
    private static final String ARGO_TRACKING = "argocd.argoproj.io/tracking-id";
    private static final String ARGO_INSTANCE = "argocd.argoproj.io/instance";
    private static final String KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/name";
    private static final String HELM_RELEASE = "helm.toolkit.fluxcd.io/name";
    private static final String RELEASE = "meta.helm.sh/release-name";
    private static final Map<String, String> MANAGERS = Map.of(
            "argocd-controller", "argo-cd",
            "argocd-application-controller", "argo-cd",
            "kustomize-controller", "flux",
            "helm-controller", "flux",
            "helm", "helm");

    /** By its labels and annotations, or else by who wrote its fields last. */
    static Optional<GitOpsOwner> of(Map<String, Object> object) {
        Map<String, Object> metadata = PolicyDraft.map(object.get("metadata"));
        Map<String, Object> labels = PolicyDraft.map(metadata.get("labels"));
        Map<String, Object> annotations = PolicyDraft.map(metadata.get("annotations"));
        if (annotations.get(ARGO_TRACKING) instanceof String tracking) {
            return Optional.of(new GitOpsOwner("argo-cd", tracking.substring(0, Math.max(0, tracking.indexOf(':')))));
        }
        return first("argo-cd", labels.get(ARGO_INSTANCE))
                .or(() -> first("flux", labels.get(KUSTOMIZATION)))
                .or(() -> first("flux", labels.get(HELM_RELEASE)))
                .or(() -> first("helm", annotations.get(RELEASE)))
                .or(() -> manager(metadata.get("managedFields")));
    }

    private static Optional<GitOpsOwner> first(String tool, @Nullable Object name) {
        return name == null ? Optional.empty() : Optional.of(new GitOpsOwner(tool, name.toString()));
    }

    private static Optional<GitOpsOwner> manager(@Nullable Object managedFields) {
        List<?> entries = managedFields instanceof List<?> list ? list : List.of();
        return entries.stream()
                .map(entry -> MANAGERS.get(String.valueOf(PolicyDraft.map(entry).get("manager"))))
                .filter(Objects::nonNull)
                .findFirst()
                .map(tool -> new GitOpsOwner(tool, ""));
    }

    /** Said before anything is written, because it will not stay. */
    Banner warning(Texts texts) {
        return new Banner("warning", "warning", sentence(texts), texts.of("owner.text"), null, null);
    }

    String sentence(Texts texts) {
        return texts.of("owner." + tool, name.isEmpty() ? "" : " " + name);
    }
}
