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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The port to the kernel: pinned maps, attached programs and what they have counted. Whatever the kernel refuses comes out
 * as a {@link DatapathException}. The methods on maps and links belong to the thread that reconciles, {@code drain…} to the
 * thread that records; the two may run at the same time.
 */
public interface Datapath extends AutoCloseable {
    /** Every entry of the table. */
    <K, V> Map<K, V> read(Table<K, V> table);

    /** Every entry of the table, one after another, without keeping them. */
    <K, V> void forEach(Table<K, V> table, BiConsumer<K, V> consumer);

    /** Adds or replaces entries, in the order of the list. */
    <K, V> void put(Table<K, V> table, List<Map.Entry<K, V>> entries);

    /** Removes entries, in the order of the list. */
    <K> void delete(Table<K, ?> table, List<K> keys);

    /** Returns when every packet that was being judged at the call has been judged: none still holds an old reference. */
    void settle();

    /** How many entries the table can hold. */
    int capacity(Table<?, ?> table);

    void write(Settings settings);

    /** What is attached, as the pins say. */
    Set<Attachment> attachments();

    /** Attaches the hook's program to the interface and pins the link; over a pinned link it replaces the program. */
    void attach(Attachment attachment);

    /** Unpins and removes the link; nothing happens when there is none. */
    void detach(Attachment attachment);

    /** Hands over what is in the ring buffer, waiting for at most {@code patience} when it is empty. */
    void drainEvents(Consumer<VerdictEvent> consumer, Duration patience);

    /** Takes out the denials of all slices before {@code slice}. */
    Map<DenialKey, Denial> drainDenials(long slice);

    /** Takes out the packets from foreign addresses of all slices before {@code slice}. */
    Map<SpoofKey, Spoof> drainSpoofs(long slice);

    /** An address of the pod behind each interface whose pod is programmed. For the thread that records. */
    Map<Integer, Address> podsByInterface();

    /** Summed over the CPUs; since the maps were pinned. */
    Map<CounterKey, Long> counters();

    /** Forgets counters whose cookies mean nothing any more. */
    void removeCounters(Collection<CounterKey> keys);

    /** Summed over the CPUs: what neither an event nor a denial tells. */
    Map<PairKey, Long> pairs();

    void removePairs(Collection<PairKey> keys);

    Map<DropReason, Long> drops();

    Map<Loss, Long> losses();

    /** Fill of every map that has a limit, conntrack too. */
    List<MapUsage> usage();

    /** The maps that have a fill, as the kernel describes them. */
    List<KernelMap> maps();

    /** The programs behind the pinned links, each once. For any thread. */
    List<AttachedProgram> programs();

    /** Lets go of the maps. Pins and links stay: traffic and enforcement go on. */
    @Override
    void close();
}
