package dev.weir.daemon;

import dev.weir.daemon.count.Counting;
import dev.weir.daemon.count.Counts;
import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.datapath.DatapathState;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.flow.FlowRecorder;
import dev.weir.daemon.grpc.ReportSource;
import dev.weir.daemon.net.NodeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Puts together what the node's report says. What takes a walk over maps or links is taken only now and then. */
final class NodeMeasurements implements ReportSource {
    private static final long WALK_EVERY = Duration.ofSeconds(10).toNanos();

    private final Datapath datapath;
    private final Enforcement enforcement;
    private final FlowRecorder.Books books;
    private final Counting counting;
    private final NodeClock clock;
    private DatapathState walked = new DatapathState(List.of(), List.of(), List.of(), Map.of());
    private long walkedNanos;

    NodeMeasurements(
            Datapath datapath, Enforcement enforcement, FlowRecorder.Books books, Counting counting, NodeClock clock) {
        this.datapath = datapath;
        this.enforcement = enforcement;
        this.books = books;
        this.counting = counting;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Enforcement.Status> enforcement() {
        return enforcement.status();
    }

    @Override
    public Measurements measurements() {
        var now = clock.monotonicNanos();
        if (walked.maps().isEmpty() || now - walkedNanos > WALK_EVERY) {
            walked = new DatapathState(datapath.usage(), datapath.maps(), datapath.programs(), Map.of());
            walkedNanos = now;
        }
        return new Measurements(
                new DatapathState(walked.usage(), walked.maps(), walked.programs(), datapath.drops()),
                books.account().totals(),
                books.activity().totals(),
                books.logging().state(),
                rssBytes());
    }

    @Override
    public Counts counts(long version) {
        return counting.after(version);
    }

    private static long rssBytes() {
        try {
            var pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
            return Long.parseLong(pages) * 4096;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
