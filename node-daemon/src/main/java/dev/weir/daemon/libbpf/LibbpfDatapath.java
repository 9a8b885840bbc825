package dev.weir.daemon.libbpf;

import dev.weir.daemon.datapath.AttachedProgram;
import dev.weir.daemon.datapath.Attachment;
import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.datapath.DatapathException;
import dev.weir.daemon.datapath.Hook;
import dev.weir.daemon.datapath.KernelMap;
import dev.weir.daemon.datapath.MapUsage;
import dev.weir.daemon.datapath.Table;
import dev.weir.daemon.layout.Abi;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The datapath in the kernel, pinned below one folder. Every refusal comes out as a {@link DatapathException}. */
public final class LibbpfDatapath implements Datapath {
    private static final List<String> FILLED_BY_PACKETS =
            List.of("conntrack_map", "fragment_map", "denial_map", "counter_map", "pair_map");

    private final BpfObject object;
    private final PinnedLinks links;
    private final LoadedPrograms programs;
    private final Map<String, BpfMap> maps = new HashMap<>();
    private final RingBuffer events;
    private final DenialsSeen denials = new DenialsSeen();
    private final SpoofDrain spoofs;

    private LibbpfDatapath(BpfObject object, Path pins) throws IOException {
        this.object = object;
        links = new PinnedLinks(pins);
        programs = new LoadedPrograms(object, links);
        Table.ALL.forEach(table -> open(table.name()));
        FILLED_BY_PACKETS.forEach(this::open);
        List.of("settings_map", "drop_map", "loss_map").forEach(this::open);
        events = new RingBuffer(open("events"));
        spoofs = new SpoofDrain(open("spoof_map"), open("drop_map"));
    }

    private BpfMap open(String name) {
        return maps.computeIfAbsent(name, object::map);
    }

    /**
     * Loads the object; maps that are pinned already are taken over, and so is what an older ABI version has pinned beside them.
     *
     * @param pins the folder of this node and ABI version
     * @throws UpgradeException when another version enforces that this one does not know
     */
    public static LibbpfDatapath load(Path file, Path pins) {
        return load(file, pins, Heritage.OURS);
    }

    static LibbpfDatapath load(Path file, Path pins, Heritage heritage) {
        return translated(() -> {
            try {
                var upgrade = Upgrade.to(pins, heritage);
                upgrade.shareMaps();
                var datapath =
                        new LibbpfDatapath(BpfObject.open(file).pinMaps(pins).load(), pins);
                Table.ALL.forEach(datapath::checkLayout);
                upgrade.complete(datapath.object);
                return datapath;
            } catch (IOException e) {
                throw new DatapathException("the pins beside " + pins + " cannot be taken over", e);
            }
        });
    }

    private void checkLayout(Table<?, ?> table) {
        var map = map(table.name());
        if (map.keySize() != table.key().size()
                || map.valueSize() != table.value().size()) {
            throw new DatapathException(table + " in the BPF object has another layout than this daemon, ABI version "
                    + Abi.VERSION + ". Build both from the same source.");
        }
    }

    private BpfMap map(String name) {
        var map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException("no such map: " + name);
        }
        return map;
    }

    private static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (BpfException e) {
            throw new DatapathException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void translated(Runnable call) {
        translated(() -> {
            call.run();
            return true;
        });
    }

    @Override
    public <K, V> Map<K, V> read(Table<K, V> table) {
        var entries = new HashMap<K, V>();
        forEach(table, entries::put);
        return entries;
    }

    @Override
    public <K, V> void forEach(Table<K, V> table, BiConsumer<K, V> consumer) {
        translated(() -> map(table.name())
                .forEach((key, value) -> consumer.accept(
                        table.key().decode().apply(key), table.value().decode().apply(value))));
    }

    @Override
    public <K, V> void put(Table<K, V> table, List<Map.Entry<K, V>> entries) {
        var keys = direct(entries.size() * table.key().size());
        var values = direct(entries.size() * table.value().size());
        entries.forEach(entry -> {
            keys.put(table.key().encode().apply(entry.getKey()));
            values.put(table.value().encode().apply(entry.getValue()));
        });
        translated(() -> map(table.name()).putAll(entries.size(), keys.flip(), values.flip()));
    }

    @Override
    public <K> void delete(Table<K, ?> table, List<K> keys) {
        remove(
                map(table.name()),
                table.key().size(),
                keys.stream().map(table.key().encode()).toList());
    }

    private static void remove(BpfMap map, int size, List<byte[]> keys) {
        var bytes = direct(keys.size() * size);
        keys.forEach(bytes::put);
        translated(() -> map.removeAll(keys.size(), bytes.flip()));
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    @Override
    public void settle() {
        translated(Membarrier::waitForPackets);
    }

    @Override
    public int capacity(Table<?, ?> table) {
        return map(table.name()).maxEntries();
    }

    @Override
    public void write(Settings settings) {
        translated(() -> map("settings_map").put(Abi.u32(0), settings.toBytes()));
    }

    @Override
    public Set<Attachment> attachments() {
        try {
            return links.attachments();
        } catch (IOException e) {
            throw new DatapathException("the pinned links cannot be listed", e);
        }
    }

    @Override
    public void attach(Attachment attachment) {
        translated(() -> {
            try {
                links.attach(attachment, object.program(attachment.hook().program()), hook(attachment.hook()));
            } catch (IOException e) {
                throw new DatapathException("a link cannot be pinned: " + attachment, e);
            }
        });
    }

    private static TcxHook hook(Hook hook) {
        return switch (hook) {
            case FROM_POD, FROM_UPLINK -> TcxHook.INGRESS;
            case TO_POD -> TcxHook.EGRESS;
        };
    }

    @Override
    public void detach(Attachment attachment) {
        try {
            links.detach(attachment);
        } catch (IOException e) {
            throw new DatapathException("a link cannot be unpinned: " + attachment, e);
        }
    }

    @Override
    public void drainEvents(Consumer<VerdictEvent> consumer, Duration patience) {
        translated(() -> {
            events.poll(patience, (data, at) -> consumer.accept(VerdictEvent.decode(data, at)));
        });
    }

    @Override
    public Map<DenialKey, Denial> drainDenials(long slice) {
        return translated(() -> {
            var packets = map("drop_map").sum(Abi.u32(DropReason.POLICY.ordinal()));
            if (!denials.mayHold(slice, packets)) {
                return Map.of();
            }
            return drain(slice, packets);
        });
    }

    private Map<DenialKey, Denial> drain(long slice, long packets) {
        var drained = new HashMap<DenialKey, Denial>();
        var left = new int[1];
        map("denial_map").forEach((key, value) -> {
            var decoded = DenialKey.decode(key, 0);
            if (decoded.slice() < slice) {
                drained.put(decoded, Denial.decode(value, 0));
            } else {
                left[0]++;
            }
        });
        denials.drained(slice, packets, left[0] > 0);
        if (!drained.isEmpty()) {
            remove(
                    map("denial_map"),
                    DenialKey.SIZE,
                    drained.keySet().stream().map(DenialKey::toBytes).toList());
        }
        return drained;
    }

    @Override
    public Map<SpoofKey, Spoof> drainSpoofs(long slice) {
        return translated(() -> spoofs.before(slice));
    }

    @Override
    public Map<Integer, Address> podsByInterface() {
        var pods = new HashMap<Integer, Address>();
        read(Table.ENDPOINT)
                .forEach((address, row) ->
                        pods.merge(row.ifindex(), address, (one, other) -> one.isIpv4() ? one : other));
        return pods;
    }

    @Override
    public Map<CounterKey, Long> counters() {
        return translated(() -> {
            var counters = new HashMap<CounterKey, Long>();
            map("counter_map").forEachSum((key, sum) -> counters.put(CounterKey.decode(key, 0), sum));
            return counters;
        });
    }

    @Override
    public void removeCounters(Collection<CounterKey> keys) {
        translated(() -> keys.forEach(key -> map("counter_map").remove(key.toBytes())));
    }

    @Override
    public Map<PairKey, Long> pairs() {
        return translated(() -> {
            var pairs = new HashMap<PairKey, Long>();
            map("pair_map").forEachSum((key, sum) -> pairs.put(PairKey.decode(key, 0), sum));
            return pairs;
        });
    }

    @Override
    public void removePairs(Collection<PairKey> keys) {
        remove(
                map("pair_map"),
                PairKey.SIZE,
                keys.stream().map(PairKey::toBytes).toList());
    }

    @Override
    public Map<DropReason, Long> drops() {
        return translated(() -> {
            var drops = new EnumMap<DropReason, Long>(DropReason.class);
            for (var reason : DropReason.values()) {
                drops.put(reason, map("drop_map").sum(Abi.u32(reason.ordinal())));
            }
            return drops;
        });
    }

    @Override
    public Map<Loss, Long> losses() {
        return translated(() -> {
            var losses = new EnumMap<Loss, Long>(Loss.class);
            for (var loss : Loss.values()) {
                losses.put(loss, map("loss_map").sum(Abi.u32(loss.ordinal())));
            }
            return losses;
        });
    }

    @Override
    public List<MapUsage> usage() {
        return translated(() -> FILLED_BY_PACKETS.stream()
                .map(this::map)
                .map(map -> new MapUsage(map.name(), map.count(), map.maxEntries()))
                .toList());
    }

    @Override
    public List<KernelMap> maps() {
        return translated(() -> Stream.concat(Table.ALL.stream().map(Table::name), FILLED_BY_PACKETS.stream())
                .map(this::map)
                .map(map -> new KernelMap(map.name(), map.type(), map.id(), MapMemory.bytes(map)))
                .toList());
    }

    @Override
    public List<AttachedProgram> programs() {
        return translated(() -> {
            try {
                return programs.attached();
            } catch (IOException e) {
                throw new DatapathException("the pinned links cannot be listed", e);
            }
        });
    }

    @Override
    public void close() {
        events.close();
        maps.values().forEach(BpfMap::close);
        object.close();
    }
}
