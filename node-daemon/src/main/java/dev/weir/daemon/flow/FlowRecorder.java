package dev.weir.daemon.flow;

import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyMatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Turns observations into lines. One thread calls it; {@link #use} may come from another: the names are swapped whole, and an
 * observation is judged by the settings in force when it is taken, so logging that is switched off stops at once.
 */
public final class FlowRecorder implements AutoCloseable {
    /** Where what the recorder does is entered. */
    public record Books(RecordAccount account, RecordActivity activity, LoggingChanges logging) {}

    private final RecordOptions options;
    private final NodeClock clock;
    private final RecordAccount account;
    private final RecordActivity activity;
    private final LoggingChanges logging;
    private final RecordFile file;
    private final DenyAggregator denials;
    private final Budget budget;
    private final WithheldTally withheld = new WithheldTally();
    private volatile Names names = Names.NONE;
    private Names seen = Names.NONE;
    private KnownPeers peers = new KnownPeers(seen);

    public FlowRecorder(RecordOptions options, NodeClock clock, Books books, RecordSink sink) {
        this.options = options;
        this.clock = clock;
        account = books.account;
        activity = books.activity;
        logging = books.logging;
        file = new RecordFile(RecordLine.of(options), new RotatingFile(options.file(), clock::now), sink, account);
        denials = new DenyAggregator(options.denials());
        budget = new Budget(options.linesPerSecond(), clock.monotonicNanos());
    }

    /** From now on these names and settings hold. */
    public void use(Names next) {
        names = next;
        logging.use(next.logging());
    }

    public Names names() {
        return names;
    }

    /** Takes what the datapath saw. */
    public void observe(Observation observation) {
        var current = current();
        activity.observed(observation.verdict(), observation.count());
        var asked = observation.verdict() == Verdict.ALLOWED
                ? current.logging().allow()
                : current.logging().deny();
        if (!asked.log()) {
            return;
        }
        var cookie = current.cookie(observation.cookie());
        if (cookie == null) {
            activity.unresolved(observation.verdict(), observation.count());
            account.lost(namespace(observation), Loss.UNRESOLVED, observation.count());
            return;
        }
        LoggingFilter.apply(current.logging(), record(observation, cookie.policies(), current))
                .ifPresent(this::take);
    }

    /** Takes packets that the pod with this address sent from another one. */
    public void observe(Spoof spoof, Address pod) {
        var current = current();
        activity.observed(Verdict.DENIED, spoof.packets());
        if (current.logging().deny().log()) {
            LoggingFilter.apply(current.logging(), record(spoof, pod, current)).ifPresent(this::take);
        }
    }

    // The addresses are those of the packet, the name is the sender's own.
    private FlowRecord record(Spoof spoof, Address pod, Names current) {
        var first = clock.wallTimeOf(spoof.firstNanos());
        return new FlowRecord(
                Connection.of(spoof),
                new FlowRecord.Decision(Verdict.DENIED, DropReason.SPOOFED_SOURCE, List.of(), current.revision()),
                ends(pod, spoof.destination()),
                new FlowRecord.Occurrence(
                        first,
                        first.plusNanos(spoof.lastNanos() - spoof.firstNanos()),
                        spoof.packets(),
                        spoof.bytes()));
    }

    private FlowRecord.Ends ends(Address source, Address destination) {
        return new FlowRecord.Ends(peers.of(source), peers.of(destination));
    }

    private String namespace(Observation observation) {
        return peers.of(observation.connection().enforcing()) instanceof Peer.Pod(var workload)
                ? workload.namespace()
                : "";
    }

    /** Events that the kernel could not hand over; whose they were is not known. */
    public void lost(Loss reason, long events) {
        account.lost("", reason, events);
    }

    /** Writes what was taken, the merged denials that are due and what was withheld. Call it a few times a second. */
    public void tick() {
        current();
        denials.expired(clock.monotonicNanos()).forEach(this::write);
        withheld.over(clock.now()).forEach(file::write);
        file.flush();
    }

    @Override
    public void close() throws IOException {
        denials.drain().forEach(this::write);
        withheld.drain().forEach(file::write);
        file.close();
    }

    private Names current() {
        var current = names;
        if (current != seen) {
            seen = current;
            peers = new KnownPeers(current);
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
                new FlowRecord.Decision(observation.verdict(), observation.reason(), policies, current.revision()),
                ends(connection.source(), connection.destination()),
                new FlowRecord.Occurrence(
                        first,
                        first.plusNanos(span.lastNanos() - span.firstNanos()),
                        observation.count(),
                        observation.volume().bytes()));
    }

    private void take(FlowRecord record) {
        if (record.verdict() == Verdict.ALLOWED || options.denials().window().isZero()) {
            write(record);
        } else if (!denials.add(record, clock.monotonicNanos())) {
            withhold(record, Loss.AGGREGATION_LIMIT);
        }
    }

    private void write(FlowRecord record) {
        if (record.verdict() != Verdict.ALLOWED) {
            account.denialLine(record.namespace(), record.count());
        }
        if (budget.admits(record.namespace(), record.allowed(), clock.monotonicNanos())) {
            file.write(record);
            activity.written(
                    record.verdict(),
                    Duration.between(record.occurrence().first(), clock.now()).toNanos());
        } else {
            withhold(record, Loss.RATE_LIMIT);
        }
    }

    private void withhold(FlowRecord record, Loss reason) {
        account.lost(record.namespace(), reason, record.count());
        withheld.add(record.namespace(), record.allowed(), record.count(), clock.now());
    }
}
