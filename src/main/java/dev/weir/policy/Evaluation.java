package dev.weir.policy;

import dev.weir.net.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a packet, and why.
 *
 * @param egress what the source's policies say; null when the source is not a pod whose policy is enforced
 * @param ingress the same of the destination
 */
public record Evaluation(
        Verdict verdict,
        Basis basis,
        @Nullable Judgement egress,
        @Nullable Judgement ingress) {

    /** On what the verdict rests. */
    public enum Basis {
        /** The policies of both ends. */
        POLICIES,
        /** A pod always reaches itself. */
        POD_ITSELF,
        /** A node always reaches its own pods. */
        OWN_NODE
    }
}
