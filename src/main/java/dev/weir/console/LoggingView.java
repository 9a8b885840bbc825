package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.Banner;
import dev.weir.console.Parts.Mark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is recorded, where, and why not there. */
record LoggingView(
        List<SwitchView> switches,
        @Nullable Banner invalid,
        String command,
        String resourceVersion,
        List<NamespaceRow> namespaces,
        List<PolicyRow> policies,
        @Nullable String policiesOf,
        String policiesText) {
    private static final int POLICIES_SHOWN = 200;

    /** {@code allow} or {@code deny}, with its three choices. */
    record SwitchView(String name, String title, List<Choice> choices) {}

    record Choice(String id, String value, String title, String text, boolean checked) {}

    record NamespaceRow(
            String name,
            String href,
            boolean annotated,
            Mark denies,
            String denyReason,
            Mark allows,
            String allowReason,
            String policiesHref) {}

    record PolicyRow(
            String name,
            String href,
            String namespace,
            String loggingHref,
            boolean annotated,
            Mark allows,
            String reason) {}

    static LoggingView of(ClusterSnapshot snapshot, String namespace, Texts texts) {
        LoggingConfig declared = snapshot.declaredLogging();
        LoggingState state = new LoggingState(snapshot, texts);
        List<NetworkPolicy> policies = snapshot.policies().stream()
                .filter(policy ->
                        namespace.isEmpty() || policy.ref().namespace().equals(namespace))
                .toList();
        return new LoggingView(
                List.of(switchView("deny", declared.deny(), texts), switchView("allow", declared.allow(), texts)),
                invalid(declared, texts),
                Kubectl.patchLogging(declared.allow(), declared.deny()),
                declared.resourceVersion(),
                snapshot.namespaces().stream()
                        .map(entry -> row(entry, snapshot, state, texts))
                        .toList(),
                policies.stream()
                        .limit(POLICIES_SHOWN)
                        .map(policy -> row(policy, state))
                        .toList(),
                namespace.isEmpty() ? null : namespace,
                texts.of("logging.policies.count", Math.min(POLICIES_SHOWN, policies.size()), policies.size()));
    }

    /** The schema accepts what cannot take effect; then no choice is checked and the page says so. */
    private static @Nullable Banner invalid(LoggingConfig declared, Texts texts) {
        String reason = declared.invalidReason();
        return reason == null
                ? null
                : Banner.error(texts.of("logging.invalid"), texts.of("logging.invalid.text", reason));
    }

    private static SwitchView switchView(String name, Switch declared, Texts texts) {
        return new SwitchView(
                name,
                texts.of("logging." + name),
                List.of(
                        choice(name, "off", !declared.log() && !declared.delegate(), texts),
                        choice(name, "all", declared.log() && !declared.delegate(), texts),
                        choice(name, "annotated", declared.log() && declared.delegate(), texts)));
    }

    private static Choice choice(String name, String value, boolean checked, Texts texts) {
        String key = "logging." + name + "." + value;
        return new Choice(name + "-" + value, value, texts.of(key), texts.of(key + ".text"), checked);
    }

    /** The choice that stands for a switch; what cannot take effect records nothing. */
    static String word(Switch toggle) {
        if (!toggle.log()) {
            return "off";
        }
        return toggle.delegate() ? "annotated" : "all";
    }

    /** The switch that a choice stands for; the fourth combination cannot be chosen. */
    static Switch chosen(String value) {
        return switch (value) {
            case "all" -> new Switch(true, false);
            case "annotated" -> new Switch(true, true);
            default -> Switch.OFF;
        };
    }

    private static NamespaceRow row(Namespace namespace, ClusterSnapshot snapshot, LoggingState state, Texts texts) {
        return new NamespaceRow(
                namespace.name(),
                PolicyAddress.namespace(namespace.name()),
                namespace.wantsDenyLogging(),
                state.denyMark(namespace),
                state.denyReason(namespace),
                state.allowMark(snapshot, namespace.name()),
                state.allowReason(snapshot, namespace.name()),
                LogsAddress.of("/logging", new String[] {"ns", namespace.name()}));
    }

    private static PolicyRow row(NetworkPolicy policy, LoggingState state) {
        return new PolicyRow(
                policy.ref().name(),
                PolicyAddress.detail(policy.ref()),
                policy.ref().namespace(),
                PolicyAddress.logging(policy.ref()),
                policy.wantsAllowLogging(),
                state.policyMark(policy),
                state.policyReason(policy));
    }
}
