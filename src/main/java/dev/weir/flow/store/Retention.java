package dev.weir.flow.store;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old records every minute. */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Runnable deleteOld;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("record-retention").daemon().factory());

    public Retention(Runnable deleteOld) {
        this.deleteOld = deleteOld;
        schedule.scheduleWithFixedDelay(this::deleteOldLogged, 1, 1, TimeUnit.MINUTES);
    }

    /** A failure must not end the schedule: it is tried again in a minute, and the log says why. */
    private void deleteOldLogged() {
        try {
            deleteOld.run();
        } catch (RecordStoreException failed) {
            LOG.warn("Old records could not be deleted; trying again in a minute.", failed);
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
