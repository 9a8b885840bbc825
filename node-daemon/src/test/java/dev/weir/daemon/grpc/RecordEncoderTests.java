package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.Connection;
import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.Peer;
import dev.weir.daemon.flow.Withheld;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import dev.weir.proto.v1.Record;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written by hand is what the generated code would write, as the generated code reads it. */
class RecordEncoderTests {
    private static final List<Workload> WORKLOADS = List.of(
            new Workload("shop", "web-1", "Deployment", "web", "node-1"),
            new Workload("shop", "bare", "", "", ""),
            new Workload("m\u00fcnchen", "z".repeat(253), "StatefulSet", "\u65e5\u672c", "node-2"));
    private static final List<PolicyMatch> POLICIES = List.of(
            new PolicyMatch("NetworkPolicy", "shop", "web-in", List.of(0, 2, 300)),
            new PolicyMatch("NetworkPolicy", "shop", "p".repeat(2000), List.of()));

    private final RecordEncoder encoder = new RecordEncoder();
    private final ByteArrayOutputStream spool = new ByteArrayOutputStream();

    @Test
    void recordsOfEveryShapeAreReadAsTheyWere() throws IOException {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var expected = new ArrayList<Record>();
        for (var i = 0; i < 2_000; i++) {
            var record = record(random);
            var sequence = random.nextLong() >>> 1 + random.nextInt(62);
            encoder.write(sequence, record, spool);
            expected.add(generated(sequence, record));
        }
        assertThat(read()).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void whatWasWithheldIsReadAsItWas() throws IOException {
        encoder.write(7, new Withheld(Instant.ofEpochSecond(60), "shop", 10, 3), spool);
        assertThat(read()).singleElement().satisfies(record -> {
            assertThat(record.getSequence()).isEqualTo(7);
            assertThat(record.getWithheld().getDenied()).isEqualTo(3);
        });
    }

    private List<Record> read() throws IOException {
        var records = new ArrayList<Record>();
        var in = new ByteArrayInputStream(spool.toByteArray());
        for (var next = Record.parseDelimitedFrom(in); next != null; next = Record.parseDelimitedFrom(in)) {
            records.add(next);
        }
        return records;
    }

    private static FlowRecord record(Random random) {
        var verdict = Verdict.of(random.nextInt(3));
        var allowed = verdict.passes();
        var policies = POLICIES.subList(0, random.nextInt(POLICIES.size() + 1));
        var first = Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000));
        return new FlowRecord(
                new Connection(
                        address(random),
                        address(random),
                        new Connection.Ports(random.nextInt(65_536), random.nextInt(65_536)),
                        random.nextInt(256),
                        random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS),
                new FlowRecord.Decision(
                        verdict, allowed ? DropReason.NONE : DropReason.SPOOFED_SOURCE, policies, random.nextInt(1000)),
                new FlowRecord.Ends(peer(random), peer(random)),
                new FlowRecord.Occurrence(
                        first,
                        first.plusNanos(random.nextInt()),
                        allowed ? 1 : random.nextLong() >>> 1,
                        allowed ? 0 : random.nextLong() >>> 1));
    }

    private static Address address(Random random) {
        var bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        return Address.of(bytes);
    }

    private static Peer peer(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Peer.Pod(WORKLOADS.get(random.nextInt(WORKLOADS.size())));
            case 1 -> new Peer.Node("node-" + random.nextInt(3), address(random));
            default -> new Peer.Instance(address(random));
        };
    }

    private static Record generated(long sequence, FlowRecord record) {
        var connection = record.connection();
        var policies = record.policies().stream().map(ProgramWriter::match).toList();
        var out = Record.newBuilder()
                .setSequence(sequence)
                .setTimestamp(Timestamps.of(record.occurrence().first()))
                .setLastTimestamp(Timestamps.of(record.occurrence().last()))
                .setAllowed(record.allowed())
                .setDirection(ProgramWriter.direction(connection.direction()))
                .setSourceAddress(ProgramWriter.bytes(connection.source()))
                .setDestinationAddress(ProgramWriter.bytes(connection.destination()))
                .setSourcePort(connection.ports().source())
                .setDestinationPort(connection.ports().destination())
                .setProtocol(connection.protocol())
                .setSource(generated(record.ends().source()))
                .setDestination(generated(record.ends().destination()))
                .setCount(record.count())
                .setRevision(record.decision().revision());
        return switch (record.verdict()) {
            case ALLOWED -> out.addAllPolicies(policies).build();
            case WOULD_DENY -> out.addAllShadow(policies).build();
            case DENIED ->
                out.addAllIsolatedBy(policies)
                        .setBytes(record.occurrence().bytes())
                        .setDropReason(record.decision().reason().label())
                        .build();
        };
    }

    private static dev.weir.proto.v1.Peer generated(Peer peer) {
        var out = dev.weir.proto.v1.Peer.newBuilder();
        return switch (peer) {
            case Peer.Pod(var workload) ->
                out.setPod(ProgramWriter.workload(workload)).build();
            case Peer.Node(var name, var ignored) -> out.setNode(name).build();
            case Peer.Instance(var address) ->
                out.setInstance(address.toString()).build();
        };
    }
}
