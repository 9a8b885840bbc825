package dev.weir.daemon.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.Peer;
import dev.weir.daemon.flow.Ready;
import dev.weir.daemon.flow.Withheld;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import dev.weir.proto.v1.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Writes records as {@link Record} travels, without its objects: there are tens of thousands a second, and they share their names.
 * The sequence comes first. Not thread-safe.
 */
final class RecordEncoder {
    private final Ready<Workload> pods = new Ready<>(workload -> dev.weir.proto.v1.Peer.newBuilder()
            .setPod(ProgramWriter.workload(workload))
            .build()
            .toByteArray());
    private final Ready<PolicyMatch> policies =
            new Ready<>(policy -> ProgramWriter.match(policy).toByteArray());
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, 1024);

    /** Writes the record behind its length. */
    void write(long sequence, FlowRecord record, OutputStream target) throws IOException {
        out.writeUInt64(Record.SEQUENCE_FIELD_NUMBER, sequence);
        occurrence(record.occurrence());
        connection(record);
        peer(Record.SOURCE_FIELD_NUMBER, record.ends().source());
        peer(Record.DESTINATION_FIELD_NUMBER, record.ends().destination());
        decision(record);
        finish(target);
    }

    void write(long sequence, Withheld withheld, OutputStream target) throws IOException {
        RecordMapper.record(sequence, withheld).writeTo(out);
        finish(target);
    }

    private void finish(OutputStream target) throws IOException {
        out.flush();
        var length = bytes.size();
        for (; length > 0x7f; length >>>= 7) {
            target.write(length | 0x80);
        }
        target.write(length);
        bytes.writeTo(target);
        bytes.reset();
    }

    private void occurrence(FlowRecord.Occurrence occurrence) throws IOException {
        time(Record.TIMESTAMP_FIELD_NUMBER, occurrence.first());
        time(Record.LAST_TIMESTAMP_FIELD_NUMBER, occurrence.last());
        out.writeUInt64(Record.COUNT_FIELD_NUMBER, occurrence.count());
    }

    private void time(int field, Instant instant) throws IOException {
        var seconds = instant.getEpochSecond();
        var nanos = instant.getNano();
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(CodedOutputStream.computeInt64Size(Timestamp.SECONDS_FIELD_NUMBER, seconds)
                + CodedOutputStream.computeInt32Size(Timestamp.NANOS_FIELD_NUMBER, nanos));
        out.writeInt64(Timestamp.SECONDS_FIELD_NUMBER, seconds);
        out.writeInt32(Timestamp.NANOS_FIELD_NUMBER, nanos);
    }

    private void connection(FlowRecord record) throws IOException {
        var connection = record.connection();
        out.writeEnum(
                Record.DIRECTION_FIELD_NUMBER,
                ProgramWriter.direction(connection.direction()).getNumber());
        address(Record.SOURCE_ADDRESS_FIELD_NUMBER, connection.source());
        address(Record.DESTINATION_ADDRESS_FIELD_NUMBER, connection.destination());
        out.writeUInt32(Record.SOURCE_PORT_FIELD_NUMBER, connection.ports().source());
        out.writeUInt32(Record.DESTINATION_PORT_FIELD_NUMBER, connection.ports().destination());
        out.writeUInt32(Record.PROTOCOL_FIELD_NUMBER, connection.protocol());
    }

    private void address(int field, Address address) throws IOException {
        out.writeByteArray(field, address.wireBytes());
    }

    private void peer(int field, Peer peer) throws IOException {
        switch (peer) {
            case Peer.Pod(var workload) -> out.writeByteArray(field, pods.of(workload));
            case Peer.Node(var name, var ignored) ->
                out.writeMessage(
                        field, dev.weir.proto.v1.Peer.newBuilder().setNode(name).build());
            case Peer.Instance(var address) ->
                out.writeMessage(
                        field,
                        dev.weir.proto.v1.Peer.newBuilder()
                                .setInstance(address.toString())
                                .build());
        }
    }

    private void decision(FlowRecord record) throws IOException {
        var decision = record.decision();
        out.writeBool(Record.ALLOWED_FIELD_NUMBER, record.allowed());
        out.writeUInt64(Record.REVISION_FIELD_NUMBER, decision.revision());
        policies(
                switch (record.verdict()) {
                    case ALLOWED -> Record.POLICIES_FIELD_NUMBER;
                    case DENIED -> Record.ISOLATED_BY_FIELD_NUMBER;
                    case WOULD_DENY -> Record.SHADOW_FIELD_NUMBER;
                },
                record);
        if (!record.allowed()) {
            out.writeUInt64(Record.BYTES_FIELD_NUMBER, record.occurrence().bytes());
            out.writeString(Record.DROP_REASON_FIELD_NUMBER, decision.reason().label());
        }
    }

    private void policies(int field, FlowRecord record) throws IOException {
        for (var policy : record.policies()) {
            out.writeByteArray(field, policies.of(policy));
        }
    }
}
