package dev.weir.flow.store;

import dev.weir.flow.StoredRecord;

/** In what records are alike. */
public enum Likeness {
    /** Between whom: the ends as {@link PairCount.End} has them. */
    PAIR("pair"),
    /** What was decided, where, and by which rules. */
    DECISION("decision");

    private final String column;

    Likeness(String column) {
        this.column = column;
    }

    /** Of {@link RecordTable}. */
    String column() {
        return column;
    }

    /** Equal for records that are alike. */
    Object key(StoredRecord stored) {
        return switch (this) {
            case PAIR -> PairPort.of(stored.record()).pair().ends();
            case DECISION -> DecisionRow.of(stored);
        };
    }
}
