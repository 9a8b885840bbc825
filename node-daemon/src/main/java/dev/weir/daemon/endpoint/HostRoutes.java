package dev.weir.daemon.endpoint;

import dev.weir.daemon.net.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the kernel's routes of this network namespace: the interface behind each single address, and that of the default
 * route.
 */
public final class HostRoutes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int RTF_UP = 1;
    private static final long RTF_LOCAL = 0x8000_0000L;

    private final Path folder;

    /** @param folder normally {@code /proc/self/net} */
    public HostRoutes(Path folder) {
        this.folder = folder;
    }

    /** Address to the name of the interface that a route to this address alone leads to. */
    public Map<Address, String> interfaces() throws IOException {
        var routes = new HashMap<Address, String>();
        for (var line : lines("route")) {
            var fields = line.trim().split("\\s+");
            if (fields.length > 7 && fields[7].equals("FFFFFFFF") && isUp(fields[3])) {
                routes.put(Address.of(reversed(HEX.parseHex(fields[1]))), fields[0]);
            }
        }
        for (var line : lines("ipv6_route")) {
            var fields = line.trim().split("\\s+");
            if (fields.length > 9 && fields[1].equals("80") && isUp(fields[8]) && !isLocal(fields[8])) {
                routes.put(Address.of(HEX.parseHex(fields[0])), fields[9]);
            }
        }
        return routes;
    }

    /** The interface of the IPv4 default route. */
    public Optional<String> uplink() throws IOException {
        return lines("route").stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > 7 && fields[1].equals("00000000") && fields[7].equals("00000000"))
                .filter(fields -> isUp(fields[3]))
                .map(fields -> fields[0])
                .findFirst();
    }

    // The first line of `route` is a heading; `ipv6_route` has none, and is absent on a node without IPv6.
    private List<String> lines(String file) throws IOException {
        var path = folder.resolve(file);
        if (!Files.exists(path)) {
            return List.of();
        }
        var lines = Files.readAllLines(path);
        return file.equals("route") && !lines.isEmpty() ? lines.subList(1, lines.size()) : lines;
    }

    private static boolean isUp(String flags) {
        return (Long.parseLong(flags, 16) & RTF_UP) != 0;
    }

    private static boolean isLocal(String flags) {
        return (Long.parseLong(flags, 16) & RTF_LOCAL) != 0;
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
