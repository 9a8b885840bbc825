package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Merges denials, and what would be denied, of one key into one record: the window starts with the first of them, and the record keeps its ports, names
 * and time. The source port is not part of the key, so every retry of a client falls together. When the table is full, a
 * namespace that has less than an even share of it still gets in, up to twice the size: a scan of one namespace's pods does not
 * hide the denials of another's.
 */
final class DenyAggregator {
    private final RecordOptions.Denials options;
    private final Map<Key, FlowRecord> open = new HashMap<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private final ArrayDeque<Expiry> expiries = new ArrayDeque<>();

    private record Key(
            Address source, Address destination, int port, int protocol, Direction direction, Verdict verdict) {
        static Key of(FlowRecord denial) {
            var connection = denial.connection();
            return new Key(
                    connection.source(),
                    connection.destination(),
                    connection.ports().destination(),
                    connection.protocol(),
                    connection.direction(),
                    denial.verdict());
        }
    }

    private record Expiry(Key key, long atNanos) {}

    DenyAggregator(RecordOptions.Denials options) {
        this.options = options;
    }

    /** @return false when the table is full and the denial is lost */
    boolean add(FlowRecord denial, long nowNanos) {
        var key = Key.of(denial);
        var first = open.get(key);
        if (first != null) {
            open.put(key, first.merged(denial));
            return true;
        }
        if (!hasRoom(denial.namespace())) {
            return false;
        }
        open.put(key, denial);
        keys.merge(denial.namespace(), 1, Integer::sum);
        expiries.add(new Expiry(key, nowNanos + options.window().toNanos()));
        return true;
    }

    private boolean hasRoom(String namespace) {
        var share = options.keys() / Math.max(1, keys.size() + (keys.containsKey(namespace) ? 0 : 1));
        return open.size() < options.keys()
                || open.size() < 2 * options.keys() && keys.getOrDefault(namespace, 0) < share;
    }

    /** Takes out the records whose window is over, oldest first. */
    List<FlowRecord> expired(long nowNanos) {
        var done = new ArrayList<FlowRecord>();
        for (var next = expiries.peek(); next != null && next.atNanos - nowNanos <= 0; next = expiries.peek()) {
            expiries.remove();
            takeIfOpen(done, open.remove(next.key));
        }
        return done;
    }

    private void takeIfOpen(List<FlowRecord> records, @Nullable FlowRecord record) {
        if (record != null) {
            records.add(record);
            release(record);
        }
    }

    private void release(FlowRecord record) {
        keys.computeIfPresent(record.namespace(), (namespace, count) -> count == 1 ? null : count - 1);
    }

    /** Takes out everything: the daemon stops. */
    List<FlowRecord> drain() {
        var records = List.copyOf(open.values());
        open.clear();
        keys.clear();
        expiries.clear();
        return records;
    }

    /** Forgets what nobody asks for any more. */
    void retain(Predicate<FlowRecord> wanted) {
        open.values().removeIf(record -> {
            var unwanted = !wanted.test(record);
            if (unwanted) {
                release(record);
            }
            return unwanted;
        });
        expiries.removeIf(expiry -> !open.containsKey(expiry.key));
    }
}
