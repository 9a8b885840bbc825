package dev.weir.flow.opensearch;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PeerParts;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.AddressKey;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.RuleBar;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record as a document: a field for each that a filter can name (see {@code flow.filter.RecordField}), and some for counting. What a record
 * does not have is left out.
 */
final class RecordDocument {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String PAIR_SEPARATOR = "\n";
    private static final String RULE_SEPARATOR = "/";

    private RecordDocument() {}

    static Map<String, Object> of(StoredRecord stored) {
        FlowRecord flow = stored.record();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("position", stored.position());
        document.put("node", stored.node());
        document.put("spool", stored.spool());
        document.put("sequence", flow.sequence());
        document.put("time_ns", EpochNanos.of(flow.time()));
        document.put("time_ms", Math.floorDiv(EpochNanos.of(flow.time()), NANOS_PER_MILLI));
        document.put("last_time_ns", EpochNanos.of(flow.lastTime()));
        document.put("disposition", RecordWords.disposition(flow.verdict()));
        document.put("direction", flow.direction().label());
        putConnection(document, flow.connection());
        putEnd(document, "src_", PeerParts.ofSource(flow));
        putEnd(document, "dest_", PeerParts.ofDestination(flow));
        putPolicies(document, flow.role().columns(), flow.policies());
        putRules(document, flow);
        putCounts(document, flow);
        return document;
    }

    private static void putConnection(Map<String, Object> document, Connection connection) {
        document.put("protocol", RecordWords.protocol(connection.protocol()));
        document.put("protocol_number", connection.protocol().number());
        putAddress(document, "src_", connection.source(), connection.sourcePort());
        putAddress(document, "dest_", connection.destination(), connection.destinationPort());
    }

    private static void putAddress(Map<String, Object> document, String side, IpAddress address, int port) {
        document.put(side + "ip", address.toString());
        document.put(side + "ip_key", AddressKey.of(address));
        if (port != 0) {
            document.put(side + "port", port);
        }
    }

    private static void putEnd(Map<String, Object> document, String side, PeerParts parts) {
        put(document, side + "pod", parts.pod());
        put(document, side + "namespace", parts.namespace());
        put(document, side + "workload_kind", parts.workloadKind());
        put(document, side + "workload_name", parts.workloadName());
        put(document, side + "node", parts.node());
        put(document, side + "instance", parts.instance());
    }

    private static void putPolicies(Map<String, Object> document, String role, List<PolicyMatch> matches) {
        document.put(role + "kinds", words(matches, PolicyMatch::kind));
        document.put(role + "names", words(matches, match -> match.policy().name()));
        document.put(role + "namespaces", words(matches, match -> match.policy().namespace()));
        document.put("policy_rules", words(matches, PolicyMatch::rules));
    }

    /** The rules in one word each, for counting. */
    private static void putRules(Map<String, Object> document, FlowRecord flow) {
        if (flow.role() == PolicyRole.ADMITTING) {
            document.put(
                    "admitting_rules",
                    flow.policies().stream()
                            .flatMap(match -> match.rules().stream()
                                    .map(rule -> ruleWords(match.policy(), flow.direction()) + rule))
                            .toList());
        }
    }

    private static String ruleWords(PolicyRef policy, Direction direction) {
        return rulesOf(policy) + direction.label() + RULE_SEPARATOR;
    }

    /** What the words of all rules of a policy begin with. */
    static String rulesOf(PolicyRef policy) {
        return policy.namespace() + RULE_SEPARATOR + policy.name() + RULE_SEPARATOR;
    }

    /** Reads a word of the field {@code admitting_rules}. */
    static RuleBar rule(String word, Instant start, long records) {
        String[] parts = word.split(RULE_SEPARATOR, -1);
        return new RuleBar(start, direction(parts[2]), Integer.valueOf(parts[3]), records);
    }

    static Direction direction(String label) {
        return label.equals(Direction.INGRESS.label()) ? Direction.INGRESS : Direction.EGRESS;
    }

    private static void putCounts(Map<String, Object> document, FlowRecord flow) {
        document.put("count", flow.count());
        if (flow.wouldBeDenied()) { // The policies may not be known, and an empty list cannot be found.
            document.put("would_deny", flow.count());
        }
        document.put("revision", flow.revision());
        document.put("drop_reason", flow.drop().reason());
        document.put("bytes", flow.drop().bytes());
        document.put(
                "pair",
                endWords(PairCount.End.of(PeerParts.ofSource(flow)))
                        + PAIR_SEPARATOR
                        + endWords(PairCount.End.of(PeerParts.ofDestination(flow))));
    }

    private static String endWords(PairCount.End end) {
        return end.name() + PAIR_SEPARATOR + (end.namespace() == null ? "" : end.namespace());
    }

    /** Reads the field {@code pair}. */
    static PairCount pair(String text, long records, long events) {
        String[] words = text.split(PAIR_SEPARATOR, -1);
        return new PairCount(end(words[0], words[1]), end(words[2], words[3]), records, events);
    }

    private static PairCount.End end(String name, String namespace) {
        return new PairCount.End(namespace.isEmpty() ? null : namespace, name);
    }

    private static <T> List<T> words(List<PolicyMatch> matches, Function<PolicyMatch, T> word) {
        return matches.stream().map(word).toList();
    }

    private static void put(Map<String, Object> document, String field, @Nullable String value) {
        if (value != null) {
            document.put(field, value);
        }
    }

    static StoredRecord read(JsonNode document) {
        Verdict verdict = document.path("disposition").asString().equals(RecordWords.disposition(Verdict.ALLOWED))
                ? Verdict.ALLOWED
                : Verdict.DENIED;
        PolicyRole role =
                document.path("shadowing_names").isMissingNode() ? PolicyRole.of(verdict) : PolicyRole.SHADOWING;
        FlowRecord flow = new FlowRecord(
                document.path("sequence").asLong(),
                EpochNanos.to(document.path("time_ns").asLong()),
                EpochNanos.to(document.path("last_time_ns").asLong()),
                verdict,
                direction(document.path("direction").asString()),
                connection(document),
                parts(document, "src_").peer(),
                parts(document, "dest_").peer(),
                policies(document, role.columns()),
                document.path("count").asLong(),
                document.path("revision").asLong(),
                new FlowRecord.Drop(
                        document.path("drop_reason").asString(""),
                        document.path("bytes").asLong(0)),
                role);
        return new StoredRecord(
                document.path("position").asLong(),
                document.path("node").asString(),
                document.path("spool").asLong(),
                flow);
    }

    private static Connection connection(JsonNode document) {
        return new Connection(
                new Protocol(document.path("protocol_number").asInt()),
                IpAddress.parse(document.path("src_ip").asString()),
                document.path("src_port").asInt(0),
                IpAddress.parse(document.path("dest_ip").asString()),
                document.path("dest_port").asInt(0));
    }

    private static PeerParts parts(JsonNode document, String side) {
        return new PeerParts(
                text(document, side + "pod"),
                text(document, side + "namespace"),
                text(document, side + "workload_kind"),
                text(document, side + "workload_name"),
                text(document, side + "node"),
                text(document, side + "instance"));
    }

    private static @Nullable String text(JsonNode document, String field) {
        JsonNode value = document.path(field);
        return value.isMissingNode() ? null : value.asString();
    }

    private static List<PolicyMatch> policies(JsonNode document, String role) {
        List<PolicyMatch> matches = new ArrayList<>();
        for (int i = 0; i < document.path(role + "names").size(); i++) {
            PolicyRef policy = new PolicyRef(
                    document.path(role + "namespaces").path(i).asString(),
                    document.path(role + "names").path(i).asString());
            List<Integer> rules = new ArrayList<>();
            document.path("policy_rules").path(i).forEach(rule -> rules.add(rule.asInt()));
            matches.add(new PolicyMatch(document.path(role + "kinds").path(i).asString(), policy, rules));
        }
        return matches;
    }
}
