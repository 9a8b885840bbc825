package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.IdentityKind;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.net.Direction;

/** Reads entries of {@code subject_map} as the datapath does. */
final class Subjects {
    private Subjects() {}

    static SubjectDefaults side(SubjectEntry entry, Direction direction) {
        return direction == Direction.INGRESS ? entry.ingress() : entry.egress();
    }

    static int defaultClass(SubjectDefaults side, int identity) {
        return IdentityKind.of(identity) == IdentityKind.POD ? side.defaultPodClass() : side.defaultOutsideClass();
    }

    static boolean sameIsolation(SubjectEntry one, SubjectEntry other) {
        return sameIsolation(one.ingress(), other.ingress()) && sameIsolation(one.egress(), other.egress());
    }

    private static boolean sameIsolation(SubjectDefaults one, SubjectDefaults other) {
        return one.isolationMode() == other.isolationMode() && one.isolationCookie() == other.isolationCookie();
    }
}
