package dev.weir.daemon.flow;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Where every event went that the settings ask to record: {@code offered = written + aggregated + lost}, for the node and for
 * each namespace of the pods whose policies judged. An event is entered once, when its fate is known. Thread-safe.
 */
public final class RecordAccount {
    /** Namespaces that are told apart; what is of further ones counts under the empty name, as what the kernel lost does. */
    static final int NAMESPACES = 1024;

    /** Why an event did not become a line or part of one. */
    public enum Loss {
        RATE_LIMIT,
        AGGREGATION_LIMIT,
        RING_FULL,
        DENIAL_MAP_FULL,
        WRITE_FAILED,
        UNRESOLVED;

        /** As in reports and metrics. */
        public String label() {
            return switch (this) {
                case RATE_LIMIT -> "rate_limit";
                case AGGREGATION_LIMIT -> "aggregation_limit";
                case RING_FULL -> "ring_full";
                case DENIAL_MAP_FULL -> "denial_map_full";
                case WRITE_FAILED -> "write_failed";
                case UNRESOLVED -> "unresolved";
            };
        }
    }

    /**
     * One account.
     *
     * @param written lines
     * @param aggregated events merged into a line beyond its first
     * @param denials beside it, not a part of it
     */
    public record Entry(long written, long aggregated, Map<Loss, Long> lost, DenialLines denials) {
        public static final Entry ZERO = new Entry(0, 0, Map.of(), DenialLines.NONE);

        public Entry {
            lost = Map.copyOf(lost);
        }

        /** Events that should be recorded. */
        public long offered() {
            return written
                    + aggregated
                    + lost.values().stream().mapToLong(Long::longValue).sum();
        }

        Entry plus(Entry other) {
            var losses = new EnumMap<Loss, Long>(Loss.class);
            losses.putAll(lost);
            other.lost.forEach((reason, events) -> losses.merge(reason, events, Long::sum));
            return new Entry(
                    written + other.written, aggregated + other.aggregated, losses, denials.plus(other.denials));
        }
    }

    /**
     * Lines of denials, and of what would be denied, that fell due, whether they were written or withheld. A line and what is in it are entered
     * together, so the one divided by the other says at every moment how many share a line.
     *
     * @param events in these lines
     */
    public record DenialLines(long lines, long events) {
        public static final DenialLines NONE = new DenialLines(0, 0);

        DenialLines plus(DenialLines other) {
            return new DenialLines(lines + other.lines, events + other.events);
        }
    }

    /** @param namespaces by name; the node's own account is their sum */
    public record Totals(Map<String, Entry> namespaces) {
        public static final Totals ZERO = new Totals(Map.of());

        public Totals {
            namespaces = Map.copyOf(namespaces);
        }

        public Entry node() {
            return namespaces.values().stream().reduce(Entry.ZERO, Entry::plus);
        }
    }

    private final Map<String, Account> accounts = new HashMap<>();

    private static final class Account {
        private long written;
        private long aggregated;
        private final Map<Loss, Long> lost = new EnumMap<>(Loss.class);
        private DenialLines denials = DenialLines.NONE;

        Entry entry() {
            return new Entry(written, aggregated, lost, denials);
        }
    }

    /** @param before what earlier lives of the daemon counted */
    public RecordAccount(Totals before) {
        before.namespaces.forEach((namespace, entry) -> {
            var account = of(namespace);
            account.written += entry.written;
            account.aggregated += entry.aggregated;
            entry.lost.forEach((reason, events) -> account.lost.merge(reason, events, Long::sum));
            account.denials = account.denials.plus(entry.denials);
        });
    }

    private Account of(String namespace) {
        var account = accounts.get(namespace);
        if (account == null) {
            var key = accounts.size() < NAMESPACES ? namespace : "";
            account = accounts.computeIfAbsent(key, unused -> new Account());
        }
        return account;
    }

    /** @param events that are in these lines */
    synchronized void written(String namespace, long lines, long events) {
        var account = of(namespace);
        account.written += lines;
        account.aggregated += events - lines;
    }

    /** @param events that share this line */
    synchronized void denialLine(String namespace, long events) {
        var account = of(namespace);
        account.denials = account.denials.plus(new DenialLines(1, events));
    }

    synchronized void lost(String namespace, Loss reason, long events) {
        if (events > 0) {
            of(namespace).lost.merge(reason, events, Long::sum);
        }
    }

    public synchronized Totals totals() {
        var entries = new HashMap<String, Entry>();
        accounts.forEach((namespace, account) -> entries.put(namespace, account.entry()));
        return new Totals(entries);
    }
}
