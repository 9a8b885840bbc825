package dev.weir.grpc;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeHello;
import dev.weir.nodes.NodeReport;
import dev.weir.proto.v1.DropCount;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.RecordAccounting;
import java.util.stream.Collectors;

/** What daemons say of themselves, on its way up. */
final class ReportMapper {
    private ReportMapper() {}

    static NodeHello fromProto(Hello hello) {
        return new NodeHello(
                new NodeName(hello.getNode()),
                new NodeDaemon(hello.getKernel(), hello.getAbiVersion(), hello.getDaemonVersion()),
                hello.getSession(),
                hello.getRevision());
    }

    static NodeReport fromProto(dev.weir.proto.v1.NodeReport report) {
        return new NodeReport(
                report.getRevision(),
                report.getMapsList().stream()
                        .map(map -> new NodeReport.MapUsage(map.getName(), map.getEntries(), map.getMaxEntries()))
                        .toList(),
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
                report.getVerdictsList().stream()
                        .map(count -> new NodeReport.VerdictCount(
                                count.getCookie(),
                                fromProto(count.getDirection()),
                                count.getAllowed(),
                                count.getCount()))
                        .toList(),
                report.getRssBytes());
    }

    private static NodeReport.RecordAccounting fromProto(RecordAccounting records) {
        return new NodeReport.RecordAccounting(
                records.getOffered(), records.getWritten(), records.getAggregated(), records.getLostMap());
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
