package dev.weir.flow.opensearch;

import static dev.weir.flow.opensearch.RecordSearch.ordered;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.Tails;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells tails of new records, whichever server stored them: reads what has become complete since it looked last. It looks after each batch of
 * this server and five times a second for those of others, and reads nothing while no tail is open.
 */
final class TailFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TailFollower.class);
    private static final int AT_ONCE = 1_000;
    private static final long INTERVAL_MILLIS = 200;

    private final PositionLedger positions;
    private final RecordSearch search;
    private final Tails tails;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("record-follower").daemon().factory());
    private boolean failing;

    TailFollower(PositionLedger positions, RecordSearch search) {
        this.positions = positions;
        this.search = search;
        this.tails = new Tails(positions.complete());
        schedule.scheduleWithFixedDelay(this::lookAgain, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    synchronized RecordTail open(RecordFilter filter, long afterPosition) {
        publish();
        return tails.open(filter, afterPosition, this::history);
    }

    /** After something was stored. */
    void look() {
        if (!tails.isEmpty()) {
            publish();
        }
    }

    /** What came through this server: what budgets withheld has no position by which that of other servers could be followed. */
    void withheld(String node, List<Withheld> entries) {
        tails.publishWithheld(node, entries);
    }

    private synchronized void publish() {
        long complete = positions.complete();
        while (!tails.isEmpty() && tails.latestPosition() < complete) {
            List<StoredRecord> page = history(RecordFilter.ALL, tails.latestPosition(), complete, AT_ONCE);
            tails.publish(page);
            if (page.size() < AT_ONCE) {
                break;
            }
        }
        tails.skipTo(complete);
    }

    /** A failure must not end the schedule; said once until it works again. */
    private void lookAgain() {
        try {
            look();
            failing = false;
        } catch (RuntimeException failed) {
            if (!failing) {
                LOG.warn("New records cannot be read for the live tails; trying again.", failed);
            }
            failing = true;
        }
    }

    private List<StoredRecord> history(RecordFilter filter, long after, long upTo, int limit) {
        Map<String, Object> stored = Map.of("range", Map.of("position", Map.of("gt", after, "lte", upTo)));
        return search.records(search.matching(filter, stored), List.of(ordered("position", false)), List.of(), limit);
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        tails.closeAll();
    }
}
