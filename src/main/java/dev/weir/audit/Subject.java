package dev.weir.audit;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.util.Arrays;
import java.util.List;

/**
 * What was changed.
 *
 * @param namespace that it concerns, which for a namespace is itself; empty when it concerns none
 */
public record Subject(Kind kind, String namespace, String name) {

    /** For whom a change is to be seen. */
    enum Audience {
        /** Readers of its namespace. */
        NAMESPACE,
        /** Everybody who may read something. */
        EVERYBODY,
        /** Readers of all namespaces. */
        CLUSTER,
        /** Administrators of all namespaces, and whoever did it. */
        ADMINISTRATORS
    }

    /** The kinds of things of which changes are kept. */
    public enum Kind {
        NETWORK_POLICY("NetworkPolicy", Audience.NAMESPACE),
        NAMESPACE("Namespace", Audience.NAMESPACE),
        NETWORK_LOGGING("NetworkLogging", Audience.EVERYBODY),
        ALERTS("Alerts", Audience.CLUSTER),
        PERSON("Person", Audience.ADMINISTRATORS),
        TOKEN("Token", Audience.ADMINISTRATORS),
        SAVED_VIEW("SavedView", Audience.ADMINISTRATORS);

        private final String label;
        private final Audience audience;

        Kind(String label, Audience audience) {
            this.label = label;
            this.audience = audience;
        }

        /** The word in the API. */
        public String label() {
            return label;
        }

        static Kind ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst()
                    .orElseThrow(() -> new AuditException("The audit trail has an unknown kind " + label + ".", null));
        }

        static List<String> of(Audience audience) {
            return Arrays.stream(values())
                    .filter(kind -> kind.audience == audience)
                    .map(Kind::label)
                    .toList();
        }
    }

    public static Subject of(ObjectRef ref) {
        return switch (ref.kind()) {
            case NETWORK_POLICY -> new Subject(Kind.NETWORK_POLICY, ref.namespace(), ref.name());
            case NAMESPACE -> new Subject(Kind.NAMESPACE, ref.name(), ref.name());
            case NETWORK_LOGGING -> new Subject(Kind.NETWORK_LOGGING, "", ref.name());
            default -> throw new IllegalArgumentException("no changes are kept of a " + ref.kind());
        };
    }

    /** Of what is Weir's own. */
    public static Subject own(Kind kind, String name) {
        return new Subject(kind, "", name);
    }

    /** Whether changes of such objects are kept. */
    public static boolean isKept(ObjectKind kind) {
        return kind == ObjectKind.NETWORK_POLICY || kind == ObjectKind.NAMESPACE || kind == ObjectKind.NETWORK_LOGGING;
    }

    @Override
    public String toString() {
        boolean alone = namespace.isEmpty() || kind == Kind.NAMESPACE;
        return kind.label() + " " + (alone ? name : namespace + "/" + name);
    }
}
