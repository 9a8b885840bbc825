package dev.weir.console;

import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The commands that do the same as a button. */
final class Kubectl {
    private Kubectl() {}

    static String annotatePolicy(PolicyRef ref, boolean on) {
        return "kubectl annotate networkpolicy -n " + ref.namespace() + " " + ref.name() + " "
                + change(NetworkPolicy.ALLOW_LOGGING_ANNOTATION, on);
    }

    static String annotateNamespace(String namespace, boolean on) {
        return "kubectl annotate namespace " + namespace + " " + change(Namespace.DENY_LOGGING_ANNOTATION, on);
    }

    private static String change(String annotation, boolean on) {
        return on ? annotation + "=true --overwrite" : annotation + "-";
    }

    static String patchLogging(Switch allow, Switch deny) {
        return "kubectl patch networklogging default --type merge -p '" + loggingPatch(allow, deny) + "'";
    }

    static String loggingPatch(Switch allow, Switch deny) {
        return "{\"spec\":{\"cluster\":{\"allow\":" + json(allow) + ",\"deny\":" + json(deny) + "}}}";
    }

    private static String json(Switch toggle) {
        return "{\"log\":" + toggle.log() + ",\"delegate\":" + toggle.delegate() + "}";
    }

    /** @param word null takes the annotation away */
    static String mode(PolicyRef ref, @Nullable String word) {
        return "kubectl annotate networkpolicy -n " + ref.namespace() + " " + ref.name() + " " + PolicyMode.ANNOTATION
                + (word == null ? "-" : "=" + word + " --overwrite");
    }

    /** Of all policies of a namespace; an empty word takes the annotation away. */
    static String mode(String namespace, String word) {
        return "kubectl annotate namespace " + namespace + " " + PolicyMode.ANNOTATION
                + (word.isEmpty() ? "-" : "=" + word + " --overwrite");
    }

    /** The body of the merge patch behind it. */
    static String modePatch(String word) {
        return "{\"metadata\":{\"annotations\":{\"" + PolicyMode.ANNOTATION + "\":"
                + (word.isEmpty() ? "null" : "\"" + word + "\"") + "}}}";
    }

    /** The same as a merge patch of that version of the policy. */
    static String modePatch(@Nullable String word, String version) {
        String quoted = JsonMapper.shared().writeValueAsString(version);
        return "{\"metadata\":{\"resourceVersion\":" + quoted + ",\"annotations\":{\"" + PolicyMode.ANNOTATION + "\":"
                + (word == null ? "null" : "\"" + word + "\"") + "}}}";
    }

    /** The body of the merge patch behind {@code kubectl annotate}. */
    static String annotationPatch(String annotation, boolean on) {
        return "{\"metadata\":{\"annotations\":{\"" + annotation + "\":" + (on ? "\"true\"" : "null") + "}}}";
    }
}
