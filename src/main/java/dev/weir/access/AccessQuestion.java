package dev.weir.access;

/**
 * Whether somebody may do something, asked beforehand.
 *
 * @param namespace in which; empty for all of them
 */
public record AccessQuestion(Deed deed, Thing thing, String namespace) {

    /** What one does. */
    public enum Deed {
        READ,
        WRITE
    }

    /** To what: which role that needs, and where. */
    public enum Thing {
        /** Policies, expectations, what is recorded. */
        OF_NAMESPACE(Role.VIEWER, Role.EDITOR, false),
        /** What an annotation of the namespace itself says. */
        NAMESPACE(Role.VIEWER, Role.ADMIN, false),
        /** Nodes, and what is set for all namespaces at once. */
        CLUSTER(Role.VIEWER, Role.ADMIN, true),
        /** People, and where alerts are sent. */
        OFFICE(Role.ADMIN, Role.ADMIN, true);

        private final Role reads;
        private final Role writes;
        private final boolean everywhere;

        Thing(Role reads, Role writes, boolean everywhere) {
            this.reads = reads;
            this.writes = writes;
            this.everywhere = everywhere;
        }
    }

    /** @param needed the role without which it may not be */
    public record Decision(boolean allowed, Role needed, String why) {}

    public Decision of(Access access) {
        Role needed = deed == Deed.READ ? thing.reads : thing.writes;
        try {
            if (isEverywhere()) {
                access.demandEverywhere(needed);
            } else {
                access.demand(needed, namespace);
            }
        } catch (AccessRefusedException refused) {
            return new Decision(false, needed, String.valueOf(refused.getMessage()));
        }
        return new Decision(true, needed, because(access, needed));
    }

    private boolean isEverywhere() {
        return thing.everywhere || namespace.isEmpty();
    }

    private String because(Access access, Role needed) {
        return access.grants().stream()
                .filter(grant -> grant.role().includes(needed))
                .filter(grant -> isEverywhere()
                        ? grant.namespaces().all()
                        : grant.namespaces().contains(namespace))
                .findFirst()
                .map(grant -> grant + " gives the role " + needed.label()
                        + (isEverywhere() ? " in all namespaces." : " in " + namespace + "."))
                .orElseThrow();
    }
}
