package dev.weir.flow.store;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.RecordId;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;

/**
 * What was decided where, as many records have it: a row of the table {@code decision}. Admitting, isolating and shadowing policies have columns of
 * their own, because a filter asks for one of them.
 */
record DecisionRow(
        String node,
        long spool,
        Verdict verdict,
        Direction direction,
        Protocol protocol,
        List<PolicyMatch> policies,
        PolicyRole role,
        String dropReason) {
    static final String TABLE = "decision";

    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS decision (id BIGINT, node VARCHAR, spool BIGINT,
            disposition VARCHAR, direction VARCHAR, protocol VARCHAR, protocol_number INTEGER,
            admitting_kinds VARCHAR[], admitting_names VARCHAR[], admitting_namespaces VARCHAR[],
            isolating_kinds VARCHAR[], isolating_names VARCHAR[], isolating_namespaces VARCHAR[],
            policy_rules VARCHAR[], drop_reason VARCHAR,
            shadowing_kinds VARCHAR[], shadowing_names VARCHAR[], shadowing_namespaces VARCHAR[])""";

    /** To a file from before there was shadow mode. */
    static final List<String> ADD = Stream.of("kinds", "names", "namespaces")
            .map(part -> "ALTER TABLE decision ADD COLUMN IF NOT EXISTS shadowing_" + part + " VARCHAR[]")
            .toList();

    /** What {@link #read} reads, after the number. Of the three roles one has policies, the others are NULL. */
    static final String COLUMNS = "node, spool, disposition, direction, protocol_number, drop_reason, "
            + Stream.of("kinds", "names", "namespaces")
                    .map(DecisionRow::ofAnyRole)
                    .collect(Collectors.joining(", "))
            + ", policy_rules, shadowing_names IS NOT NULL";

    static DecisionRow of(StoredRecord stored) {
        FlowRecord flow = stored.record();
        return new DecisionRow(
                stored.node(),
                stored.spool(),
                flow.verdict(),
                flow.direction(),
                flow.connection().protocol(),
                flow.policies(),
                flow.role(),
                flow.drop().reason());
    }

    static DecisionRow read(ResultSet row) throws SQLException {
        Verdict verdict =
                row.getString(4).equals(RecordWords.disposition(Verdict.DENIED)) ? Verdict.DENIED : Verdict.ALLOWED;
        return new DecisionRow(
                row.getString(2),
                row.getLong(3),
                verdict,
                RecordTable.direction(row.getString(5)),
                new Protocol(row.getInt(6)),
                policies(words(row, 8), words(row, 9), words(row, 10), words(row, 11)),
                row.getBoolean(12) ? PolicyRole.SHADOWING : PolicyRole.of(verdict),
                row.getString(7));
    }

    private static String ofAnyRole(String part) {
        return Stream.of(PolicyRole.values())
                .map(role -> role.columns() + part)
                .collect(Collectors.joining(", ", "coalesce(", ")"));
    }

    private static List<PolicyMatch> policies(
            List<String> kinds, List<String> names, List<String> namespaces, List<String> rules) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new PolicyMatch(
                        kinds.get(i), new PolicyRef(namespaces.get(i), names.get(i)), RecordTable.rules(rules.get(i))))
                .toList();
    }

    private static List<String> words(ResultSet row, int column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(column).getArray())
                .map(Object::toString)
                .toList();
    }

    /** Of the record with that sequence. */
    RecordId id(long sequence) {
        return new RecordId(node, spool, sequence);
    }

    static void append(DuckDBAppender row, DecisionRow shared) throws SQLException {
        row.append(shared.node);
        row.append(shared.spool);
        row.append(RecordWords.disposition(shared.verdict));
        row.append(shared.direction.label());
        row.append(RecordWords.protocol(shared.protocol));
        row.append(shared.protocol.number());
        appendPolicies(row, shared, PolicyRole.ADMITTING);
        appendPolicies(row, shared, PolicyRole.ISOLATING);
        row.append(words(shared.policies, match -> rulesText(match.rules())));
        row.append(shared.dropReason);
        appendPolicies(row, shared, PolicyRole.SHADOWING);
    }

    private static void appendPolicies(DuckDBAppender row, DecisionRow shared, PolicyRole role) throws SQLException {
        List<PolicyMatch> matches = shared.policies;
        if (shared.role != role) {
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

    private static String rulesText(List<Integer> rules) {
        return rules.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
