package dev.weir.flow.filter;

import java.util.List;

/** A boolean SQL expression over the columns of the record table (see {@link RecordPart}), with a parameter (String, Long or Boolean) for each question mark. */
public record SqlCondition(String sql, List<Object> parameters) {
    public SqlCondition {
        parameters = List.copyOf(parameters);
    }
}
