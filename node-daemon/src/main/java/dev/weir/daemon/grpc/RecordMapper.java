package dev.weir.daemon.grpc;

import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.Peer;
import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.flow.RecordAccount.Totals;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAccounting;
import java.util.EnumMap;

/** Records and their account, as they travel. */
final class RecordMapper {
    private RecordMapper() {}

    static Record record(long sequence, FlowRecord record) {
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
                .setSource(peer(record.ends().source()))
                .setDestination(peer(record.ends().destination()))
                .setCount(record.count())
                .setRevision(record.revision());
        return (record.allowed() ? out.addAllPolicies(policies) : out.addAllIsolatedBy(policies)).build();
    }

    private static dev.weir.proto.v1.Peer peer(Peer peer) {
        var out = dev.weir.proto.v1.Peer.newBuilder();
        return switch (peer) {
            case Peer.Pod(var workload) ->
                out.setPod(ProgramWriter.workload(workload)).build();
            case Peer.Node(var name, var ignored) -> out.setNode(name).build();
            case Peer.Instance(var address) ->
                out.setInstance(address.toString()).build();
        };
    }

    static RecordAccounting accounting(Totals totals, long unreported) {
        var out = RecordAccounting.newBuilder()
                .setOffered(totals.offered())
                .setWritten(totals.written())
                .setAggregated(totals.aggregated())
                .setUnreported(unreported);
        totals.lost().forEach((reason, count) -> out.putLost(reason.label(), count));
        return out.build();
    }

    static Totals totals(RecordAccounting saved) {
        var lost = new EnumMap<Loss, Long>(Loss.class);
        for (var reason : Loss.values()) {
            var count = saved.getLostOrDefault(reason.label(), 0);
            if (count > 0) {
                lost.put(reason, count);
            }
        }
        return new Totals(saved.getOffered(), saved.getWritten(), saved.getAggregated(), lost);
    }
}
