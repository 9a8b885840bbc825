package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A record as a line of {@code policy_action.log}: GKE's keys, order and omissions; what GKE does not have stands under the
 * one key {@code weir}.
 */
final class RecordLine {
    // Go's RFC3339Nano: the fraction without trailing zeros, none when it is zero.
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();
    private final String node;

    /** @param node the name of this node; empty = lines do not name it */
    RecordLine(String node) {
        this.node = node;
    }

    /** The line with its line feed, in UTF-8. */
    byte[] encode(FlowRecord record) {
        var bytes = new ByteArrayOutputStream(800);
        try (var out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            writeConnection(out, record.connection());
            out.writeStringProperty("disposition", record.allowed() ? "allow" : "deny");
            if (record.allowed()) {
                writePolicies(out, record.policies());
            }
            writePeer(out, "src", record.ends().source());
            writePeer(out, "dest", record.ends().destination());
            out.writeNumberProperty("count", record.count());
            writeText(out, "node_name", node);
            out.writeStringProperty("timestamp", timestamp(record.occurrence().first()));
            writeExtensions(out, record);
            out.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void writeConnection(JsonGenerator out, Connection connection) {
        out.writeObjectPropertyStart("connection");
        out.writeStringProperty("src_ip", connection.source().toString());
        out.writeStringProperty("dest_ip", connection.destination().toString());
        if (connection.protocol() == IpProtocol.TCP || connection.protocol() == IpProtocol.UDP) {
            writePort(out, "src_port", connection.ports().source());
            writePort(out, "dest_port", connection.ports().destination());
        }
        out.writeStringProperty("protocol", protocol(connection.protocol()));
        out.writeStringProperty("direction", connection.direction().label());
        out.writeEndObject();
    }

    private static void writePort(JsonGenerator out, String name, int port) {
        if (port != 0) {
            out.writeNumberProperty(name, port);
        }
    }

    private static String protocol(int number) {
        return switch (number) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case IpProtocol.ICMP -> "icmp";
            default -> "unknown";
        };
    }

    private static void writePolicies(JsonGenerator out, List<PolicyMatch> policies) {
        out.writeArrayPropertyStart("policies");
        policies.forEach(policy -> {
            out.writeStartObject();
            writeText(out, "name", policy.name());
            writeText(out, "namespace", policy.namespace());
            writeText(out, "kind", policy.kind());
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    private static void writePeer(JsonGenerator out, String name, Peer peer) {
        out.writeObjectPropertyStart(name);
        switch (peer) {
            case Peer.Pod(var workload) -> writeWorkload(out, workload);
            // A node at the far end is an address, as on GKE.
            case Peer.Node(var ignored, var address) -> writeInstance(out, address);
            case Peer.Instance(var address) -> writeInstance(out, address);
        }
        out.writeEndObject();
    }

    private static void writeWorkload(JsonGenerator out, Workload workload) {
        writeText(out, "pod_name", workload.pod());
        writeText(out, "workload_kind", workload.kind());
        writeText(out, "workload_name", workload.name());
        writeText(out, "pod_namespace", workload.namespace());
        writeText(out, "namespace", workload.namespace());
    }

    private static void writeInstance(JsonGenerator out, Address address) {
        out.writeStringProperty("instance", address.toString());
    }

    private static void writeText(JsonGenerator out, String name, String value) {
        if (!value.isEmpty()) {
            out.writeStringProperty(name, value);
        }
    }

    private static void writeExtensions(JsonGenerator out, FlowRecord record) {
        out.writeObjectPropertyStart("weir");
        out.writeArrayPropertyStart(record.allowed() ? "rule" : "isolated_by");
        record.policies().forEach(policy -> writeAttribution(out, policy, record.allowed()));
        out.writeEndArray();
        out.writeNumberProperty("revision", record.revision());
        writeText(out, "protocol", protocolBeyondGke(record.connection().protocol()));
        if (record.occurrence().last().isAfter(record.occurrence().first())) {
            out.writeStringProperty(
                    "last_timestamp", timestamp(record.occurrence().last()));
        }
        out.writeEndObject();
    }

    private static void writeAttribution(JsonGenerator out, PolicyMatch policy, boolean withRules) {
        out.writeStartObject();
        writeText(out, "kind", policy.kind());
        writeText(out, "name", policy.name());
        writeText(out, "namespace", policy.namespace());
        if (withRules) {
            out.writeArrayPropertyStart("rules");
            policy.rules().forEach(out::writeNumber);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static String protocolBeyondGke(int number) {
        return switch (number) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP -> "";
            case IpProtocol.ICMPV6 -> "icmpv6";
            case IpProtocol.SCTP -> "sctp";
            default -> Integer.toString(number);
        };
    }

    private static String timestamp(Instant instant) {
        return TIMESTAMP.format(instant);
    }
}
