package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A record as a line of {@code policy_action.log}: GKE's keys, order and omissions; what GKE does not have stands under the
 * one key {@code weir}.
 */
final class RecordLine {
    // A generator is made for each line: what it wrote must be out before the next one starts.
    private final JsonFactory json =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private final LineTime time = new LineTime();
    private final String node;
    private final boolean extensions;

    /**
     * @param node the name of this node; empty = lines do not name it
     * @param extensions whether lines have the key {@code weir}
     */
    RecordLine(String node, boolean extensions) {
        this.node = node;
        this.extensions = extensions;
    }

    static RecordLine of(RecordOptions options) {
        return new RecordLine(options.logNodeName() ? options.node() : "", options.extensions());
    }

    /** Writes the line with its line feed, in UTF-8. */
    void encode(FlowRecord record, ByteArrayOutputStream bytes) {
        try (var out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            writeConnection(out, record.connection());
            out.writeStringProperty("disposition", record.allowed() ? "allow" : "deny");
            if (record.allowed() && !record.policies().isEmpty()) {
                writePolicies(out, record.policies());
            }
            var enforcing = record.enforcing();
            writePeer(out, "src", record.ends().source(), enforcing);
            writePeer(out, "dest", record.ends().destination(), enforcing);
            out.writeNumberProperty("count", record.count());
            writeText(out, "node_name", node);
            out.writeStringProperty("timestamp", time.text(record.occurrence().first()));
            if (extensions) {
                writeExtensions(out, record);
            }
            out.writeEndObject();
        }
        bytes.write('\n');
    }

    /**
     * A line without a disposition and a connection, so that who looks for either passes it over, and without a count, so that
     * nobody adds it to another one.
     */
    void encode(Withheld withheld, ByteArrayOutputStream bytes) {
        if (!extensions) {
            return;
        }
        try (var out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            writeText(out, "node_name", node);
            out.writeStringProperty("timestamp", time.text(withheld.second()));
            out.writeObjectPropertyStart("weir");
            out.writeObjectPropertyStart("withheld");
            out.writeStringProperty("namespace", withheld.namespace());
            out.writeNumberProperty("allowed", withheld.allowed());
            out.writeNumberProperty("denied", withheld.denied());
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        }
        bytes.write('\n');
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

    private static void writePeer(JsonGenerator out, String name, Peer peer, Peer enforcing) {
        out.writeObjectPropertyStart(name);
        switch (peer) {
            case Peer.Pod(var workload) -> writeWorkload(out, workload);
            // As on GKE: a node that judges is named, a node at the far end is an address.
            case Peer.Node(var nodeName, var ignored)
            when peer == enforcing -> {
                out.writeStringProperty("node_name", nodeName);
                out.writeStringProperty("workload_kind", "Node");
            }
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

    private void writeExtensions(JsonGenerator out, FlowRecord record) {
        out.writeObjectPropertyStart("weir");
        out.writeArrayPropertyStart(record.allowed() ? "rule" : "isolated_by");
        record.policies().forEach(policy -> writeAttribution(out, policy, record.allowed()));
        out.writeEndArray();
        out.writeNumberProperty("revision", record.decision().revision());
        out.writeStringProperty("connection_id", ConnectionId.of(record.connection()));
        writeText(out, "protocol", protocolBeyondGke(record.connection().protocol()));
        if (record.occurrence().last().isAfter(record.occurrence().first())) {
            out.writeStringProperty(
                    "last_timestamp", time.text(record.occurrence().last()));
        }
        if (!record.allowed()) {
            writeDrop(out, record);
        }
        out.writeEndObject();
    }

    private static void writeDrop(JsonGenerator out, FlowRecord record) {
        out.writeStringProperty("drop_reason", record.decision().reason().label());
        out.writeNumberProperty("packets", record.count());
        if (record.occurrence().bytes() > 0) {
            out.writeNumberProperty("bytes", record.occurrence().bytes());
        }
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
}
