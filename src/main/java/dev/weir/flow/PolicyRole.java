package dev.weir.flow;

import dev.weir.net.Verdict;

/** What the policies of a record have to do with it. */
public enum PolicyRole {
    /** They admitted the connection. */
    ADMITTING("rule", "admitting_"),
    /** They isolate the pod, and none admits. */
    ISOLATING("isolated_by", "isolating_"),
    /** They are in shadow: the connection was allowed, and they would have it denied. */
    SHADOWING("shadow", "shadowing_");

    private final String label;
    private final String columns;

    PolicyRole(String label, String columns) {
        this.label = label;
        this.columns = columns;
    }

    /** What the verdict alone tells. */
    public static PolicyRole of(Verdict verdict) {
        return verdict == Verdict.ALLOWED ? ADMITTING : ISOLATING;
    }

    /** The key in a record under which they stand. */
    public String label() {
        return label;
    }

    /** How the names of the columns begin that hold them in a store. */
    public String columns() {
        return columns;
    }
}
