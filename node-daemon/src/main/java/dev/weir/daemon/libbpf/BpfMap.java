package dev.weir.daemon.libbpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map in the kernel, keys and values as bytes; {@code layout} gives them meaning. Each single operation is atomic in the kernel
 * and safe in any thread. A batch is faster per element and not atomic as a whole: what was done before a failure stays.
 */
public final class BpfMap implements AutoCloseable {
    private static final int ANY = 0;
    private static final int NOEXIST = 1;

    private final Descriptor descriptor;
    private final String name;
    private final MapShape info;

    private BpfMap(Descriptor descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
        this.info = MapShape.read(descriptor.number(), name);
    }

    /** @throws BpfException with {@link Errno#ENOENT} when nothing is pinned there */
    public static BpfMap openPinned(Path path) {
        var fd = BpfException.check(Libbpf.LIBRARY.bpf_obj_get(path.toString()), "bpf_obj_get", "path=" + path);
        return new BpfMap(new Descriptor(fd), String.valueOf(path.getFileName()));
    }

    static BpfMap duplicate(int fd, String name) {
        return new BpfMap(Descriptor.duplicate(fd, "map=" + name), name);
    }

    public String name() {
        return name;
    }

    public int keySize() {
        return info.keySize();
    }

    public int valueSize() {
        return info.valueSize();
    }

    public int maxEntries() {
        return info.maxEntries();
    }

    /** As the kernel calls it, such as {@code hash}. */
    public String type() {
        return info.typeName();
    }

    /** The kernel's number. */
    public int id() {
        return info.id();
    }

    int fd() {
        return descriptor.number();
    }

    /** Adds or replaces. @throws BpfException with {@link Errno#E2BIG} (a trie: {@link Errno#ENOSPC}) when the map is full */
    public void put(byte[] key, byte[] value) {
        requireSizes(key.length, value.length, info.valueSize());
        var result = Libbpf.LIBRARY.bpf_map_update_elem(fd(), key, value, ANY);
        BpfException.check(result, "bpf_map_update_elem", describe());
    }

    /** Adds, unless there is such an entry. A look comes first: over a full LRU map the kernel evicts before it compares. */
    void putIfMissing(byte[] key, byte[] value) {
        requireSizes(key.length, value.length, info.valueSize());
        if (get(key) != null) {
            return;
        }
        var result = Libbpf.LIBRARY.bpf_map_update_elem(fd(), key, value, NOEXIST);
        if (result >= 0 || Errno.of(-result) != Errno.EEXIST) {
            BpfException.check(result, "bpf_map_update_elem", describe());
        }
    }

    /** A pin more: the map lives while one is left. */
    void pin(Path path) {
        BpfException.check(Libbpf.LIBRARY.bpf_obj_pin(fd(), path.toString()), "bpf_obj_pin", "path=" + path);
    }

    /** The value in the machine's byte order, null when there is none. For a per-CPU map, those of all CPUs, one after another. */
    public @Nullable ByteBuffer get(byte[] key) {
        var value = new byte[info.lookupSize()];
        requireSizes(key.length, value.length, info.lookupSize());
        var result = Libbpf.LIBRARY.bpf_map_lookup_elem(fd(), key, value);
        if (isMissing(result)) {
            return null;
        }
        BpfException.check(result, "bpf_map_lookup_elem", describe());
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    }

    /** Whether there was such an entry. */
    public boolean remove(byte[] key) {
        requireSizes(key.length, 0, 0);
        var result = Libbpf.LIBRARY.bpf_map_delete_elem(fd(), key);
        if (isMissing(result)) {
            return false;
        }
        BpfException.check(result, "bpf_map_delete_elem", describe());
        return true;
    }

    /** The sum of a per-CPU map's 64-bit counts, 0 when there is no such entry. */
    public long sum(byte[] key) {
        var values = get(key);
        return values == null ? 0 : sum(values);
    }

    /** Adds or replaces {@code count} entries, whose keys and values stand one after another in direct buffers. */
    public void putAll(int count, ByteBuffer keys, ByteBuffer values) {
        new MapBatch(this, info).putAll(count, keys, values);
    }

    /** Removes {@code count} keys, which stand one after another in a direct buffer. Those that are missing are none the worse. */
    public void removeAll(int count, ByteBuffer keys) {
        new MapBatch(this, info).removeAll(count, keys);
    }

    /**
     * Every entry, in no order, as views that are valid only during the call. An entry that comes or goes meanwhile may or may
     * not be among them.
     */
    public void forEach(BiConsumer<ByteBuffer, ByteBuffer> consumer) {
        new MapBatch(this, info).forEach(consumer);
    }

    /** Every entry of a per-CPU map with the sum of its 64-bit counts. */
    public void forEachSum(ObjLongConsumer<ByteBuffer> consumer) {
        forEach((key, values) -> consumer.accept(key, sum(values)));
    }

    /** How many entries there are now, by walking them. */
    public int count() {
        return new MapBatch(this, info).count();
    }

    private static long sum(ByteBuffer values) {
        var sum = 0L;
        for (var at = 0; at < values.capacity(); at += Long.BYTES) {
            sum += values.getLong(at);
        }
        return sum;
    }

    private static boolean isMissing(int result) {
        return result < 0 && Errno.of(-result) == Errno.ENOENT;
    }

    private void requireSizes(int key, int value, int valueSize) {
        if (key != info.keySize() || value != 0 && value != valueSize) {
            throw new IllegalArgumentException(describe() + " has keys of " + info.keySize() + " and values of "
                    + valueSize + " bytes, not " + key + " and " + value);
        }
    }

    String describe() {
        return "map=" + name + ", entries=" + info.maxEntries();
    }

    @Override
    public void close() {
        descriptor.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
