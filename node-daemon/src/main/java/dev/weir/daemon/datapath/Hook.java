package dev.weir.daemon.datapath;

import java.util.Locale;

/** Where a program is attached, seen from the pod. */
public enum Hook {
    /** What a pod sends: ingress of the host side of its veth. */
    FROM_POD,
    /** What the kernel delivers to a pod: egress of the host side. */
    TO_POD,
    /** What other nodes and the outside send: ingress of the uplink. */
    FROM_UPLINK;

    /** The program's name in the BPF object, and part of the link's pin. */
    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }
}
