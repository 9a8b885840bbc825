package dev.weir.daemon.datapath;

/** A revision that does not fit. Nothing was written; the revision before stays in force. */
public final class CapacityException extends DatapathException {
    private static final long serialVersionUID = 1L;

    private final String table;

    CapacityException(Table<?, ?> table, int needed, int capacity) {
        super(table + " can hold " + capacity + " entries, and the change needs " + needed + " of them at once");
        this.table = table.name();
    }

    /** What a person can do. */
    public String action() {
        return "Let fewer policies or address ranges apply to this node, or raise max_entries of " + table
                + " in the datapath's map definitions.";
    }
}
