package dev.weir;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks and tells, each on a thread of its own: a receiver that does not answer delays no look. Stops before what it asks is closed. */
final class AlertWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    private final Duration every;
    private final Runnable look;
    private final Runnable deliver;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("alerts-", 0).daemon().factory());
    private volatile boolean running;

    AlertWatch(Duration every, Runnable look, Runnable deliver) {
        this.every = every;
        this.look = look;
        this.deliver = deliver;
    }

    @Override
    public void start() {
        running = true;
        schedule(look);
        schedule(deliver);
    }

    private void schedule(Runnable work) {
        threads.scheduleWithFixedDelay(() -> logged(work), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A failure must not end the schedule. */
    private static void logged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.warn("Alerts could not be looked at or told; trying again.", failed);
        }
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A look at the alerts did not end in time.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
