package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.SpoofKey;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Maps in memory that refuse what the kernel refuses, and tell of every single write. */
public final class FakeDatapath implements Datapath {
    /** Where a packet could meet the maps. */
    interface Moment {
        void passes();
    }

    private final Map<String, Map<Object, Object>> maps = new HashMap<>();
    private final Map<String, Integer> capacities = new HashMap<>();
    private final Set<Attachment> links = new HashSet<>();
    private final Set<Integer> interfaces = new HashSet<>();
    public final List<Attachment> replaced = new ArrayList<>();
    public Settings settings = new Settings(0, 0, 0, 0, 0);
    public int writes;
    public int settlings;
    private int writesUntilFailure = Integer.MAX_VALUE;
    private boolean recovers;
    private Moment moment = () -> {};

    public FakeDatapath() {
        Table.ALL.forEach(table -> maps.put(table.name(), new HashMap<>()));
    }

    FakeDatapath watchedBy(Moment watcher) {
        moment = watcher;
        return this;
    }

    FakeDatapath holding(Table<?, ?> table, int entries) {
        capacities.put(table.name(), entries);
        return this;
    }

    /** The kernel has no memory left after so many writes. */
    void failAfter(int moreWrites) {
        writesUntilFailure = moreWrites;
    }

    /** The same, but there is memory again after the first refusal. */
    void failOnceAfter(int moreWrites) {
        writesUntilFailure = moreWrites;
        recovers = true;
    }

    public void addInterface(int ifindex) {
        interfaces.add(ifindex);
    }

    public void removeInterface(int ifindex) {
        interfaces.remove(ifindex);
    }

    // A map holds what was put through its table.
    @SuppressWarnings("unchecked")
    private <K, V> Map<K, V> map(Table<K, V> table) {
        return (Map<K, V>) maps.getOrDefault(table.name(), Map.of());
    }

    @Override
    public <K, V> Map<K, V> read(Table<K, V> table) {
        return Map.copyOf(map(table));
    }

    @Override
    public <K, V> void forEach(Table<K, V> table, BiConsumer<K, V> consumer) {
        map(table).forEach(consumer);
    }

    @Override
    public List<KernelMap> maps() {
        return List.of();
    }

    @Override
    public List<AttachedProgram> programs() {
        return List.of();
    }

    <K, V> Map<K, V> live(Table<K, V> table) {
        return map(table);
    }

    @Override
    public <K, V> void put(Table<K, V> table, List<Map.Entry<K, V>> entries) {
        for (var entry : entries) {
            if (!map(table).containsKey(entry.getKey()) && map(table).size() >= capacity(table)) {
                throw new DatapathException("bpf_map_update_batch failed: map=" + table + ", errno=E2BIG");
            }
            written(table);
            map(table).put(entry.getKey(), entry.getValue());
            moment.passes();
        }
    }

    @Override
    public <K> void delete(Table<K, ?> table, List<K> keys) {
        for (var key : keys) {
            if (!map(table).containsKey(key)) {
                throw new DatapathException("bpf_map_delete_batch failed: map=" + table + ", errno=ENOENT");
            }
            written(table);
            map(table).remove(key);
            moment.passes();
        }
    }

    private void written(Table<?, ?> table) {
        if (writesUntilFailure-- <= 0) {
            writesUntilFailure = recovers ? Integer.MAX_VALUE : 0;
            recovers = false;
            throw new DatapathException("bpf_map_update_batch failed: map=" + table + ", errno=ENOMEM");
        }
        writes++;
    }

    @Override
    public void settle() {
        settlings++;
    }

    @Override
    public int capacity(Table<?, ?> table) {
        return capacities.getOrDefault(table.name(), 1 << 16);
    }

    @Override
    public void write(Settings next) {
        settings = next;
    }

    @Override
    public Set<Attachment> attachments() {
        return Set.copyOf(links);
    }

    @Override
    public void attach(Attachment attachment) {
        if (!interfaces.contains(attachment.ifindex())) {
            throw new DatapathException("BPF_LINK_CREATE failed: " + attachment + ", errno=ENODEV");
        }
        if (!links.add(attachment)) {
            replaced.add(attachment);
        }
    }

    @Override
    public void detach(Attachment attachment) {
        links.remove(attachment);
    }

    @Override
    public void drainEvents(Consumer<VerdictEvent> consumer, Duration patience) {
        throw new UnsupportedOperationException("nothing passes here");
    }

    @Override
    public Map<SpoofKey, Spoof> drainSpoofs(long slice) {
        return Map.of();
    }

    @Override
    public Map<Integer, Address> podsByInterface() {
        return Map.of();
    }

    @Override
    public Map<DenialKey, Denial> drainDenials(long slice) {
        return Map.of();
    }

    @Override
    public Map<CounterKey, Long> counters() {
        return Map.of();
    }

    @Override
    public void removeCounters(Collection<CounterKey> keys) {
        // There are none.
    }

    @Override
    public Map<PairKey, Long> pairs() {
        return Map.of();
    }

    @Override
    public void removePairs(Collection<PairKey> keys) {
        // There are none.
    }

    @Override
    public Map<DropReason, Long> drops() {
        return Map.of();
    }

    @Override
    public Map<Loss, Long> losses() {
        return Map.of();
    }

    @Override
    public List<MapUsage> usage() {
        return List.of();
    }

    @Override
    public void close() {
        // Pins stay.
    }
}
