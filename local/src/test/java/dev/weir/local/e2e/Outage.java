package dev.weir.local.e2e;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Parts of the cluster that are dead, and stay dead until this is closed: whenever the supervisor starts one again, it is killed before it has got anywhere,
 * a Java program taking longer to start than this to look.
 */
final class Outage implements AutoCloseable {

    private static final int PERIOD_MILLIS = 50;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private Outage(String... parts) {
        for (String part : parts) {
            PartProcess process = new PartProcess(part);
            process.kill();
            thread.scheduleWithFixedDelay(
                    () -> process.running().forEach(ProcessHandle::destroyForcibly),
                    0,
                    PERIOD_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    static Outage of(String... parts) {
        return new Outage(parts);
    }

    /** The supervisor may start them again; how soon depends on how often it has tried. */
    @Override
    public void close() {
        thread.close();
    }
}
