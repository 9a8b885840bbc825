package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.PolicyMode;
import dev.weir.console.Parts.Mark;

/**
 * Whether the policies of a namespace are in shadow together, and how to change that.
 *
 * @param summary how many of its policies are enforced, and how many in shadow
 */
record NamespaceModeView(
        boolean inShadow, String address, Mark mark, String summary, String lockdownHref, String command) {

    static NamespaceModeView of(Namespace namespace, ClusterSnapshot snapshot, Texts texts) {
        boolean inShadow = namespace.isInShadow();
        String name = namespace.name();
        return new NamespaceModeView(
                inShadow,
                PolicyAddress.namespace(name) + "/mode",
                inShadow
                        ? Mark.warning(texts.of("namespace.mode.shadow"))
                        : Mark.good(texts.of("namespace.mode.enforced")),
                texts.of(
                        "namespace.mode.summary",
                        snapshot.enforcedPoliciesIn(name).size(),
                        snapshot.shadowPoliciesIn(name).size()),
                LockdownQuery.base(name),
                Kubectl.mode(name, word(!inShadow)));
    }

    /** What the annotation of the namespace must say for that; empty when it must not be there. */
    static String word(boolean shadow) {
        return shadow ? PolicyMode.SHADOW_VALUE : "";
    }
}
