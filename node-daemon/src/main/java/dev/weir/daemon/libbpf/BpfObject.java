package dev.weir.daemon.libbpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A compiled BPF object: open it, choose pins and sizes, load it. Closing it frees what nothing else holds: pinned maps and the
 * programs of pinned links stay. Not safe for use by several threads; its maps are.
 */
public final class BpfObject implements AutoCloseable {
    private final Path file;
    private final Pointer object;
    private boolean loaded;
    private boolean closed;

    private BpfObject(Path file, Pointer object) {
        this.file = file;
        this.object = object;
    }

    /** Parses the file; nothing is in the kernel yet. */
    public static BpfObject open(Path file) {
        LibbpfLog.install();
        var object = Libbpf.LIBRARY.bpf_object__open_file(file.toString(), null);
        if (object == null) {
            throw new BpfException("bpf_object__open_file", "file=" + file, LastError.getLastError(Libbpf.RUNTIME));
        }
        return new BpfObject(file, object);
    }

    /** Before load: how many entries a map is created for. A map that is pinned already keeps its size. */
    public BpfObject resize(String map, int maxEntries) {
        BpfException.check(
                Libbpf.LIBRARY.bpf_map__set_max_entries(findMap(map), maxEntries),
                "bpf_map__set_max_entries",
                "map=" + map + ", entries=" + maxEntries);
        return this;
    }

    /**
     * Before load: every map is taken from {@code folder}/name, or created and pinned there. Layouts are told apart by the
     * folder, which carries the ABI version; a size that differs is that of the pinned map.
     */
    public BpfObject pinMaps(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Pointer map = null;
        while ((map = Libbpf.LIBRARY.bpf_object__next_map(object, map)) != null) {
            if (!Libbpf.LIBRARY.bpf_map__is_internal(map)) {
                pin(map, folder.resolve(Libbpf.LIBRARY.bpf_map__name(map)));
            }
        }
        return this;
    }

    private void pin(Pointer map, Path path) {
        if (Files.exists(path)) {
            try (var pinned = BpfMap.openPinned(path)) {
                resize(Libbpf.LIBRARY.bpf_map__name(map), pinned.maxEntries());
            }
        }
        BpfException.check(
                Libbpf.LIBRARY.bpf_map__set_pin_path(map, path.toString()), "bpf_map__set_pin_path", "path=" + path);
    }

    /** @throws VerifierException when the kernel refused a program */
    public BpfObject load() {
        var result = LibbpfLog.collecting(() -> Libbpf.LIBRARY.bpf_object__load(object));
        if (result.value() < 0) {
            throw new VerifierException("file=" + file, -result.value(), result.log());
        }
        loaded = true;
        return this;
    }

    /** A map of the loaded object. Closing it does not close the object, nor the other way round. */
    public BpfMap map(String name) {
        requireLoaded();
        return BpfMap.duplicate(Libbpf.LIBRARY.bpf_map__fd(findMap(name)), name);
    }

    /** A program of the loaded object. */
    public BpfProgram program(String name) {
        requireLoaded();
        var program = found(Libbpf.LIBRARY.bpf_object__find_program_by_name(object, name), "program", name);
        return new BpfProgram(name, Libbpf.LIBRARY.bpf_program__fd(program));
    }

    private Pointer findMap(String name) {
        return found(Libbpf.LIBRARY.bpf_object__find_map_by_name(object, name), "map", name);
    }

    private Pointer found(@Nullable Pointer pointer, String kind, String name) {
        if (pointer == null) {
            throw new BpfException(file + " has no " + kind + " " + name, LastError.getLastError(Libbpf.RUNTIME));
        }
        return pointer;
    }

    private void requireLoaded() {
        if (!loaded || closed) {
            throw new IllegalStateException(file + " is not loaded");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libbpf.LIBRARY.bpf_object__close(object);
        }
    }
}
