package dev.weir.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.Withheld;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.Peer;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import dev.weir.proto.v1.Workload;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The stream of records. */
class RecordProtocolTests extends NodeServerTests {
    @Test
    void recordsAreAcknowledgedWhenTheyAreStored() {
        clusterBecomesKnown();
        Received<RecordAck> acks = new Received<>();
        StreamObserver<RecordBatch> records = NodeServiceGrpc.newStub(channel).report(acks);
        records.onNext(RecordBatch.newBuilder()
                .setNode("node-1")
                .setSpool(8)
                .addRecords(denial(41))
                .build());

        await().until(() -> !acks.values.isEmpty());
        assertThat(acks.values.getFirst().getSequence()).isEqualTo(41);
        FlowRecord stored = sink.records.getFirst();
        assertThat(stored.verdict()).isEqualTo(Verdict.DENIED);
        assertThat(stored.direction()).isEqualTo(Direction.INGRESS);
        assertThat(stored.source()).isEqualTo(new FlowPeer.AddressEnd("203.0.113.10"));
        assertThat(stored.drop()).isEqualTo(new FlowRecord.Drop("policy", 180));
        assertThat(stored.policies()).extracting(match -> match.policy().name()).containsExactly("deny-all");
    }

    @Test
    void whatWasWithheldGoesItsOwnWayInTheOrderOfSequences() {
        clusterBecomesKnown();
        Received<RecordAck> acks = new Received<>();
        NodeServiceGrpc.newStub(channel)
                .report(acks)
                .onNext(RecordBatch.newBuilder()
                        .setNode("node-1")
                        .setSpool(8)
                        .addRecords(denial(1))
                        .addRecords(Record.newBuilder()
                                .setSequence(2)
                                .setTimestamp(Timestamp.newBuilder().setSeconds(60))
                                .setWithheld(dev.weir.proto.v1.Withheld.newBuilder()
                                        .setNamespace("shop")
                                        .setAllowed(10)
                                        .setDenied(3)))
                        .addRecords(denial(3))
                        .build());

        await().until(() -> !acks.values.isEmpty());
        assertThat(acks.values.getFirst().getSequence()).isEqualTo(3);
        assertThat(sink.records).extracting(FlowRecord::sequence).containsExactly(1L, 3L);
        assertThat(sink.withheld).containsExactly(new Withheld(2, Instant.ofEpochSecond(60), "shop", 10, 3));
    }

    @Test
    void recordsThatCannotBeStoredAreNotAcknowledged() {
        clusterBecomesKnown();
        sink.broken = true;
        Received<RecordAck> acks = new Received<>();
        NodeServiceGrpc.newStub(channel)
                .report(acks)
                .onNext(RecordBatch.newBuilder()
                        .setNode("node-1")
                        .setSpool(8)
                        .addRecords(denial(1))
                        .build());

        await().until(() -> acks.error != null);
        assertThat(acks.values).isEmpty();
    }

    private static Record denial(long sequence) {
        return Record.newBuilder()
                .setSequence(sequence)
                .setDirection(dev.weir.proto.v1.Direction.DIRECTION_INGRESS)
                .setSourceAddress(ByteString.copyFrom(new byte[] {(byte) 203, 0, 113, 10}))
                .setDestinationAddress(ByteString.copyFrom(new byte[] {10, (byte) 244, 1, 2}))
                .setDestinationPort(80)
                .setProtocol(6)
                .setSource(Peer.newBuilder().setInstance("203.0.113.10"))
                .setDestination(Peer.newBuilder()
                        .setPod(Workload.newBuilder()
                                .setNamespace("shop")
                                .setPod("web-1")
                                .setNode("node-1")))
                .addIsolatedBy(PolicyMatch.newBuilder()
                        .setKind("NetworkPolicy")
                        .setNamespace("shop")
                        .setName("deny-all"))
                .setCount(3)
                .setBytes(180)
                .setDropReason("policy")
                .build();
    }
}
