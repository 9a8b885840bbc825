package dev.weir.daemon.libbpf;

import dev.weir.daemon.endpoint.NetworkInterfaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import jnr.ffi.LibraryLoader;

/** The interfaces as the kernel lists them for this process. */
public final class KernelInterfaces implements NetworkInterfaces {
    /** Two lines of headings, then a line for each interface, which begins with its name and a colon. */
    private static final Path LIST = Path.of("/proc/self/net/dev");

    private static final int HEADINGS = 2;

    /** A function of the C library. Public only because jnr implements it in a class loader of its own. */
    public interface InterfaceNames {
        InterfaceNames LIBRARY = LibraryLoader.create(InterfaceNames.class).load("c");

        /** 0 when there is no such interface. */
        int if_nametoindex(String name);
    }

    @Override
    public OptionalInt indexOf(String name) {
        var index = InterfaceNames.LIBRARY.if_nametoindex(name);
        return index == 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    @Override
    public Map<Integer, String> all() {
        var interfaces = new HashMap<Integer, String>();
        try (var lines = Files.lines(LIST)) {
            lines.skip(HEADINGS)
                    .map(line -> line.substring(0, line.indexOf(':')).strip())
                    .forEach(name -> indexOf(name).ifPresent(index -> interfaces.put(index, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return interfaces;
    }
}
