package dev.weir.flow.store;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.PeerParts;
import dev.weir.flow.filter.AddressKey;
import dev.weir.net.IpAddress;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** One end with its address, as many records have it: a row of the table {@code peer}. What does not apply is NULL. */
record PeerRow(IpAddress address, FlowPeer peer) {
    static final String TABLE = "peer";

    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS peer (id BIGINT, ip VARCHAR, ip_key VARCHAR, pod VARCHAR, namespace VARCHAR,
            workload_kind VARCHAR, workload_name VARCHAR, node VARCHAR, instance VARCHAR)""";

    static PeerRow source(FlowRecord flow) {
        return new PeerRow(flow.connection().source(), flow.source());
    }

    static PeerRow destination(FlowRecord flow) {
        return new PeerRow(flow.connection().destination(), flow.destination());
    }

    static void append(DuckDBAppender row, PeerRow shared) throws SQLException {
        PeerParts parts = PeerParts.of(shared.peer, shared.address);
        row.append(shared.address.toString());
        row.append(AddressKey.of(shared.address));
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
}
