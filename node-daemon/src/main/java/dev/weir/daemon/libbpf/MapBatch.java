package dev.weir.daemon.libbpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;
import jnr.ffi.Pointer;

/** The batch commands of one map: one system call for a thousand entries. Used by one thread. */
final class MapBatch {
    private static final int ENTRIES = 1024;

    private final BpfMap map;
    private final MapShape info;
    private final ByteBuffer count = direct(Integer.BYTES);

    MapBatch(BpfMap map, MapShape info) {
        this.map = map;
        this.info = info;
    }

    void putAll(int entries, ByteBuffer keys, ByteBuffer values) {
        if (entries == 0) {
            return;
        }
        count.putInt(0, entries);
        var result =
                Libbpf.LIBRARY.bpf_map_update_batch(map.fd(), pointer(keys), pointer(values), pointer(count), null);
        BpfException.check(
                result, "bpf_map_update_batch", map.describe() + ", done=" + count.getInt(0) + " of " + entries);
    }

    void removeAll(int entries, ByteBuffer keys) {
        for (var done = 0; done < entries; ) {
            count.putInt(0, entries - done);
            var rest = pointer(keys).slice((long) done * info.keySize());
            var result = Libbpf.LIBRARY.bpf_map_delete_batch(map.fd(), rest, pointer(count), null);
            done += count.getInt(0);
            if (result < 0 && Errno.of(-result) == Errno.ENOENT) {
                done++;
            } else {
                BpfException.check(
                        result, "bpf_map_delete_batch", map.describe() + ", done=" + done + " of " + entries);
            }
        }
    }

    void forEach(BiConsumer<ByteBuffer, ByteBuffer> consumer) {
        walk((entries, keys, values) -> {
            for (var i = 0; i < entries; i++) {
                consumer.accept(element(keys, i, info.keySize()), element(values, i, info.lookupSize()));
            }
        });
    }

    /** How many entries there are, without looking at one. */
    int count() {
        var sum = new int[1];
        walk((entries, keys, values) -> sum[0] += entries);
        return sum[0];
    }

    private interface Batch {
        void accept(int entries, ByteBuffer keys, ByteBuffer values);
    }

    private void walk(Batch batch) {
        // The position is a bucket for a hash and a key for everything else.
        var position = direct(Math.max(Integer.BYTES, info.keySize()));
        var capacity = Math.min(ENTRIES, info.maxEntries());
        var keys = direct(capacity * info.keySize());
        var values = direct(capacity * info.lookupSize());
        var first = true;
        while (true) {
            count.putInt(0, capacity);
            var result = Libbpf.LIBRARY.bpf_map_lookup_batch(
                    map.fd(),
                    first ? null : pointer(position),
                    pointer(position),
                    pointer(keys),
                    pointer(values),
                    pointer(count),
                    null);
            var errno = Errno.of(Math.max(0, -result));
            if (errno == Errno.ENOSPC) {
                capacity *= 2; // one bucket holds more than fits: the position has not moved
                keys = direct(capacity * info.keySize());
                values = direct(capacity * info.lookupSize());
                continue;
            }
            if (errno != Errno.ENOENT) {
                BpfException.check(result, "bpf_map_lookup_batch", map.describe());
            }
            batch.accept(count.getInt(0), keys, values);
            if (errno == Errno.ENOENT) {
                return;
            }
            first = false;
        }
    }

    private static ByteBuffer element(ByteBuffer buffer, int index, int size) {
        return buffer.slice(index * size, size).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    private static Pointer pointer(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the kernel reads and writes direct buffers only");
        }
        return Pointer.wrap(Libbpf.RUNTIME, buffer);
    }
}
