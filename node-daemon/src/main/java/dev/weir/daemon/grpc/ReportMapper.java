package dev.weir.daemon.grpc;

import dev.weir.daemon.datapath.EndpointStatus;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.datapath.MapUsage;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Verdict;
import dev.weir.proto.v1.DropCount;
import dev.weir.proto.v1.EndpointState;
import dev.weir.proto.v1.NodeReport;
import dev.weir.proto.v1.VerdictCount;

/** The node's report, as it travels. */
final class ReportMapper {
    private ReportMapper() {}

    static NodeReport report(Enforcement.Status enforcement, ReportSource.Measurements measured, long unreported) {
        var report = NodeReport.newBuilder()
                .setRevision(enforcement.program().revision())
                .setRecords(RecordMapper.accounting(measured.records(), unreported))
                .setRssBytes(measured.rssBytes());
        enforcement.usage().forEach(usage -> report.addMaps(usage(usage)));
        measured.usage().forEach(usage -> report.addMaps(usage(usage)));
        enforcement.endpoints().forEach(endpoint -> report.addEndpoints(endpoint(endpoint)));
        measured.verdicts().forEach(count -> report.addVerdicts(verdict(count)));
        measured.drops().forEach((reason, packets) -> {
            if (reason != DropReason.NONE && packets > 0) {
                report.addDrops(DropCount.newBuilder().setReason(reason.label()).setPackets(packets));
            }
        });
        return report.build();
    }

    private static dev.weir.proto.v1.MapUsage usage(MapUsage usage) {
        return dev.weir.proto.v1.MapUsage.newBuilder()
                .setName(usage.name())
                .setEntries(usage.entries())
                .setMaxEntries(usage.capacity())
                .build();
    }

    private static EndpointState endpoint(EndpointStatus endpoint) {
        return EndpointState.newBuilder()
                .setPod(ProgramWriter.pod(endpoint.pod()))
                .setInterface(endpoint.interfaceName())
                .setAttached(endpoint.attached())
                .setProgrammed(endpoint.programmed())
                .build();
    }

    private static VerdictCount verdict(ReportSource.VerdictCount count) {
        return VerdictCount.newBuilder()
                .setCookie(count.cookie())
                .setDirection(ProgramWriter.direction(count.direction()))
                .setAllowed(count.verdict() == Verdict.ALLOWED)
                .setCount(count.count())
                .build();
    }
}
