package dev.weir.policy;

import dev.weir.net.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a packet, and what its two ends say of it.
 *
 * @param egress null when the source is not enforced, or nobody asked it
 */
record Answer(
        Verdict verdict, @Nullable End egress, @Nullable End ingress) {
    /** It never comes to policies: a pod and itself, a node and its pods. */
    static final Answer BEYOND_POLICIES = new Answer(Verdict.ALLOWED, null, null);

    static Answer of(Evaluation evaluation) {
        return new Answer(evaluation.verdict(), End.of(evaluation.egress()), End.of(evaluation.ingress()));
    }

    static Answer ofEnds(@Nullable End egress, @Nullable End ingress) {
        boolean denied = egress != null && egress.verdict() == Verdict.DENIED
                || ingress != null && ingress.verdict() == Verdict.DENIED;
        return new Answer(denied ? Verdict.DENIED : Verdict.ALLOWED, egress, ingress);
    }

    /** Whether an end passes it that policies in shadow would deny. Of a denied one another end may say so, too. */
    boolean wouldDeny() {
        return egress != null && egress.wouldDeny() || ingress != null && ingress.wouldDeny();
    }

    /** An end without enforcement and one that no policy isolates are the same to a packet. */
    boolean agreesWith(Answer other) {
        return toString().equals(other.toString());
    }

    @Override
    public String toString() {
        return verdict + ", egress " + (egress == null ? End.NOT_ENFORCED : egress) + ", ingress "
                + (ingress == null ? End.NOT_ENFORCED : ingress);
    }
}
