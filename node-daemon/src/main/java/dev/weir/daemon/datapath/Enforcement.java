package dev.weir.daemon.datapath;

import dev.weir.daemon.endpoint.HostRoutes;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramStamp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the enforcer. Everything that changes the maps runs on it, one thing after another, so nothing else waits for
 * the kernel or the disk. Thread-safe.
 */
public final class Enforcement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Enforcement.class);
    private static final Duration SCAN = Duration.ofMillis(500);
    private static final Duration TELL = Duration.ofSeconds(30);
    private static final Duration VERIFY = Duration.ofMinutes(10);

    private final Enforcer enforcer;
    private final HostRoutes routes;
    private final List<Waiter> waiters = new ArrayList<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "reconcile"));
    private boolean scanFailing;

    private record Waiter(PodRef pod, String uid, CompletableFuture<Long> done) {}

    /** What a report says about enforcement. */
    public record Status(ProgramStamp program, List<EndpointStatus> endpoints, List<MapUsage> usage) {}

    public Enforcement(Enforcer enforcer, HostRoutes routes) {
        this.enforcer = enforcer;
        this.routes = routes;
    }

    /** Begins to look for interfaces that come and go, and now and then for what is not as it should be. */
    public void start() {
        thread.scheduleWithFixedDelay(this::verify, VERIFY.toMillis(), VERIFY.toMillis(), TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(this::scan, 0, SCAN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Is told now and then which cookies are in force. No other comes into force before it returns. */
    public interface CookieListener {
        void inForce(Set<Integer> cookies) throws IOException;
    }

    /** Begins to tell the listener, on this thread. */
    public void tell(CookieListener listener) {
        thread.scheduleWithFixedDelay(
                () -> tellOnce(listener), TELL.toMillis(), TELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tellOnce(CookieListener listener) {
        try {
            var cookies = enforcer.cookiesInForce();
            if (cookies.isPresent()) {
                listener.inForce(cookies.get());
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("counters that nobody needs could not be removed, trying again in {}", TELL, e);
        }
    }

    /** Fails with {@code StaleDeltaException} when the change starts from another program. */
    public CompletableFuture<ApplyOutcome> apply(ProgramChange change) {
        var outcome = submit(() -> enforcer.apply(change));
        submit(() -> {
                    enforcer.tidy();
                    return true;
                })
                .exceptionally(failure -> {
                    LOG.error("the state could not be tidied, the next change tries again", failure);
                    return false;
                });
        return outcome;
    }

    /** Done when both programs are attached to the interface, closed. */
    public CompletableFuture<Void> attach(PodRef pod, String uid, String interfaceName) {
        return submit(() -> {
            enforcer.announce(pod, uid, interfaceName);
            return null;
        });
    }

    public CompletableFuture<Void> detach(PodRef pod, String uid) {
        return submit(() -> {
            enforcer.withdraw(pod, uid);
            return null;
        });
    }

    /** Done, with the revision, when the pod's program is in force. Cancel it to stop waiting. */
    public CompletableFuture<Long> awaitProgrammed(PodRef pod, String uid) {
        var waiter = new Waiter(pod, uid, new CompletableFuture<>());
        submit(() -> waiters.add(waiter));
        return waiter.done;
    }

    public CompletableFuture<Status> status() {
        return submit(() -> new Status(enforcer.program().stamp(), enforcer.endpoints(), enforcer.usage()));
    }

    /** What the kernel has for a pod with these addresses. Between two changes, so never a half-written moment. */
    public CompletableFuture<EndpointReading> read(Set<Address> addresses, int most) {
        return submit(() -> enforcer.read(addresses, most));
    }

    private <T> CompletableFuture<T> submit(Callable<T> task) {
        var done = new CompletableFuture<T>();
        thread.execute(() -> {
            try {
                done.complete(task.call());
                release();
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void release() {
        waiters.removeIf(waiter -> waiter.done.isDone()
                || (enforcer.isProgrammed(waiter.pod, waiter.uid)
                        && waiter.done.complete(enforcer.program().revision())));
    }

    private void scan() {
        try {
            enforcer.scan(routes.interfaces());
            release();
            scanFailing = false;
        } catch (IOException | RuntimeException e) {
            if (!scanFailing) {
                scanFailing = true;
                LOG.error("the node's interfaces could not be reconciled, trying again", e);
            }
        }
    }

    private void verify() {
        try {
            enforcer.verify();
        } catch (IOException | RuntimeException e) {
            LOG.error("the maps could not be verified, trying again in {}", VERIFY, e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("a change of the maps takes too long to wait for; the next start reconciles");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
