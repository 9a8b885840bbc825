package dev.weir.flow;

import dev.weir.flow.FlowRecord.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record as a line of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it. */
public final class RecordCsv {
    private static final List<Character> FORMULA_STARTS = List.of('=', '+', '-', '@', '\t', '\r');

    public static final String HEADER = line(Stream.of(
            "timestamp",
            "disposition",
            "direction",
            "protocol",
            "src_ip",
            "src_port",
            "src_namespace",
            "src_pod",
            "src_workload",
            "dest_ip",
            "dest_port",
            "dest_namespace",
            "dest_pod",
            "dest_workload",
            "policies",
            "isolated_by",
            "count",
            "node",
            "id",
            "shadow",
            "withheld_namespace",
            "withheld_allowed",
            "withheld_denied"));
    private static final int NODE = 17;
    private static final int CELLS = 23;

    private RecordCsv() {}

    /** Lines after the last record that say in their first cell what is missing. */
    public static String end(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> line(Stream.of("# " + sentence)))
                .collect(Collectors.joining());
    }

    public static String of(StoredRecord stored) {
        FlowRecord flow = stored.record();
        Connection connection = flow.connection();
        PeerParts source = PeerParts.ofSource(flow);
        PeerParts destination = PeerParts.ofDestination(flow);
        return line(Stream.of(
                flow.time().toString(),
                RecordWords.disposition(flow.verdict()),
                flow.direction().label(),
                RecordWords.protocol(connection.protocol()),
                connection.source().toString(),
                port(connection.sourcePort()),
                text(source.namespace()),
                text(source.pod()),
                text(source.workloadName()),
                connection.destination().toString(),
                port(connection.destinationPort()),
                text(destination.namespace()),
                text(destination.pod()),
                text(destination.workloadName()),
                policies(flow, PolicyRole.ADMITTING),
                policies(flow, PolicyRole.ISOLATING),
                Long.toString(flow.count()),
                stored.node(),
                stored.id(),
                policies(flow, PolicyRole.SHADOWING),
                "",
                "",
                ""));
    }

    /** A line for what a node's budget kept from being recorded: no connection, but counted as one would be. */
    public static String gap(String node, Withheld withheld) {
        List<String> cells = new ArrayList<>(Collections.nCopies(CELLS, ""));
        cells.set(0, withheld.second().toString());
        cells.set(1, "gap");
        cells.set(NODE - 1, Long.toString(withheld.allowed() + withheld.denied()));
        cells.set(NODE, node);
        cells.set(CELLS - 3, withheld.namespace());
        cells.set(CELLS - 2, Long.toString(withheld.allowed()));
        cells.set(CELLS - 1, Long.toString(withheld.denied()));
        return line(cells.stream());
    }

    private static String policies(FlowRecord flow, PolicyRole role) {
        return flow.role() != role
                ? ""
                : flow.policies().stream()
                        .map(match -> match.policy().toString())
                        .collect(Collectors.joining(" "));
    }

    private static String port(int port) {
        return port == 0 ? "" : Integer.toString(port);
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /** A line of any table. */
    public static String line(List<String> cells) {
        return line(cells.stream());
    }

    private static String line(Stream<String> cells) {
        return cells.map(RecordCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String cell(String value) {
        String safe = !value.isEmpty() && FORMULA_STARTS.contains(value.charAt(0)) ? "'" + value : value;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
