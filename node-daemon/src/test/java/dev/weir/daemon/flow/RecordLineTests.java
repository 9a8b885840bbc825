package dev.weir.daemon.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.Connection.Ports;
import dev.weir.daemon.flow.FlowRecord.Ends;
import dev.weir.daemon.flow.FlowRecord.Occurrence;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines are GKE's, byte for byte, but for what stands under {@code weir}. */
class RecordLineTests {
    private static final Workload SERVICE =
            new Workload("default", "test-service-745c798fc9-hzpxt", "ReplicaSet", "test-service-745c798fc9", "node-1");
    private static final Workload ALLOWED =
            new Workload("default", "client-allow-7b78d7c957-zkn54", "ReplicaSet", "client-allow-7b78d7c957", "node-2");
    private static final Workload DENIED =
            new Workload("default", "client-deny-5689846f5b-cqqsj", "ReplicaSet", "client-deny-5689846f5b", "node-2");

    private static String line(String node, FlowRecord record) {
        return new String(new RecordLine(node).encode(record), StandardCharsets.UTF_8);
    }

    private static String gkePart(String line) {
        return line.replaceFirst(",\"weir\":\\{.*}}\n$", "}");
    }

    private static Connection tcp(String source, int sourcePort) {
        return new Connection(
                Address.parse(source), Address.parse("10.84.0.11"), new Ports(sourcePort, 8080), 6, Direction.INGRESS);
    }

    private static Occurrence at(String time, long count) {
        return new Occurrence(Instant.parse(time), Instant.parse(time), count);
    }

    private static FlowRecord denied(long count) {
        return new FlowRecord(
                tcp("10.84.1.8", 45084),
                Verdict.DENIED,
                new Ends(new Peer.Pod(DENIED), new Peer.Pod(SERVICE)),
                List.of(new PolicyMatch("NetworkPolicy", "default", "default-deny", List.of())),
                at("2020-06-13T21:30:22.292379064Z", count),
                17);
    }

    private static FlowRecord allowed() {
        return new FlowRecord(
                tcp("10.84.1.7", 55644),
                Verdict.ALLOWED,
                new Ends(new Peer.Pod(ALLOWED), new Peer.Pod(SERVICE)),
                List.of(new PolicyMatch("NetworkPolicy", "default", "np", List.of(0, 2))),
                at("2020-06-13T21:29:31.445836587Z", 1),
                17);
    }

    @Test
    void anAllowedConnectionIsGkesGolden() {
        assertThat(gkePart(line("", allowed()))).isEqualTo("""
                        {"connection":{"src_ip":"10.84.1.7","dest_ip":"10.84.0.11","src_port":55644,"dest_port":8080,\
                        "protocol":"tcp","direction":"ingress"},"disposition":"allow",\
                        "policies":[{"name":"np","namespace":"default","kind":"NetworkPolicy"}],\
                        "src":{"pod_name":"client-allow-7b78d7c957-zkn54","workload_kind":"ReplicaSet",\
                        "workload_name":"client-allow-7b78d7c957","pod_namespace":"default","namespace":"default"},\
                        "dest":{"pod_name":"test-service-745c798fc9-hzpxt","workload_kind":"ReplicaSet",\
                        "workload_name":"test-service-745c798fc9","pod_namespace":"default","namespace":"default"},\
                        "count":1,"timestamp":"2020-06-13T21:29:31.445836587Z"}""");
    }

    @Test
    void aDeniedConnectionIsGkesGolden() {
        assertThat(gkePart(line("", denied(4)))).isEqualTo("""
                        {"connection":{"src_ip":"10.84.1.8","dest_ip":"10.84.0.11","src_port":45084,"dest_port":8080,\
                        "protocol":"tcp","direction":"ingress"},"disposition":"deny",\
                        "src":{"pod_name":"client-deny-5689846f5b-cqqsj","workload_kind":"ReplicaSet",\
                        "workload_name":"client-deny-5689846f5b","pod_namespace":"default","namespace":"default"},\
                        "dest":{"pod_name":"test-service-745c798fc9-hzpxt","workload_kind":"ReplicaSet",\
                        "workload_name":"test-service-745c798fc9","pod_namespace":"default","namespace":"default"},\
                        "count":4,"timestamp":"2020-06-13T21:30:22.292379064Z"}""");
    }

    @Test
    void theNodeStandsBeforeTheTimeAndExtensionsStandLast() {
        assertThat(line("node-1", denied(1))).endsWith("""
                        "count":1,"node_name":"node-1","timestamp":"2020-06-13T21:30:22.292379064Z",\
                        "weir":{"isolated_by":[{"kind":"NetworkPolicy","name":"default-deny","namespace":"default"}],\
                        "revision":17}}
                        """);
        assertThat(line("", allowed())).endsWith("""
                        "weir":{"rule":[{"kind":"NetworkPolicy","name":"np","namespace":"default","rules":[0,2]}],\
                        "revision":17}}
                        """);
    }

    @Test
    void mergedDenialsSayWhenTheLastOneWas() {
        var merged = denied(1)
                .merged(new FlowRecord(
                        denied(1).connection(),
                        Verdict.DENIED,
                        denied(1).ends(),
                        List.of(),
                        at("2020-06-13T21:30:24.5Z", 3),
                        18));
        assertThat(line("", merged))
                .contains("\"count\":4,\"timestamp\":\"2020-06-13T21:30:22.292379064Z\"")
                .contains("\"last_timestamp\":\"2020-06-13T21:30:24.5Z\"");
    }

    private static FlowRecord withProtocol(int protocol, Peer source) {
        return new FlowRecord(
                new Connection(
                        Address.parse("2001:db8::10"),
                        Address.parse("fd00::7"),
                        Ports.NONE,
                        protocol,
                        Direction.EGRESS),
                Verdict.DENIED,
                new Ends(source, new Peer.Instance(Address.parse("fd00::7"))),
                List.of(),
                at("2020-06-13T21:30:22Z", 1),
                1);
    }

    @Test
    void whatGkeCannotNameIsUnknownAndNamedUnderWeir() {
        var instance = new Peer.Instance(Address.parse("2001:db8::10"));
        assertThat(line("", withProtocol(58, instance))).startsWith("""
                        {"connection":{"src_ip":"2001:db8::10","dest_ip":"fd00::7","protocol":"unknown",\
                        "direction":"egress"},"disposition":"deny","src":{"instance":"2001:db8::10"},\
                        "dest":{"instance":"fd00::7"},"count":1,"timestamp":"2020-06-13T21:30:22Z\"""").contains("\"protocol\":\"icmpv6\"");
        assertThat(line("", withProtocol(132, instance))).contains("\"protocol\":\"sctp\"");
        assertThat(line("", withProtocol(47, instance))).contains("\"protocol\":\"47\"");
        assertThat(line("", withProtocol(1, instance))).contains("\"protocol\":\"icmp\"");
    }

    @Test
    void aNodeAtTheFarEndIsAnInstanceAsOnGke() {
        var node = new Peer.Node("node-2", Address.parse("2001:db8::10"));
        assertThat(line("", withProtocol(6, node))).contains("\"src\":{\"instance\":\"2001:db8::10\"}");
    }
}
