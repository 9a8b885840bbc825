package dev.weir.daemon.grpc;

import dev.weir.daemon.count.Counts;
import dev.weir.daemon.datapath.AttachedProgram;
import dev.weir.daemon.datapath.EndpointStatus;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.datapath.KernelMap;
import dev.weir.daemon.datapath.MapUsage;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.layout.DropReason;
import dev.weir.proto.v1.AttachedPrograms;
import dev.weir.proto.v1.DropCount;
import dev.weir.proto.v1.EndpointState;
import dev.weir.proto.v1.LoggingChange;
import dev.weir.proto.v1.LoggingState;
import dev.weir.proto.v1.NodeReport;
import dev.weir.proto.v1.RejectedLogging;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The node's report, as it travels. */
final class ReportMapper {
    private ReportMapper() {}

    /** The report but for the programs, which are told when they change. */
    static NodeReport.Builder report(
            Enforcement.Status enforcement, ReportSource.Measurements measured, Counts counts, long unreported) {
        var report = NodeReport.newBuilder()
                .setRevision(enforcement.program().revision())
                .setRecords(RecordMapper.accounting(measured.records(), unreported))
                .setActivity(RecordMapper.activity(measured.activity()))
                .setLogging(logging(measured.logging()))
                .setCounts(CountMapper.counts(counts))
                .setRssBytes(measured.rssBytes());
        var maps = measured.datapath().maps().stream().collect(Collectors.toMap(KernelMap::name, map -> map));
        Stream.concat(enforcement.usage().stream(), measured.datapath().usage().stream())
                .forEach(usage -> report.addMaps(usage(usage, maps.get(usage.name()))));
        enforcement.endpoints().forEach(endpoint -> report.addEndpoints(endpoint(endpoint)));
        measured.datapath().drops().forEach((reason, packets) -> {
            if (reason != DropReason.NONE && packets > 0) {
                report.addDrops(DropCount.newBuilder().setReason(reason.label()).setPackets(packets));
            }
        });
        return report;
    }

    static AttachedPrograms programs(List<AttachedProgram> programs) {
        var out = AttachedPrograms.newBuilder();
        programs.forEach(program -> out.addPrograms(program(program)));
        return out.build();
    }

    private static dev.weir.proto.v1.AttachedProgram program(AttachedProgram program) {
        var out = dev.weir.proto.v1.AttachedProgram.newBuilder()
                .setHook(program.hook().program())
                .setId(program.id())
                .addAllInterfaces(program.interfaces());
        var code = program.code();
        if (code != null) {
            out.setTag(code.tag())
                    .setLoadedAt(Timestamps.of(code.loadedAt()))
                    .setTranslatedBytes(code.translatedBytes())
                    .setJitedBytes(code.jitedBytes())
                    .setVerifiedInstructions(code.verifiedInstructions());
        }
        return out.build();
    }

    private static LoggingState logging(LoggingChanges.State state) {
        var settings = state.settings();
        var out = LoggingState.newBuilder()
                .setGeneration(settings.version().generation())
                .setResourceVersion(settings.version().resourceVersion())
                .setEnabled(settings.isOn());
        var rejected = settings.rejected();
        if (rejected != null) {
            out.setRejected(RejectedLogging.newBuilder()
                    .setGeneration(rejected.version().generation())
                    .setResourceVersion(rejected.version().resourceVersion())
                    .setReason(rejected.reason()));
        }
        state.changes()
                .forEach(change -> out.addChanges(LoggingChange.newBuilder()
                        .setResourceVersion(change.version().resourceVersion())
                        .setRejected(change.rejected())
                        .setMessage(change.message())
                        .setAt(Timestamps.of(change.at()))));
        return out.build();
    }

    private static dev.weir.proto.v1.MapUsage usage(MapUsage usage, @Nullable KernelMap map) {
        var out = dev.weir.proto.v1.MapUsage.newBuilder()
                .setName(usage.name())
                .setEntries(usage.entries())
                .setMaxEntries(usage.capacity());
        if (map != null) {
            out.setType(map.type()).setId(map.id()).setBytes(map.bytes());
        }
        return out.build();
    }

    private static EndpointState endpoint(EndpointStatus endpoint) {
        return EndpointState.newBuilder()
                .setPod(ProgramWriter.pod(endpoint.pod()))
                .setInterface(endpoint.interfaceName())
                .setAttached(endpoint.attached())
                .setProgrammed(endpoint.programmed())
                .build();
    }
}
