package dev.weir.change;

import dev.weir.cluster.PolicyRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One policy of a change set, and how far it has come.
 *
 * @param before the object as it was; null when there was none
 * @param after as it is to be; null when it is deleted
 * @param version the resource version that the write made; empty when nothing was written, or the policy is deleted
 * @param note why it failed, or why it was left as it is; empty when there is nothing to say
 * @param field of the object that the API server refused, such as {@code spec.ingress[0].ports[0].port}; empty when it named none
 */
public record Step(
        String namespace,
        String name,
        @Nullable Map<String, Object> before,
        @Nullable Map<String, Object> after,
        Result result,
        String version,
        String note,
        String field) {

    /** How far it has come. */
    public enum Result {
        /** Not written yet. */
        PENDING,
        CREATED,
        CONFIGURED,
        DELETED,
        /** It was like that already; nothing was written. */
        UNCHANGED,
        FAILED,
        /** As it was before. */
        RESTORED,
        /** Not put back: somebody else has changed it since. */
        LEFT;

        /** Whether something was written that can be taken back. */
        public boolean isWritten() {
            return this == CREATED || this == CONFIGURED || this == DELETED;
        }
    }

    static Step of(Edit edit, @Nullable Map<String, Object> before) {
        boolean same = PolicyContent.isSame(before, edit.object());
        return new Step(
                edit.policy().namespace(),
                edit.policy().name(),
                before,
                edit.object(),
                same ? Result.UNCHANGED : Result.PENDING,
                "",
                "",
                "");
    }

    public PolicyRef policy() {
        return new PolicyRef(namespace, name);
    }

    Step written(Result how, String newVersion) {
        return new Step(namespace, name, before, after, how, newVersion, "", "");
    }

    Step ended(Result how, String why) {
        return new Step(namespace, name, before, after, how, version, why, "");
    }

    Step refused(String why, String at) {
        return new Step(namespace, name, before, after, Result.FAILED, version, why, at);
    }
}
