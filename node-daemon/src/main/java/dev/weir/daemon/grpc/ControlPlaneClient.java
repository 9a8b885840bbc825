package dev.weir.daemon.grpc;

import dev.weir.daemon.datapath.ApplyOutcome;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.program.InvalidProgramException;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.StaleDeltaException;
import dev.weir.proto.v1.ReadEndpoint;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node connected to a server: subscribes, hands changes to the enforcement, acknowledges, reports, sends records,
 * and begins again when the connection is lost. All of it on one thread, {@code control}, which never waits: neither the
 * datapath nor the recording depends on a server.
 */
public final class ControlPlaneClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneClient.class);
    private static final Duration REPORT = Duration.ofSeconds(2);
    private static final Duration RECORDS = Duration.ofMillis(100);

    /** Who the daemon is, in its greeting. */
    public record Greeting(String node, String kernel, int abiVersion, String daemonVersion) {}

    /** What the client connects. */
    public record Parts(
            ServerAddress server,
            EventLoop loop,
            Enforcement enforcement,
            ReportSource reports,
            RecordSpool spool,
            NodeClock clock) {}

    private final Greeting greeting;
    private final Parts parts;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "control"));
    private ProgramStamp applied;
    private @Nullable ControlPlaneSession session;
    private boolean outage;

    /** @param applied the program in force, for the first greeting */
    public ControlPlaneClient(Greeting greeting, Parts parts, ProgramStamp applied) {
        this.greeting = greeting;
        this.parts = parts;
        this.applied = applied;
    }

    public void start() {
        thread.execute(this::connect);
        thread.scheduleWithFixedDelay(() -> ifConnected(this::report), 0, REPORT.toMillis(), TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                () -> ifConnected(ControlPlaneSession::sendRecords),
                RECORDS.toMillis(),
                RECORDS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private interface SessionTask {
        void run(ControlPlaneSession session) throws Exception;
    }

    private void ifConnected(SessionTask task) {
        var current = session;
        if (current != null) {
            try {
                task.run(current);
            } catch (Exception e) {
                lost(current, e);
            }
        }
    }

    private void connect() {
        try {
            var channel = parts.server.open(parts.loop, thread);
            var next = new ControlPlaneSession(channel, parts.spool, new Callbacks());
            session = next;
            parts.spool.rewind();
            next.open(greeting, applied);
        } catch (Exception e) {
            var failed = session;
            if (failed == null) {
                retry(e);
            } else {
                lost(failed, e);
            }
        }
    }

    private final class Callbacks implements ControlPlaneSession.Listener {
        @Override
        public void heard(ControlPlaneSession from, dev.weir.proto.v1.ProgramUpdate update) {
            if (outage) {
                outage = false;
                LOG.info("connected to {}", parts.server);
            }
            backoff.reset();
            apply(from, update);
        }

        @Override
        public void asked(ControlPlaneSession from, ReadEndpoint question) {
            answer(from, question);
        }

        @Override
        public void ended(ControlPlaneSession from, Throwable cause) {
            lost(from, cause);
        }
    }

    private void apply(ControlPlaneSession from, dev.weir.proto.v1.ProgramUpdate update) {
        try {
            parts.enforcement
                    .apply(ProgramMapper.change(update))
                    .whenCompleteAsync((outcome, failure) -> applied(from, update, outcome, failure), thread);
        } catch (InvalidProgramException e) {
            from.send(new ApplyOutcome.Refused(
                    update.getRevision(), String.valueOf(e.getMessage()), "Report this as a defect of the server."));
        }
    }

    private void applied(
            ControlPlaneSession from,
            dev.weir.proto.v1.ProgramUpdate update,
            @Nullable ApplyOutcome outcome,
            @Nullable Throwable failure) {
        switch (outcome) {
            case ApplyOutcome.Applied done -> {
                applied = new ProgramStamp(update.getSession(), update.getRevision());
                LOG.info(
                        "revision {} in force: {} writes in {} µs",
                        done.revision(),
                        done.writes(),
                        done.took().toNanos() / 1000);
                from.send(done);
            }
            case ApplyOutcome.Refused refused -> {
                LOG.error("revision {} refused: {}. {}", refused.revision(), refused.reason(), refused.action());
                from.send(refused);
            }
            case null -> notApplied(from, update, failure);
        }
    }

    // After a delta that does not fit, the next greeting asks for a snapshot.
    private void notApplied(
            ControlPlaneSession from, dev.weir.proto.v1.ProgramUpdate update, @Nullable Throwable failure) {
        if (failure instanceof StaleDeltaException) {
            applied = ProgramStamp.NONE;
            lost(from, failure);
        } else {
            LOG.error("revision {} could not be applied", update.getRevision(), failure);
            from.send(new ApplyOutcome.Refused(
                    update.getRevision(), String.valueOf(failure), "See the daemon's log on this node."));
        }
    }

    private void answer(ControlPlaneSession to, ReadEndpoint question) {
        try {
            parts.enforcement
                    .read(ReadingMapper.addresses(question), ReadingMapper.most(question))
                    .whenCompleteAsync(
                            (reading, failure) -> to.send(
                                    reading == null
                                            ? ReadingMapper.problem(question, failure)
                                            : ReadingMapper.reading(question, reading)),
                            thread);
        } catch (IllegalArgumentException e) {
            to.send(ReadingMapper.problem(question, e));
        }
    }

    private void report(ControlPlaneSession to) {
        var measured = parts.reports.measurements();
        var counts = parts.reports.counts(to.countsSent());
        parts.reports
                .enforcement()
                .thenAcceptAsync(
                        status -> ifConnected(current -> {
                            if (current == to) {
                                var report = ReportMapper.report(status, measured, counts, parts.spool.unreported());
                                to.changed(measured.datapath().programs())
                                        .ifPresent(programs -> report.setPrograms(ReportMapper.programs(programs)));
                                to.send(report.build());
                                to.sentCounts(counts.version());
                                parts.spool.savePosition(measured.records());
                            }
                        }),
                        thread);
    }

    private void lost(ControlPlaneSession from, Throwable cause) {
        if (from == session) {
            session = null;
            from.close();
            retry(cause);
        }
    }

    // One line when the outage begins, none for each attempt.
    private void retry(Throwable cause) {
        if (!outage) {
            outage = true;
            LOG.warn("no connection to {}, the program in force stays: {}", parts.server, cause.toString());
        }
        thread.schedule(this::connect, backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.execute(() -> {
            var current = session;
            session = null;
            if (current != null) {
                current.close();
            }
            thread.shutdownNow();
        });
    }
}
