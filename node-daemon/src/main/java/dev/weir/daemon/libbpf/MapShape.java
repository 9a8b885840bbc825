package dev.weir.daemon.libbpf;

import java.util.Map;
import jnr.ffi.Memory;

/**
 * What the kernel says of a map.
 *
 * @param type a number of {@code enum bpf_map_type}
 * @param id the kernel's number
 * @param keySize bytes
 * @param valueSize bytes of one value, of one CPU
 */
record MapShape(int type, int id, int keySize, int valueSize, int maxEntries) {
    private static final int STRUCT_SIZE = 80;
    /** {@code enum bpf_map_type}, as far as the object has maps. */
    private static final Map<Integer, String> TYPES = Map.of(
            1, "hash",
            2, "array",
            5, "percpu_hash",
            6, "percpu_array",
            9, "lru_hash",
            10, "lru_percpu_hash",
            11, "lpm_trie",
            27, "ringbuf");

    private static final int PERCPU_HASH = 5;
    private static final int PERCPU_ARRAY = 6;
    private static final int LRU_PERCPU_HASH = 10;

    static MapShape read(int fd, String map) {
        var info = Memory.allocateDirect(Libbpf.RUNTIME, STRUCT_SIZE, true);
        var size = Memory.allocateDirect(Libbpf.RUNTIME, Integer.BYTES);
        size.putInt(0, STRUCT_SIZE);
        BpfException.check(
                Libbpf.LIBRARY.bpf_obj_get_info_by_fd(fd, info, size), "bpf_obj_get_info_by_fd", "map=" + map);
        return new MapShape(info.getInt(0), info.getInt(4), info.getInt(8), info.getInt(12), info.getInt(16));
    }

    /** As the kernel calls it; its number when it has no name here. */
    String typeName() {
        return TYPES.getOrDefault(type, Integer.toString(type));
    }

    private boolean isPerCpu() {
        return type == PERCPU_HASH || type == PERCPU_ARRAY || type == LRU_PERCPU_HASH;
    }

    /** Bytes that a lookup fills: a per-CPU map gives a value of every possible CPU, each rounded up to eight bytes. */
    int lookupSize() {
        return isPerCpu() ? (valueSize + 7) / 8 * 8 * CPUS : valueSize;
    }

    private static final int CPUS = Libbpf.LIBRARY.libbpf_num_possible_cpus();
}
