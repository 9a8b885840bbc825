package dev.weir.daemon.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.Connection.Ports;
import dev.weir.daemon.flow.FlowRecord.Decision;
import dev.weir.daemon.flow.FlowRecord.Ends;
import dev.weir.daemon.flow.FlowRecord.Occurrence;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines are GKE's, byte for byte, but for what stands under {@code weir}. */
class RecordLineTests {
    private static final Workload SERVICE =
            new Workload("default", "test-service-745c798fc9-hzpxt", "ReplicaSet", "test-service-745c798fc9", "node-1");
    private static final Workload ALLOWED =
            new Workload("default", "client-allow-7b78d7c957-zkn54", "ReplicaSet", "client-allow-7b78d7c957", "node-2");
    private static final Workload DENIED =
            new Workload("default", "client-deny-5689846f5b-cqqsj", "ReplicaSet", "client-deny-5689846f5b", "node-2");

    private static String line(String node, FlowRecord record) {
        return line(new RecordLine(node, true), record);
    }

    private static String text(LineBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.written()).toString();
    }

    private static String line(RecordLine encoder, FlowRecord record) {
        var bytes = new LineBuffer(16);
        encoder.encode(record, bytes);
        return text(bytes);
    }

    private static Decision deniedBy(PolicyMatch... policies) {
        return new Decision(Verdict.DENIED, DropReason.POLICY, List.of(policies), 17);
    }

    private static Decision admittedBy(PolicyMatch... policies) {
        return new Decision(Verdict.ALLOWED, DropReason.NONE, List.of(policies), 17);
    }

    private static String gkePart(String line) {
        return line.replaceFirst(",\"weir\":\\{.*}}\n$", "}");
    }

    private static Connection tcp(String source, int sourcePort) {
        return new Connection(
                Address.parse(source), Address.parse("10.84.0.11"), new Ports(sourcePort, 8080), 6, Direction.INGRESS);
    }

    private static Occurrence at(String time, long count) {
        return new Occurrence(Instant.parse(time), Instant.parse(time), count, 60 * count);
    }

    private static FlowRecord denied(long count) {
        return new FlowRecord(
                tcp("10.84.1.8", 45084),
                deniedBy(new PolicyMatch("NetworkPolicy", "default", "default-deny", List.of())),
                new Ends(new Peer.Pod(DENIED), new Peer.Pod(SERVICE)),
                at("2020-06-13T21:30:22.292379064Z", count));
    }

    private static FlowRecord allowed() {
        return new FlowRecord(
                tcp("10.84.1.7", 55644),
                admittedBy(new PolicyMatch("NetworkPolicy", "default", "np", List.of(0, 2))),
                new Ends(new Peer.Pod(ALLOWED), new Peer.Pod(SERVICE)),
                at("2020-06-13T21:29:31.445836587Z", 1));
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
    void whatWouldBeDeniedIsAllowedByNoPolicyAndNamesThoseInShadow() {
        var decision = new Decision(
                Verdict.WOULD_DENY,
                DropReason.NONE,
                List.of(new PolicyMatch("NetworkPolicy", "default", "lock-down", List.of())),
                17);
        var line = line(
                "",
                new FlowRecord(
                        denied(1).connection(),
                        decision,
                        denied(1).ends(),
                        denied(3).occurrence()));

        assertThat(line)
                .contains("\"disposition\":\"allow\",\"src\"", "\"count\":3")
                .endsWith("""
                        "weir":{"shadow":[{"kind":"NetworkPolicy","name":"lock-down","namespace":"default"}],\
                        "revision":17,"connection_id":"3deb5e44fe0475b8"}}
                        """);
    }

    @Test
    void theNodeStandsBeforeTheTimeAndExtensionsStandLast() {
        assertThat(line("node-1", denied(1))).endsWith("""
                        "count":1,"node_name":"node-1","timestamp":"2020-06-13T21:30:22.292379064Z",\
                        "weir":{"isolated_by":[{"kind":"NetworkPolicy","name":"default-deny","namespace":"default"}],\
                        "revision":17,"connection_id":"3deb5e44fe0475b8","drop_reason":"policy","packets":1,"bytes":60}}
                        """);
        assertThat(line("", allowed())).endsWith("""
                        "weir":{"rule":[{"kind":"NetworkPolicy","name":"np","namespace":"default","rules":[0,2]}],\
                        "revision":17,"connection_id":"d72b43f6f9cdc16b"}}
                        """);
    }

    @Test
    void mergedDenialsSayWhenTheLastOneWas() {
        var merged = denied(1)
                .merged(new FlowRecord(
                        denied(1).connection(), deniedBy(), denied(1).ends(), at("2020-06-13T21:30:24.5Z", 3)));
        assertThat(line("", merged))
                .contains("\"count\":4,\"timestamp\":\"2020-06-13T21:30:22.292379064Z\"")
                .contains("\"last_timestamp\":\"2020-06-13T21:30:24.5Z\"")
                .contains("\"packets\":4,\"bytes\":240");
    }

    private static FlowRecord withProtocol(int protocol, Peer source) {
        return new FlowRecord(
                new Connection(
                        Address.parse("2001:db8::10"),
                        Address.parse("fd00::7"),
                        Ports.NONE,
                        protocol,
                        Direction.EGRESS),
                deniedBy(),
                new Ends(source, new Peer.Instance(Address.parse("fd00::7"))),
                at("2020-06-13T21:30:22Z", 1));
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

    private static FlowRecord with(Connection connection, Peer source, Peer destination) {
        return new FlowRecord(
                connection,
                admittedBy(new PolicyMatch("NetworkPolicy", "default", "np", List.of(0))),
                new Ends(source, destination),
                at("2020-06-13T21:30:22Z", 1));
    }

    private static Connection from(String source, int protocol, Ports ports, Direction direction) {
        return new Connection(Address.parse(source), Address.parse("10.84.0.11"), ports, protocol, direction);
    }

    @Test
    void aNodeAtTheFarEndIsAnInstanceAsOnGke() {
        var node = new Peer.Node("node-2", Address.parse("10.84.1.1"));
        var connection = from("10.84.1.1", 6, new Ports(1000, 80), Direction.INGRESS);
        assertThat(line("", with(connection, node, new Peer.Pod(SERVICE))))
                .contains("\"src\":{\"instance\":\"10.84.1.1\"}");
    }

    @Test
    void aNodeThatJudgesIsNamedAsNode() {
        var node = new Peer.Node("node-2", Address.parse("10.84.1.1"));
        var connection = from("10.84.1.1", 6, new Ports(1000, 80), Direction.EGRESS);
        assertThat(line("", with(connection, node, new Peer.Pod(SERVICE))))
                .contains("\"src\":{\"node_name\":\"node-2\",\"workload_kind\":\"Node\"}");
    }

    @Test
    void aDnsRequestToTheMetadataServerIsGkesGolden() {
        var connection = new Connection(
                Address.parse("10.84.1.7"),
                Address.parse("169.254.169.254"),
                new Ports(40000, 53),
                17,
                Direction.EGRESS);
        var record = new FlowRecord(
                connection,
                admittedBy(new PolicyMatch("FQDNNetworkPolicy", "default", "client-allow", List.of(0))),
                new Ends(new Peer.Pod(ALLOWED), new Peer.Instance(Address.parse("169.254.169.254"))),
                at("2020-06-13T21:30:22Z", 1));
        assertThat(gkePart(line("", record)))
                .contains("\"dest\":{\"instance\":\"169.254.169.254\"}")
                .contains("\"dest_port\":53,\"protocol\":\"udp\",\"direction\":\"egress\"")
                .contains("\"policies\":[{\"name\":\"client-allow\",\"namespace\":\"default\","
                        + "\"kind\":\"FQDNNetworkPolicy\"}]");
    }

    @Test
    void bothEndsHaveTheirWorkloadWhereverTheyRun() {
        assertThat(line("", allowed()))
                .contains("\"workload_name\":\"client-allow-7b78d7c957\"")
                .contains("\"workload_name\":\"test-service-745c798fc9\"");
    }

    @Test
    void aPodWithoutAnOwnerHasNoWorkload() {
        var bare = new Peer.Pod(new Workload("default", "bare", "", "", "node-1"));
        var connection = from("10.84.1.9", 6, new Ports(1000, 80), Direction.INGRESS);
        assertThat(line("", with(connection, bare, new Peer.Pod(SERVICE))))
                .contains("\"src\":{\"pod_name\":\"bare\",\"pod_namespace\":\"default\",\"namespace\":\"default\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "6,   1000, 80, '\"src_port\":1000,\"dest_port\":80,\"protocol\":\"tcp\"'",
        "17,  1000, 53, '\"src_port\":1000,\"dest_port\":53,\"protocol\":\"udp\"'",
        "17,  0,    53, '\"dest_ip\":\"10.84.0.11\",\"dest_port\":53,\"protocol\":\"udp\"'",
        "1,   0,    0,  '\"dest_ip\":\"10.84.0.11\",\"protocol\":\"icmp\"'",
        "132, 1000, 80, '\"dest_ip\":\"10.84.0.11\",\"protocol\":\"unknown\"'",
        "58,  0,    0,  '\"dest_ip\":\"10.84.0.11\",\"protocol\":\"unknown\"'",
        "47,  0,    0,  '\"dest_ip\":\"10.84.0.11\",\"protocol\":\"unknown\"'"
    })
    void portsAndProtocolAreLeftOutAndNamedAsOnGke(int protocol, int source, int destination, String expected) {
        var connection = from("10.84.1.9", protocol, new Ports(source, destination), Direction.INGRESS);
        assertThat(line("", with(connection, new Peer.Pod(ALLOWED), new Peer.Pod(SERVICE))))
                .contains(expected + ",\"direction\":\"ingress\"");
    }

    @Test
    void theTimeHasGosFractionWithoutTrailingZeros() {
        assertThat(line("", withTime("2020-06-13T21:30:22Z"))).contains("\"timestamp\":\"2020-06-13T21:30:22Z\"");
        assertThat(line("", withTime("2020-06-13T21:30:22.100Z"))).contains("\"timestamp\":\"2020-06-13T21:30:22.1Z\"");
        assertThat(line("", withTime("2020-06-13T21:30:22.000000010Z")))
                .contains("\"timestamp\":\"2020-06-13T21:30:22.00000001Z\"");
    }

    private static FlowRecord withTime(String time) {
        return new FlowRecord(
                allowed().connection(), allowed().decision(), allowed().ends(), at(time, 1));
    }

    @Test
    void extensionsCanBeSwitchedOff() {
        var plain = new RecordLine("node-1", false);
        assertThat(line(plain, denied(1))).doesNotContain("weir").endsWith("292379064Z\"}\n");
        var bytes = new LineBuffer(16);
        plain.encode(new Withheld(Instant.EPOCH, "shop", 1, 1), bytes);
        assertThat(bytes.size()).as("a summary is all extension").isZero();
    }

    @Test
    void aSummaryOfWhatWasWithheldHasNothingThatAQueryForConnectionsLooksFor() {
        var bytes = new LineBuffer(16);
        new RecordLine("node-1", true).encode(new Withheld(Instant.EPOCH, "shop", 120, 7), bytes);
        assertThat(text(bytes)).isEqualTo("""
                {"node_name":"node-1","timestamp":"1970-01-01T00:00:00Z",\
                "weir":{"withheld":{"namespace":"shop","allowed":120,"denied":7}}}
                """);
    }
}
