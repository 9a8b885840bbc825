package dev.weir.daemon.grpc;

import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.datapath.MapUsage;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordActivity;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the daemon knows of its node, for its report. */
public interface ReportSource {
    CompletableFuture<Enforcement.Status> enforcement();

    Measurements measurements();

    /**
     * @param usage of the maps that the datapath itself fills
     * @param rssBytes of this process
     */
    record Measurements(
            List<MapUsage> usage,
            RecordAccount.Totals records,
            RecordActivity.Totals activity,
            LoggingChanges.State logging,
            Map<DropReason, Long> drops,
            List<VerdictCount> verdicts,
            long rssBytes) {}

    /** @param cookie fingerprint; 0 = no policy concerned */
    record VerdictCount(long cookie, Direction direction, Verdict verdict, long count) {}
}
