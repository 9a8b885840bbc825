package dev.weir.reach;

import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.reach.End.WorkloadEnd;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that no policy tells apart: of pods of one workload, or outside.
 *
 * @param index its place among the parties
 * @param before one of them, as it was
 * @param after the same one, as it is
 * @param replica another one, as it is; null when there is a single pod, which has nobody but itself to talk to within the party
 */
record Party(
        int index,
        Owner owner,
        Member before,
        Member after,
        @Nullable Member replica) {

    /** To whom the addresses belong. */
    sealed interface Owner {}

    /** Pods of that workload. */
    record Pods(WorkloadEnd workload) implements Owner {}

    /** Nobody in the cluster: addresses of that range that are in no narrower one that policies name. */
    record Outside(IpPrefix range) implements Owner {}

    /** @param pod null outside */
    record Member(@Nullable Pod pod, IpAddress address) {}

    boolean isV4() {
        return after.address().isV4();
    }

    /** Whether a connection between the two can be: one family, and not a pod with itself. */
    boolean canTalkTo(Party other) {
        return mayMeet(other) && (index != other.index || replica != null);
    }

    /** The same of others whom no policy tells apart from these. */
    boolean mayMeet(Party other) {
        boolean bothOutside = owner instanceof Outside && other.owner instanceof Outside;
        return isV4() == other.isV4() && !bothOutside;
    }
}
