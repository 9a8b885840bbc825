package dev.weir.pairs;

import dev.weir.flow.store.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One end of a pair.
 *
 * @param namespace empty for what has none
 * @param name empty for a namespace, for everything outside the cluster, and for what is hidden
 */
public record Talker(Kind kind, String namespace, String name) implements Comparable<Talker> {
    public static final Talker OUTSIDE = new Talker(Kind.OUTSIDE, "", "");
    public static final Talker HIDDEN = new Talker(Kind.HIDDEN, "", "");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /** What it is. A pod without an owner is a workload of its own. */
    public enum Kind {
        NAMESPACE,
        WORKLOAD,
        NODE,
        OUTSIDE,
        HIDDEN
    }

    static Talker of(PairCount.End end) {
        if (end.namespace() != null) {
            return new Talker(Kind.WORKLOAD, end.namespace(), end.name());
        }
        if (end.equals(PairCount.End.HIDDEN)) {
            return HIDDEN;
        }
        return ADDRESS.matcher(end.name()).matches() ? OUTSIDE : new Talker(Kind.NODE, "", end.name());
    }

    static Talker of(PairEnd end) {
        if (end.equals(PairEnd.HIDDEN)) {
            return HIDDEN;
        }
        if (end.isOutside()) {
            return OUTSIDE;
        }
        return new Talker(end.namespace().isEmpty() ? Kind.NODE : Kind.WORKLOAD, end.namespace(), end.name());
    }

    /** Its namespace, if it has one. */
    Talker widened() {
        return kind == Kind.WORKLOAD ? new Talker(Kind.NAMESPACE, namespace, "") : this;
    }

    /** The clause of a filter that finds it at that side of a record, {@code src} or {@code dest}. */
    public String clause(String side) {
        return switch (kind) {
            case NAMESPACE -> side + ".namespace=" + quoted(namespace);
            case WORKLOAD ->
                side + ".namespace=" + quoted(namespace) + " AND (" + side + ".workload_name=" + quoted(name) + " OR "
                        + side + ".pod_name=" + quoted(name) + ")";
            case NODE -> side + ".node_name=" + quoted(name) + " AND NOT " + side + ".namespace:*";
            case OUTSIDE -> side + ".instance:* AND NOT " + side + ".node_name:*";
            case HIDDEN -> "NOT " + side + ".namespace:* AND NOT " + side + ".instance:*";
        };
    }

    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public int compareTo(Talker other) {
        int byKind = kind.compareTo(other.kind);
        int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** Written out for the reason that {@link dev.weir.net.IpAddress#equals} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Talker talker
                && name.equals(talker.name)
                && namespace.equals(talker.namespace)
                && kind == talker.kind;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * kind.hashCode() + namespace.hashCode()) + name.hashCode();
    }
}
