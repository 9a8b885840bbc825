package dev.weir.daemon.endpoint;

import dev.weir.daemon.program.PodRef;

/**
 * The host side of an announced pod's veth.
 *
 * @param uid of the pod; empty when the caller does not know it
 */
public record PodInterface(PodRef pod, String uid, String name, int ifindex) {
    /** Whether it belongs to the pod with this uid; an unknown uid is every uid. */
    boolean belongsTo(String otherUid) {
        return uid.isEmpty() || otherUid.isEmpty() || uid.equals(otherUid);
    }
}
