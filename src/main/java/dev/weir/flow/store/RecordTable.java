package dev.weir.flow.store;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PeerParts;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.RecordWords;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The table of records: numbers and times of its own for each, and the numbers of its ends and its decision, which many records share
 * ({@link PeerRow}, {@link DecisionRow}). So a record is a hundred bytes of numbers when it is written and a third of it when it is kept. Only the
 * records that are shown are joined with the words.
 */
final class RecordTable {
    static final String NAME = "entry";

    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS entry (position BIGINT, decision BIGINT, src BIGINT, dest BIGINT, sequence BIGINT,
            time_ns BIGINT, last_time_ns BIGINT, denied BOOLEAN, src_port INTEGER, dest_port INTEGER,
            count BIGINT, revision BIGINT, bytes BIGINT, pair BIGINT)""";

    private static final String WORDS = " FROM found JOIN decision ON decision.id = found.decision"
            + " JOIN peer s ON s.id = found.src JOIN peer d ON d.id = found.dest";

    private static final List<String> OF_RECORD = List.of(
            "position", "sequence", "time_ns", "last_time_ns", "src_port", "dest_port", "count", "revision", "bytes");
    private static final List<String> OF_DECISION = Stream.concat(
                    Stream.of(
                            "node",
                            "spool",
                            "disposition",
                            "direction",
                            "protocol_number",
                            "policy_rules",
                            "drop_reason"),
                    Stream.of(PolicyRole.values())
                            .map(PolicyRole::columns)
                            .flatMap(role -> Stream.of(role + "kinds", role + "names", role + "namespaces")))
            .toList();
    private static final List<String> OF_END =
            List.of("ip", "pod", "namespace", "workload_kind", "workload_name", "node", "instance");

    private static final String COLUMNS = Stream.of(
                    OF_RECORD.stream().map(column -> "found." + column),
                    OF_DECISION.stream().map(column -> "decision." + column),
                    OF_END.stream().map(column -> "s." + column),
                    OF_END.stream().map(column -> "d." + column))
            .flatMap(columns -> columns)
            .collect(Collectors.joining(", "));

    /** By name, from 1: the driver compares names one after the other, which for a page of records costs more than to read them. */
    private static final Map<String, Integer> PLACES = places(Stream.of(
                    OF_RECORD.stream(),
                    OF_DECISION.stream(),
                    OF_END.stream().map(column -> "src_" + column),
                    OF_END.stream().map(column -> "dest_" + column))
            .flatMap(columns -> columns)
            .toList());

    private final SharedRows<RecordedEnd> peers = new SharedRows<>(PeerRow.TABLE, PeerRow::append);
    private final SharedRows<DecisionRow> decisions = new SharedRows<>(DecisionRow.TABLE, DecisionRow::append);

    private static Map<String, Integer> places(List<String> columns) {
        return IntStream.range(0, columns.size()).boxed().collect(Collectors.toMap(columns::get, place -> place + 1));
    }

    private static int at(String column) {
        return Objects.requireNonNull(PLACES.get(column), column);
    }

    /** The records that a question on this table finds, whole, for {@link #read}. */
    static String whole(String found, String order) {
        return "WITH found AS MATERIALIZED (" + found + ") SELECT " + COLUMNS + WORDS + " ORDER BY " + order;
    }

    /** Within a transaction, and the shared rows with them. */
    void append(DuckDBConnection connection, List<StoredRecord> records) throws SQLException {
        try (DuckDBAppender rows = connection.createAppender(NAME)) {
            for (StoredRecord stored : records) {
                append(rows, stored);
            }
        }
        peers.write(connection);
        decisions.write(connection);
    }

    private void append(DuckDBAppender row, StoredRecord stored) throws SQLException {
        FlowRecord flow = stored.record();
        row.beginRow();
        row.append(stored.position());
        row.append(decisions.number(DecisionRow.of(stored)));
        row.append(peers.number(RecordedEnd.source(flow)));
        row.append(peers.number(RecordedEnd.destination(flow)));
        row.append(flow.sequence());
        row.append(EpochNanos.of(flow.time()));
        row.append(EpochNanos.of(flow.lastTime()));
        row.append(flow.verdict() == Verdict.DENIED);
        appendPort(row, flow.connection().sourcePort());
        appendPort(row, flow.connection().destinationPort());
        row.append(flow.count());
        row.append(flow.revision());
        row.append(flow.drop().bytes());
        row.append(PairCount.key(flow));
        row.endRow();
    }

    private static void appendPort(DuckDBAppender row, int port) throws SQLException {
        if (port == 0) {
            row.appendNull();
        } else {
            row.append(port);
        }
    }

    /** After what was written may have been undone, or shared rows were deleted. */
    void forgetShared(long lastPeer, long lastDecision) {
        peers.forget(lastPeer);
        decisions.forget(lastDecision);
    }

    static StoredRecord read(ResultSet row) throws SQLException {
        Verdict verdict = row.getString(at("disposition")).equals(RecordWords.disposition(Verdict.ALLOWED))
                ? Verdict.ALLOWED
                : Verdict.DENIED;
        PolicyRole role = row.getObject(at("shadowing_names")) == null ? PolicyRole.of(verdict) : PolicyRole.SHADOWING;
        FlowRecord flow = new FlowRecord(
                row.getLong(at("sequence")),
                EpochNanos.to(row.getLong(at("time_ns"))),
                EpochNanos.to(row.getLong(at("last_time_ns"))),
                verdict,
                direction(row.getString(at("direction"))),
                connection(row),
                peer(row, "src_").peer(),
                peer(row, "dest_").peer(),
                policies(row, role.columns()),
                row.getLong(at("count")),
                row.getLong(at("revision")),
                new FlowRecord.Drop(row.getString(at("drop_reason")), row.getLong(at("bytes"))),
                role);
        return new StoredRecord(row.getLong(at("position")), row.getString(at("node")), row.getLong(at("spool")), flow);
    }

    private static Connection connection(ResultSet row) throws SQLException {
        return new Connection(
                new Protocol(row.getInt(at("protocol_number"))),
                IpAddress.parse(row.getString(at("src_ip"))),
                row.getInt(at("src_port")),
                IpAddress.parse(row.getString(at("dest_ip"))),
                row.getInt(at("dest_port")));
    }

    private static PeerParts peer(ResultSet row, String side) throws SQLException {
        return new PeerParts(
                row.getString(at(side + "pod")),
                row.getString(at(side + "namespace")),
                row.getString(at(side + "workload_kind")),
                row.getString(at(side + "workload_name")),
                row.getString(at(side + "node")),
                row.getString(at(side + "instance")));
    }

    private static List<PolicyMatch> policies(ResultSet row, String role) throws SQLException {
        List<String> kinds = words(row, role + "kinds");
        List<String> names = words(row, role + "names");
        List<String> namespaces = words(row, role + "namespaces");
        List<String> rules = words(row, "policy_rules");
        List<PolicyMatch> matches = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            PolicyRef policy = new PolicyRef(namespaces.get(i), names.get(i));
            matches.add(new PolicyMatch(kinds.get(i), policy, rules(rules.get(i))));
        }
        return matches;
    }

    private static List<String> words(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(at(column)).getArray())
                .map(Object::toString)
                .toList();
    }

    static Direction direction(String label) {
        return label.equals(Direction.INGRESS.label()) ? Direction.INGRESS : Direction.EGRESS;
    }

    static List<Integer> rules(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Integer::valueOf).toList();
    }
}
