package dev.weir.audit;

import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.ObjectWitness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the watch tells and has it written down by a thread of its own. Nothing is left out when that is slow: what waits is bounded by
 * what people and controllers write.
 */
public final class AuditWitness implements ObjectWitness, AutoCloseable {
    private static final Duration CLEANING = Duration.ofMinutes(10);
    private static final int TOGETHER = 200;

    private final AuditTrail trail;
    private final Clock clock;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Thread writer =
            Thread.ofPlatform().daemon().name("audit-trail").unstarted(this::run);
    private Instant cleaned = Instant.EPOCH;

    private sealed interface News {
        record Seen(Sighting sighting) implements News {}

        record Everything(Instant time) implements News {}
    }

    public AuditWitness(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    public void start() {
        writer.start();
    }

    @Override
    public void saw(ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
        news.add(new News.Seen(Sighting.of(ref, clock.instant(), before, now)));
    }

    @Override
    public void sawEverything() {
        news.add(new News.Everything(clock.instant()));
    }

    private void run() {
        try {
            while (true) {
                News first = news.poll(CLEANING.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<News> gathered = new ArrayList<>(List.of(first));
                    news.drainTo(gathered, TOGETHER - 1);
                    perform(gathered);
                }
                if (Duration.between(cleaned, clock.instant()).compareTo(CLEANING) >= 0) {
                    cleaned = clock.instant();
                    trail.clean();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(List<News> gathered) throws InterruptedException {
        List<Sighting> sightings = new ArrayList<>();
        for (News one : gathered) {
            switch (one) {
                case News.Seen seen -> sightings.add(seen.sighting());
                case News.Everything everything -> {
                    trail.observe(sightings);
                    sightings.clear();
                    trail.sawEverything(everything.time());
                }
            }
        }
        trail.observe(sightings);
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
