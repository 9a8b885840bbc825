package dev.weir.grpc;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeHello;
import dev.weir.nodes.NodeReport;
import dev.weir.proto.v1.AttachedProgram;
import dev.weir.proto.v1.DenialLines;
import dev.weir.proto.v1.DropCount;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.Latency;
import dev.weir.proto.v1.LoggingState;
import dev.weir.proto.v1.MapUsage;
import dev.weir.proto.v1.NamespaceAccounting;
import dev.weir.proto.v1.RecordAccounting;
import dev.weir.proto.v1.RecordActivity;
import java.util.stream.Collectors;

/** What daemons say of themselves, on its way up. */
final class ReportMapper {
    private ReportMapper() {}

    static NodeHello fromProto(Hello hello) {
        return new NodeHello(
                new NodeName(hello.getNode()),
                new NodeDaemon(hello.getKernel(), hello.getAbiVersion(), hello.getDaemonVersion()),
                hello.getSession(),
                hello.getRevision(),
                hello.getReadsEndpoints());
    }

    static NodeReport fromProto(dev.weir.proto.v1.NodeReport report) {
        return new NodeReport(
                report.getRevision(),
                report.getMapsList().stream().map(ReportMapper::fromProto).toList(),
                report.getEndpointsList().stream()
                        .map(endpoint -> new NodeReport.EndpointState(
                                new PodRef(
                                        endpoint.getPod().getNamespace(),
                                        endpoint.getPod().getName()),
                                endpoint.getInterface(),
                                endpoint.getAttached(),
                                endpoint.getProgrammed()))
                        .toList(),
                fromProto(report.getRecords()),
                report.getDropsList().stream()
                        .collect(Collectors.toMap(DropCount::getReason, DropCount::getPackets, Long::sum)),
                CountMapper.fromProto(report.getCounts()),
                report.getRssBytes(),
                fromProto(report.getActivity()),
                fromProto(report.getLogging()),
                report.hasPrograms()
                        ? report.getPrograms().getProgramsList().stream()
                                .map(ReportMapper::fromProto)
                                .toList()
                        : null);
    }

    private static NodeReport.MapUsage fromProto(MapUsage map) {
        return new NodeReport.MapUsage(
                map.getName(),
                map.getEntries(),
                map.getMaxEntries(),
                map.getType(),
                Integer.toUnsignedLong(map.getId()),
                map.getBytes());
    }

    private static NodeReport.AttachedProgram fromProto(AttachedProgram program) {
        return new NodeReport.AttachedProgram(
                program.getHook(),
                Integer.toUnsignedLong(program.getId()),
                program.getTag().isEmpty() ? null : code(program),
                program.getInterfacesList());
    }

    private static NodeReport.ProgramCode code(AttachedProgram program) {
        return new NodeReport.ProgramCode(
                program.getTag(),
                RecordMapper.instant(program.getLoadedAt()),
                Integer.toUnsignedLong(program.getTranslatedBytes()),
                Integer.toUnsignedLong(program.getJitedBytes()),
                Integer.toUnsignedLong(program.getVerifiedInstructions()));
    }

    private static NodeReport.RecordAccounting fromProto(RecordAccounting records) {
        return new NodeReport.RecordAccounting(
                records.getOffered(),
                records.getWritten(),
                records.getAggregated(),
                records.getLostMap(),
                records.getUnreported(),
                records.getNamespacesList().stream()
                        .collect(Collectors.toMap(
                                NamespaceAccounting::getNamespace,
                                entry -> new NodeReport.NamespaceAccounting(
                                        entry.getWritten(),
                                        entry.getAggregated(),
                                        entry.getLostMap(),
                                        fromProto(entry.getDenials())))));
    }

    private static NodeReport.DenialLines fromProto(DenialLines denials) {
        return new NodeReport.DenialLines(denials.getLines(), denials.getEvents());
    }

    private static NodeReport.RecordActivity fromProto(RecordActivity activity) {
        return new NodeReport.RecordActivity(
                activity.getAllowedEvents(),
                activity.getDeniedEvents(),
                activity.getAllowedLines(),
                activity.getDeniedLines(),
                activity.getUnresolved(),
                fromProto(activity.getAllowLatencyUs()),
                fromProto(activity.getDenyLatencyS()));
    }

    private static NodeReport.Latency fromProto(Latency latency) {
        return new NodeReport.Latency(latency.getBoundsList(), latency.getCountsList(), latency.getSum());
    }

    private static NodeReport.LoggingState fromProto(LoggingState logging) {
        return new NodeReport.LoggingState(
                logging.getGeneration(),
                logging.getEnabled(),
                logging.hasRejected() ? logging.getRejected().getReason() : null,
                logging.getChangesList().stream()
                        .map(change -> new NodeReport.LoggingChange(
                                change.getResourceVersion(),
                                change.getRejected(),
                                change.getMessage(),
                                RecordMapper.instant(change.getAt())))
                        .toList());
    }

    static Direction fromProto(dev.weir.proto.v1.Direction direction) {
        return switch (direction) {
            case DIRECTION_INGRESS -> Direction.INGRESS;
            case DIRECTION_EGRESS -> Direction.EGRESS;
            case DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a direction is missing or unknown");
        };
    }
}
