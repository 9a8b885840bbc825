package dev.weir.flow.store;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PeerParts;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.AddressKey;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * The table of records, a column for each field that a filter can name (see {@code flow.filter.RecordField}). What a record does not have is
 * NULL. Admitting and isolating policies have columns of their own, because a filter asks for one or the other.
 */
final class RecordTable {
    static final String NAME = "record";

    private static final String DEFINITION = """
            position BIGINT, node VARCHAR, spool BIGINT, sequence BIGINT, time_ns BIGINT, last_time_ns BIGINT,
            disposition VARCHAR, direction VARCHAR, protocol VARCHAR, protocol_number INTEGER,
            src_ip VARCHAR, src_ip_key VARCHAR, src_port INTEGER, dest_ip VARCHAR, dest_ip_key VARCHAR, dest_port INTEGER,
            src_pod VARCHAR, src_namespace VARCHAR, src_workload_kind VARCHAR, src_workload_name VARCHAR, src_node VARCHAR,
            src_instance VARCHAR,
            dest_pod VARCHAR, dest_namespace VARCHAR, dest_workload_kind VARCHAR, dest_workload_name VARCHAR, dest_node VARCHAR,
            dest_instance VARCHAR,
            admitting_kinds VARCHAR[], admitting_names VARCHAR[], admitting_namespaces VARCHAR[],
            isolating_kinds VARCHAR[], isolating_names VARCHAR[], isolating_namespaces VARCHAR[],
            policy_rules VARCHAR[], count BIGINT, revision BIGINT, drop_reason VARCHAR, bytes BIGINT, pair BIGINT""";

    static final String CREATE = "CREATE TABLE IF NOT EXISTS " + NAME + " (" + DEFINITION + ")";

    /** What files of earlier versions lack; appended at the end, where the definition has it. */
    static final List<String> UPGRADES = List.of(
            "ALTER TABLE " + NAME + " ADD COLUMN IF NOT EXISTS drop_reason VARCHAR DEFAULT ''",
            "ALTER TABLE " + NAME + " ADD COLUMN IF NOT EXISTS bytes BIGINT DEFAULT 0",
            "ALTER TABLE " + NAME + " ADD COLUMN IF NOT EXISTS pair BIGINT");

    /** The columns in the order in which {@link #read} wants them. */
    static final String COLUMNS = Arrays.stream(DEFINITION.split(","))
            .map(column -> column.strip().split(" ")[0])
            .collect(Collectors.joining(", "));

    /** The same where another table is joined. */
    static final String COLUMNS_OF_RECORD = NAME + "." + COLUMNS.replace(", ", ", " + NAME + ".");

    private RecordTable() {}

    static void append(DuckDBAppender row, StoredRecord stored) throws SQLException {
        FlowRecord flow = stored.record();
        row.beginRow();
        row.append(stored.position());
        row.append(stored.node());
        row.append(stored.spool());
        row.append(flow.sequence());
        row.append(EpochNanos.of(flow.time()));
        row.append(EpochNanos.of(flow.lastTime()));
        row.append(RecordWords.disposition(flow.verdict()));
        row.append(flow.direction().label());
        append(row, flow.connection());
        append(row, PeerParts.ofSource(flow));
        append(row, PeerParts.ofDestination(flow));
        appendPolicies(row, flow.verdict() == Verdict.ALLOWED ? flow.policies() : null);
        appendPolicies(row, flow.verdict() == Verdict.DENIED ? flow.policies() : null);
        row.append(words(flow.policies(), match -> rulesText(match.rules())));
        row.append(flow.count());
        row.append(flow.revision());
        row.append(flow.drop().reason());
        row.append(flow.drop().bytes());
        row.append(PairCount.key(flow));
        row.endRow();
    }

    private static void append(DuckDBAppender row, Connection connection) throws SQLException {
        row.append(RecordWords.protocol(connection.protocol()));
        row.append(connection.protocol().number());
        appendEnd(row, connection.source(), connection.sourcePort());
        appendEnd(row, connection.destination(), connection.destinationPort());
    }

    private static void appendEnd(DuckDBAppender row, IpAddress address, int port) throws SQLException {
        row.append(address.toString());
        row.append(AddressKey.of(address));
        if (port == 0) {
            row.appendNull();
        } else {
            row.append(port);
        }
    }

    private static void append(DuckDBAppender row, PeerParts peer) throws SQLException {
        List<@Nullable String> parts = Arrays.asList(
                peer.pod(), peer.namespace(), peer.workloadKind(), peer.workloadName(), peer.node(), peer.instance());
        for (String part : parts) {
            if (part == null) {
                row.appendNull();
            } else {
                row.append(part);
            }
        }
    }

    private static void appendPolicies(DuckDBAppender row, @Nullable List<PolicyMatch> matches) throws SQLException {
        if (matches == null) {
            row.appendNull();
            row.appendNull();
            row.appendNull();
        } else {
            row.append(words(matches, PolicyMatch::kind));
            row.append(words(matches, match -> match.policy().name()));
            row.append(words(matches, match -> match.policy().namespace()));
        }
    }

    private static List<String> words(List<PolicyMatch> matches, Function<PolicyMatch, String> word) {
        List<String> words = new ArrayList<>(matches.size());
        for (PolicyMatch match : matches) {
            words.add(word.apply(match));
        }
        return words;
    }

    static StoredRecord read(ResultSet row) throws SQLException {
        boolean allowed = row.getString("disposition").equals(RecordWords.disposition(Verdict.ALLOWED));
        FlowRecord flow = new FlowRecord(
                row.getLong("sequence"),
                EpochNanos.to(row.getLong("time_ns")),
                EpochNanos.to(row.getLong("last_time_ns")),
                allowed ? Verdict.ALLOWED : Verdict.DENIED,
                row.getString("direction").equals(Direction.INGRESS.label()) ? Direction.INGRESS : Direction.EGRESS,
                connection(row),
                peer(row, "src_").peer(),
                peer(row, "dest_").peer(),
                policies(row, allowed ? "admitting_" : "isolating_"),
                row.getLong("count"),
                row.getLong("revision"),
                new FlowRecord.Drop(row.getString("drop_reason"), row.getLong("bytes")));
        return new StoredRecord(row.getLong("position"), row.getString("node"), row.getLong("spool"), flow);
    }

    private static Connection connection(ResultSet row) throws SQLException {
        return new Connection(
                new Protocol(row.getInt("protocol_number")),
                IpAddress.parse(row.getString("src_ip")),
                row.getInt("src_port"),
                IpAddress.parse(row.getString("dest_ip")),
                row.getInt("dest_port"));
    }

    private static PeerParts peer(ResultSet row, String side) throws SQLException {
        return new PeerParts(
                row.getString(side + "pod"),
                row.getString(side + "namespace"),
                row.getString(side + "workload_kind"),
                row.getString(side + "workload_name"),
                row.getString(side + "node"),
                row.getString(side + "instance"));
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
        return Arrays.stream((Object[]) row.getArray(column).getArray())
                .map(Object::toString)
                .toList();
    }

    private static String rulesText(List<Integer> rules) {
        return rules.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> rules(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Integer::valueOf).toList();
    }
}
