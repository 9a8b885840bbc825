package dev.weir.flow.filter;

/** Where the embedded store keeps a field: with the record itself, or in a row that many records share and name by its number. */
public enum RecordPart {
    RECORD("", ""),
    SOURCE("src", "peer"),
    DESTINATION("dest", "peer"),
    DECISION("decision", "decision");

    private final String key;
    private final String table;

    RecordPart(String key, String table) {
        this.key = key;
        this.table = table;
    }

    /** The record's column that holds the number of the shared row. */
    public String key() {
        return key;
    }

    /** The table of the shared rows. */
    public String table() {
        return table;
    }

    /** A test of the shared row's columns as a test of the record. It is never NULL then. */
    String where(String test) {
        return this == RECORD ? test : key + " IN (SELECT id FROM " + table + " WHERE " + test + ")";
    }

    /** Both ends have the same columns, so there is no prefix in the table that they share. */
    String within(String column) {
        return table.equals(SOURCE.table) ? column.substring(key.length() + 1) : column;
    }
}
