package dev.weir.daemon.libbpf;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.jspecify.annotations.Nullable;

/**
 * libbpf 1.1 with its C names. Functions that return {@code int} give a negative errno where they fail; functions that return a
 * pointer give null and set errno. Public because jnr implements it in a class loader of its own.
 */
public interface Libbpf {
    Libbpf LIBRARY = LibraryLoader.create(Libbpf.class).load("libbpf.so.1");
    Runtime RUNTIME = Runtime.getRuntime(LIBRARY);

    /** Parses an ELF object without touching the kernel. */
    @Nullable
    Pointer bpf_object__open_file(String path, @Nullable Pointer opts);

    /** Creates the maps, or takes those at the pin paths, and loads the programs. EACCES and EINVAL: the verifier refused. */
    int bpf_object__load(Pointer object);

    void bpf_object__close(Pointer object);

    @Nullable
    Pointer bpf_object__find_map_by_name(Pointer object, String name);

    @Nullable
    Pointer bpf_object__find_program_by_name(Pointer object, String name);

    /** The map after {@code previous}; null is before the first and after the last. */
    @Nullable
    Pointer bpf_object__next_map(Pointer object, @Nullable Pointer previous);

    String bpf_map__name(Pointer map);

    int bpf_map__fd(Pointer map);

    boolean bpf_map__is_internal(Pointer map);

    int bpf_map__set_max_entries(Pointer map, int maxEntries);

    /** Load takes the map that is pinned there, or creates it and pins it. */
    int bpf_map__set_pin_path(Pointer map, String path);

    int bpf_program__fd(Pointer program);

    int bpf_obj_pin(int fd, String path);

    /** A new descriptor for what is pinned at {@code path}. */
    int bpf_obj_get(String path);

    int bpf_obj_get_info_by_fd(int fd, Pointer info, Pointer size);

    /** E2BIG: the map is full. EEXIST, ENOENT: by the flags NOEXIST, EXIST. */
    int bpf_map_update_elem(int fd, @In byte[] key, @In byte[] value, long flags);

    int bpf_map_lookup_elem(int fd, @In byte[] key, @Out byte[] value);

    int bpf_map_delete_elem(int fd, @In byte[] key);

    int bpf_map_update_batch(int fd, Pointer keys, Pointer values, Pointer count, @Nullable Pointer opts);

    int bpf_map_delete_batch(int fd, Pointer keys, Pointer count, @Nullable Pointer opts);

    /** ENOENT: this was the last batch, {@code count} is valid. ENOSPC: a bucket has more elements than fit. */
    int bpf_map_lookup_batch(
            int fd,
            @Nullable Pointer position,
            Pointer next,
            Pointer keys,
            Pointer values,
            Pointer count,
            @Nullable Pointer opts);

    /** Replaces the program behind a link atomically. */
    int bpf_link_update(int linkFd, int programFd, @Nullable Pointer opts);

    int libbpf_num_possible_cpus();

    /** Takes every message of the library; returns the previous function. */
    @Nullable
    Pointer libbpf_set_print(Print print);

    /** {@code int (*)(enum libbpf_print_level, const char *format, va_list)}. */
    interface Print {
        @Delegate
        int print(int level, Pointer format, Pointer arguments);
    }
}
