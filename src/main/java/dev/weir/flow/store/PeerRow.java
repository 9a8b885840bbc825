package dev.weir.flow.store;

import dev.weir.flow.PeerParts;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.filter.AddressKey;
import dev.weir.net.IpAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** One end with its address, as many records have it: a row of the table {@code peer}. What does not apply is NULL. */
final class PeerRow {
    static final String TABLE = "peer";

    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS peer (id BIGINT, ip VARCHAR, ip_key VARCHAR, pod VARCHAR, namespace VARCHAR,
            workload_kind VARCHAR, workload_name VARCHAR, node VARCHAR, instance VARCHAR)""";

    /** What {@link #read} reads, after the number. */
    static final String COLUMNS = "ip, pod, namespace, workload_kind, workload_name, node, instance";

    private PeerRow() {}

    static void append(DuckDBAppender row, RecordedEnd end) throws SQLException {
        PeerParts parts = end.parts();
        row.append(end.address().toString());
        row.append(AddressKey.of(end.address()));
        List<@Nullable String> words = Arrays.asList(
                parts.pod(),
                parts.namespace(),
                parts.workloadKind(),
                parts.workloadName(),
                parts.node(),
                parts.instance());
        for (String word : words) {
            if (word == null) {
                row.appendNull();
            } else {
                row.append(word);
            }
        }
    }

    static RecordedEnd read(ResultSet row) throws SQLException {
        PeerParts parts = new PeerParts(
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8));
        return new RecordedEnd(IpAddress.parse(row.getString(2)), parts.peer());
    }
}
