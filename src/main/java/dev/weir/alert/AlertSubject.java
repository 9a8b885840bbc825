package dev.weir.alert;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.store.PairCount;
import java.util.Locale;

/**
 * What an alert is about.
 *
 * @param namespace empty for what has none
 * @param name of a workload, or of a pod that has none; of a policy, an expectation or a node; or an address
 */
public record AlertSubject(Kind kind, String namespace, String name) implements Comparable<AlertSubject> {

    /** Whose name it is. */
    public enum Kind {
        WORKLOAD,
        ADDRESS,
        POLICY,
        EXPECTATION,
        NODE,
        STORE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The record store as a whole. */
    public static final AlertSubject STORE = new AlertSubject(Kind.STORE, "", "record store");

    public static AlertSubject of(PairCount.End end) {
        String namespace = end.namespace();
        return namespace == null
                ? new AlertSubject(Kind.ADDRESS, "", end.name())
                : new AlertSubject(Kind.WORKLOAD, namespace, end.name());
    }

    public static AlertSubject workload(String namespace, String name) {
        return new AlertSubject(Kind.WORKLOAD, namespace, name);
    }

    public static AlertSubject of(PolicyRef policy) {
        return new AlertSubject(Kind.POLICY, policy.namespace(), policy.name());
    }

    public static AlertSubject expectation(String namespace, String name) {
        return new AlertSubject(Kind.EXPECTATION, namespace, name);
    }

    public static AlertSubject node(String name) {
        return new AlertSubject(Kind.NODE, "", name);
    }

    @Override
    public int compareTo(AlertSubject other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
