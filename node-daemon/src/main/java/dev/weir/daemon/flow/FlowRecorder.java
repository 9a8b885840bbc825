package dev.weir.daemon.flow;

import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns observations into lines. One thread calls it; {@link #use} may come from another: the names are swapped whole, and an
 * observation is judged by the settings in force when it is taken, so logging that is switched off stops at once.
 */
public final class FlowRecorder implements AutoCloseable {
    /** Settings of the recorder. */
    public record Options(String node, Path file, Duration denyWindow, int linesPerSecond) {}

    private static final Logger LOG = LoggerFactory.getLogger(FlowRecorder.class);

    private final NodeClock clock;
    private final RecordAccount account;
    private final RecordSink sink;
    private final RecordLine line;
    private final RotatingFile file;
    private final DenyAggregator denials;
    private final RateLimit limit;
    private volatile Names names = Names.NONE;
    private Names seen = Names.NONE;
    private boolean failing;

    public FlowRecorder(Options options, NodeClock clock, RecordAccount account, RecordSink sink) {
        this.clock = clock;
        this.account = account;
        this.sink = sink;
        line = new RecordLine(options.node());
        file = new RotatingFile(options.file(), clock::now);
        denials = new DenyAggregator(options.denyWindow());
        limit = new RateLimit(options.linesPerSecond(), clock.monotonicNanos());
    }

    /** From now on these names and settings hold. */
    public void use(Names next) {
        names = next;
    }

    public Names names() {
        return names;
    }

    /** Takes what the datapath saw. */
    public void observe(Observation observation) {
        var current = current();
        var asked = observation.verdict() == Verdict.ALLOWED
                ? current.logging().allow()
                : current.logging().deny();
        if (!asked.log()) {
            return;
        }
        var cookie = current.cookie(observation.cookie());
        if (cookie == null) {
            account.lost(Loss.UNRESOLVED, observation.count());
            return;
        }
        LoggingFilter.apply(current.logging(), record(observation, cookie.policies(), current))
                .ifPresent(this::take);
    }

    /** Events that the kernel could not hand over. */
    public void lost(Loss reason, long events) {
        account.lost(reason, events);
    }

    /** Writes the merged denials that are due, and lets the sink send. Call it a few times a second. */
    public void tick() {
        current();
        denials.expired(clock.monotonicNanos()).forEach(this::write);
        try {
            sink.flush();
        } catch (IOException e) {
            report("the records could not be kept for the server", e);
        }
    }

    @Override
    public void close() throws IOException {
        denials.drain().forEach(this::write);
        sink.flush();
        file.close();
    }

    private Names current() {
        var current = names;
        if (current != seen) {
            seen = current;
            denials.retain(
                    record -> LoggingFilter.apply(current.logging(), record).isPresent());
        }
        return current;
    }

    private FlowRecord record(Observation observation, List<PolicyMatch> policies, Names current) {
        var connection = observation.connection();
        var span = observation.span();
        var first = clock.wallTimeOf(span.firstNanos());
        return new FlowRecord(
                connection,
                observation.verdict(),
                new FlowRecord.Ends(current.peer(connection.source()), current.peer(connection.destination())),
                policies,
                new FlowRecord.Occurrence(
                        first, first.plusNanos(span.lastNanos() - span.firstNanos()), observation.count()),
                current.revision());
    }

    private void take(FlowRecord record) {
        if (record.allowed()) {
            write(record);
        } else if (!denials.add(record, clock.monotonicNanos())) {
            account.lost(Loss.AGGREGATION_LIMIT, record.count());
        }
    }

    private void write(FlowRecord record) {
        if (!limit.admits(record.allowed(), clock.monotonicNanos())) {
            account.lost(Loss.RATE_LIMIT, record.count());
            return;
        }
        try {
            file.write(line.encode(record));
        } catch (IOException e) {
            account.lost(Loss.WRITE_FAILED, record.count());
            report("a record could not be written", e);
            return;
        }
        account.written(record.count());
        keepForServer(record);
    }

    private void keepForServer(FlowRecord record) {
        try {
            sink.append(record);
            failing = false;
        } catch (IOException e) {
            report("a record could not be kept for the server", e);
        }
    }

    // Once when it starts to fail; how often is in the account.
    private void report(String what, IOException cause) {
        if (!failing) {
            failing = true;
            LOG.error("{}; free space below the log and state directories", what, cause);
        }
    }
}
