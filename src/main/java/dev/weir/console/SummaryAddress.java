package dev.weir.console;

import dev.weir.cluster.PolicyRef;
import dev.weir.pairs.RecordedDenials;
import org.jspecify.annotations.Nullable;

/**
 * Where the summary leads to: to pages of the same time.
 *
 * @param then its denials; null = now
 */
record SummaryAddress(RecordedDenials.@Nullable Found then) {
    private static final String POLICIES = "/policies";

    /** Empty = now. */
    private String at() {
        return then == null ? "" : then.range().to().toString();
    }

    String summary(boolean showSystem) {
        return LogsAddress.of("/", new String[] {"system", showSystem ? "show" : ""}, new String[] {"at", at()});
    }

    String api() {
        return LogsAddress.of("/api/v1/summary", new String[] {"at", at()});
    }

    String namespace(String namespace) {
        return NamespaceTab.WORKLOADS.href(namespace, at());
    }

    /** The list of all policies is of now only. */
    String policies() {
        return then == null ? POLICIES : "#namespaces-heading";
    }

    String policies(String namespace) {
        return then == null
                ? LogsAddress.of(POLICIES, new String[] {"ns", namespace})
                : NamespaceTab.POLICIES.href(namespace, at());
    }

    String inShadow(String namespace) {
        return then == null
                ? LogsAddress.of(POLICIES, new String[] {"ns", namespace}, new String[] {"state", "shadow"})
                : policies(namespace);
    }

    String policy(PolicyRef policy) {
        return then == null ? PolicyAddress.detail(policy) : policies(policy.namespace());
    }

    String denials(String namespace) {
        return then == null
                ? LogsAddress.denialsAt(namespace)
                : LogsAddress.of(
                        "/logs",
                        new String[] {"q", LogsAddress.denialsOf(namespace)},
                        new String[] {"from", then.range().from().toString()},
                        new String[] {"to", at()});
    }
}
