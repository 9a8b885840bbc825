package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a NetworkPolicy that the API server has validated but the cluster does not have (yet), so that a page can say what it would do.
 * It expects a valid object and throws {@link IllegalArgumentException} on any other.
 */
final class PolicyDraft {
    private PolicyDraft() {}

    static NetworkPolicy read(Map<String, Object> object) {
        return PolicyTree.read(object);
    }

    static Map<String, Object> map(@Nullable Object value) {
        return PolicyTree.map(value);
    }
}
