package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import java.util.List;

/**
 * A record as a line of {@code policy_action.log}: GKE's keys, order and omissions; what GKE does not have stands under the
 * one key {@code weir}. Not thread-safe.
 */
final class RecordLine {
    private final LineTime time = new LineTime();
    private final LineParts parts = new LineParts();
    private final byte[] node;
    private final boolean extensions;

    /**
     * @param node the name of this node; empty = lines do not name it
     * @param extensions whether lines have the key {@code weir}
     */
    RecordLine(String node, boolean extensions) {
        this.node = node.isEmpty() ? new byte[0] : LineParts.text(node);
        this.extensions = extensions;
    }

    static RecordLine of(RecordOptions options) {
        return new RecordLine(options.logNodeName() ? options.node() : "", options.extensions());
    }

    /** Writes the line with its line feed, in UTF-8. */
    void encode(FlowRecord record, LineBuffer out) {
        connection(record.connection(), out);
        out.ascii(record.allowed() ? ",\"disposition\":\"allow\"" : ",\"disposition\":\"deny\"");
        if (record.verdict() == Verdict.ALLOWED && !record.policies().isEmpty()) {
            policies(record.policies(), out);
        }
        var enforcing = record.enforcing();
        peer(record.ends().source(), enforcing, out.ascii(",\"src\":"));
        peer(record.ends().destination(), enforcing, out.ascii(",\"dest\":"));
        out.ascii(",\"count\":").number(record.count());
        if (node.length > 0) {
            out.ascii(",\"node_name\":").put(node);
        }
        time.put(record.occurrence().first(), out.ascii(",\"timestamp\":\""));
        out.ascii('"');
        if (extensions) {
            extensions(record, out);
        }
        out.ascii("}\n");
    }

    /**
     * A line without a disposition and a connection, so that who looks for either passes it over, and without a count, so that
     * nobody adds it to another one.
     */
    void encode(Withheld withheld, LineBuffer out) {
        if (!extensions) {
            return;
        }
        out.ascii('{');
        if (node.length > 0) {
            out.ascii("\"node_name\":").put(node).ascii(',');
        }
        time.put(withheld.second(), out.ascii("\"timestamp\":\""));
        out.ascii("\",\"weir\":{\"withheld\":{\"namespace\":").put(LineParts.text(withheld.namespace()));
        out.ascii(",\"allowed\":").number(withheld.allowed());
        out.ascii(",\"denied\":").number(withheld.denied()).ascii("}}}\n");
    }

    private static void connection(Connection connection, LineBuffer out) {
        out.ascii("{\"connection\":{\"src_ip\":\"").address(connection.source());
        out.ascii("\",\"dest_ip\":\"").address(connection.destination()).ascii('"');
        if (connection.protocol() == IpProtocol.TCP || connection.protocol() == IpProtocol.UDP) {
            port(",\"src_port\":", connection.ports().source(), out);
            port(",\"dest_port\":", connection.ports().destination(), out);
        }
        out.ascii(",\"protocol\":\"").ascii(protocol(connection.protocol()));
        out.ascii("\",\"direction\":\"").ascii(connection.direction().label()).ascii("\"}");
    }

    private static void port(String key, int port, LineBuffer out) {
        if (port != 0) {
            out.ascii(key).number(port);
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

    private void policies(List<PolicyMatch> policies, LineBuffer out) {
        out.ascii(",\"policies\":[");
        for (var i = 0; i < policies.size(); i++) {
            out.ascii(i == 0 ? "" : ",").put(parts.ofPolicy(policies.get(i)));
        }
        out.ascii(']');
    }

    private void peer(Peer peer, Peer enforcing, LineBuffer out) {
        switch (peer) {
            case Peer.Pod(var workload) -> out.put(parts.ofPod(workload));
            // As on GKE: a node that judges is named, a node at the far end is an address.
            case Peer.Node(var name, var ignored) when peer == enforcing -> out.put(parts.ofNode(name));
            case Peer.Node(var ignored, var address) -> instance(address, out);
            case Peer.Instance(var address) -> instance(address, out);
        }
    }

    private static void instance(Address address, LineBuffer out) {
        out.ascii("{\"instance\":\"").address(address).ascii("\"}");
    }

    private void extensions(FlowRecord record, LineBuffer out) {
        attributions(record.policies(), record.verdict(), out);
        out.ascii(",\"revision\":").number(record.decision().revision());
        out.ascii(",\"connection_id\":\"").hexadecimal(ConnectionId.of(record.connection()));
        out.ascii('"');
        protocolBeyondGke(record.connection().protocol(), out);
        if (record.occurrence().last().isAfter(record.occurrence().first())) {
            time.put(record.occurrence().last(), out.ascii(",\"last_timestamp\":\""));
            out.ascii('"');
        }
        if (!record.allowed()) {
            drop(record, out);
        }
        out.ascii('}');
    }

    private void attributions(List<PolicyMatch> policies, Verdict verdict, LineBuffer out) {
        var admit = verdict == Verdict.ALLOWED;
        out.ascii(
                switch (verdict) {
                    case ALLOWED -> ",\"weir\":{\"rule\":[";
                    case DENIED -> ",\"weir\":{\"isolated_by\":[";
                    case WOULD_DENY -> ",\"weir\":{\"shadow\":[";
                });
        for (var i = 0; i < policies.size(); i++) {
            var policy = policies.get(i);
            out.ascii(i == 0 ? "" : ",").put(admit ? parts.ofAdmitting(policy) : parts.ofIsolating(policy));
        }
        out.ascii(']');
    }

    private static void drop(FlowRecord record, LineBuffer out) {
        out.ascii(",\"drop_reason\":\"")
                .ascii(record.decision().reason().label())
                .ascii('"');
        out.ascii(",\"packets\":").number(record.count());
        if (record.occurrence().bytes() > 0) {
            out.ascii(",\"bytes\":").number(record.occurrence().bytes());
        }
    }

    private static void protocolBeyondGke(int number, LineBuffer out) {
        switch (number) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP -> {
                // GKE names it.
            }
            case IpProtocol.ICMPV6 -> out.ascii(",\"protocol\":\"icmpv6\"");
            case IpProtocol.SCTP -> out.ascii(",\"protocol\":\"sctp\"");
            default -> out.ascii(",\"protocol\":\"").number(number).ascii('"');
        }
    }
}
