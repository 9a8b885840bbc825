package dev.weir;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does some jobs again and again, each on a thread of its own: one that waits delays no other. Stops before what they ask is closed. */
final class Watch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final String name;
    private final Duration every;
    private final List<Runnable> jobs;
    private final ScheduledExecutorService threads;
    private volatile boolean running;

    Watch(String name, Duration every, Runnable... jobs) {
        this.name = name;
        this.every = every;
        this.jobs = List.of(jobs);
        threads = Executors.newScheduledThreadPool(
                jobs.length, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    @Override
    public void start() {
        running = true;
        jobs.forEach(this::schedule);
    }

    private void schedule(Runnable work) {
        threads.scheduleWithFixedDelay(() -> logged(work), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A failure must not end the schedule. */
    private void logged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.warn("A job of {} failed; trying again.", name, failed);
        }
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A job of {} did not end in time.", name);
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
