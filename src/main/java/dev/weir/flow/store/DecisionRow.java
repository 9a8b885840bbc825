package dev.weir.flow.store;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * What was decided where, as many records have it: a row of the table {@code decision}. Admitting and isolating policies have columns of their
 * own, because a filter asks for one or the other.
 */
record DecisionRow(
        String node,
        long spool,
        Verdict verdict,
        Direction direction,
        Protocol protocol,
        List<PolicyMatch> policies,
        String dropReason) {
    static final String TABLE = "decision";

    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS decision (id BIGINT, node VARCHAR, spool BIGINT,
            disposition VARCHAR, direction VARCHAR, protocol VARCHAR, protocol_number INTEGER,
            admitting_kinds VARCHAR[], admitting_names VARCHAR[], admitting_namespaces VARCHAR[],
            isolating_kinds VARCHAR[], isolating_names VARCHAR[], isolating_namespaces VARCHAR[],
            policy_rules VARCHAR[], drop_reason VARCHAR)""";

    static DecisionRow of(StoredRecord stored) {
        FlowRecord flow = stored.record();
        return new DecisionRow(
                stored.node(),
                stored.spool(),
                flow.verdict(),
                flow.direction(),
                flow.connection().protocol(),
                flow.policies(),
                flow.drop().reason());
    }

    static void append(DuckDBAppender row, DecisionRow shared) throws SQLException {
        row.append(shared.node);
        row.append(shared.spool);
        row.append(RecordWords.disposition(shared.verdict));
        row.append(shared.direction.label());
        row.append(RecordWords.protocol(shared.protocol));
        row.append(shared.protocol.number());
        appendPolicies(row, shared.verdict == Verdict.ALLOWED ? shared.policies : null);
        appendPolicies(row, shared.verdict == Verdict.DENIED ? shared.policies : null);
        row.append(words(shared.policies, match -> rulesText(match.rules())));
        row.append(shared.dropReason);
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

    private static String rulesText(List<Integer> rules) {
        return rules.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
