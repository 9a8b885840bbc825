package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Merges denials of one key into one record: the window starts with the first of them, and the record keeps its ports, names
 * and time. The source port is not part of the key, so every retry of a client falls together.
 */
final class DenyAggregator {
    /** Distinct keys under way, as on GKE. */
    static final int CAPACITY = 3000;

    private final long windowNanos;
    private final Map<Key, FlowRecord> open = new HashMap<>();
    private final ArrayDeque<Expiry> expiries = new ArrayDeque<>();

    private record Key(Address source, Address destination, int port, int protocol, Direction direction) {
        static Key of(Connection connection) {
            return new Key(
                    connection.source(),
                    connection.destination(),
                    connection.ports().destination(),
                    connection.protocol(),
                    connection.direction());
        }
    }

    private record Expiry(Key key, long atNanos) {}

    /** @param window 0 = every denial is a record of its own */
    DenyAggregator(Duration window) {
        windowNanos = window.toNanos();
    }

    /** @return false when the table is full and the denial is lost */
    boolean add(FlowRecord denial, long nowNanos) {
        var key = Key.of(denial.connection());
        var first = open.get(key);
        if (first == null && open.size() >= CAPACITY) {
            return false;
        }
        open.put(key, first == null ? denial : first.merged(denial));
        if (first == null) {
            expiries.add(new Expiry(key, nowNanos + windowNanos));
        }
        return true;
    }

    /** Takes out the records whose window is over, oldest first. */
    List<FlowRecord> expired(long nowNanos) {
        var done = new ArrayList<FlowRecord>();
        for (var next = expiries.peek(); next != null && next.atNanos - nowNanos <= 0; next = expiries.peek()) {
            expiries.remove();
            addIfOpen(done, open.remove(next.key));
        }
        return done;
    }

    private static void addIfOpen(List<FlowRecord> records, @Nullable FlowRecord record) {
        if (record != null) {
            records.add(record);
        }
    }

    /** Takes out everything: the daemon stops. */
    List<FlowRecord> drain() {
        var records = List.copyOf(open.values());
        open.clear();
        expiries.clear();
        return records;
    }

    /** Forgets what nobody asks for any more. */
    void retain(Predicate<FlowRecord> wanted) {
        open.values().removeIf(wanted.negate());
        expiries.removeIf(expiry -> !open.containsKey(expiry.key));
    }
}
