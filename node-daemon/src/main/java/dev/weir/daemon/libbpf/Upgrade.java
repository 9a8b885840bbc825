package dev.weir.daemon.libbpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes over from older ABI versions of the programs, under traffic. Their maps are shared, so that during the change both versions
 * know the same policy and the same connections; a map with another layout is rewritten. Then each link gets this version's
 * program and its pin moves. At no moment is an interface without a program, and a daemon that dies in between is followed by one
 * that goes on. Without an older version it does nothing.
 */
final class Upgrade {
    private static final Pattern FOLDER = Pattern.compile("v(\\d{1,9})");

    private final Path pins;
    private final Heritage heritage;
    private final List<Path> older;

    private Upgrade(Path pins, Heritage heritage, List<Path> older) {
        this.pins = pins;
        this.heritage = heritage;
        this.older = older;
    }

    /**
     * @param pins the folder of this version; the others are beside it
     * @throws UpgradeException when another version enforces that this one does not know
     */
    static Upgrade to(Path pins, Heritage heritage) throws IOException {
        var own = version(pins);
        var others = own == 0 ? List.<Path>of() : versionsBeside(pins);
        for (var other : others) {
            refuseUnknown(other, own, heritage);
        }
        var older = others.stream()
                .filter(other -> version(other) >= heritage.oldest() && version(other) < own)
                .toList();
        return new Upgrade(pins, heritage, older);
    }

    /** The newest first: what an upgrade that died has left is nearer to us. */
    private static List<Path> versionsBeside(Path pins) throws IOException {
        var node = pins.getParent();
        if (node == null || !Files.isDirectory(node)) {
            return List.of();
        }
        return list(node).stream()
                .filter(folder -> version(folder) > 0 && !folder.equals(pins))
                .sorted(Comparator.comparingInt(Upgrade::version).reversed())
                .toList();
    }

    /** 0: not the folder of a version. */
    private static int version(Path folder) {
        var match = FOLDER.matcher(folder.getFileName().toString());
        return match.matches() ? Integer.parseInt(match.group(1)) : 0;
    }

    private static void refuseUnknown(Path other, int own, Heritage heritage) throws IOException {
        var version = version(other);
        var known = version >= heritage.oldest() && version < own;
        if (!known && !new PinnedLinks(other).isEmpty()) {
            throw new UpgradeException("This node is enforced by programs of ABI version " + version
                    + ", and this daemon, of version " + own + ", can take over from "
                    + (heritage.oldest() < own ? heritage.oldest() + " to " + (own - 1) : "none") + ".");
        }
    }

    /** Before load: the maps that are the same in both versions get a second pin, and load takes them. */
    void shareMaps() throws IOException {
        if (older.isEmpty()) {
            return;
        }
        forgetWhatNeverEnforced();
        Files.createDirectories(pins);
        for (var folder : older) {
            for (var pin : list(folder)) {
                share(pin);
            }
        }
    }

    // An upgrade that died, or was refused, before the first link moved: meanwhile the older version may have other
    // maps.
    private void forgetWhatNeverEnforced() throws IOException {
        if (Files.isDirectory(pins) && new PinnedLinks(pins).isEmpty()) {
            remove(pins);
        }
    }

    private void share(Path pin) {
        var name = pin.getFileName().toString();
        var shared = pins.resolve(name);
        if (PinnedLinks.isLink(pin) || heritage.rewrites().containsKey(name) || Files.exists(shared)) {
            return;
        }
        try (var map = BpfMap.openPinned(pin)) {
            map.pin(shared);
        }
    }

    /** After load: from here on this version enforces, and nothing is left of the older ones. */
    void complete(BpfObject object) throws IOException {
        rewriteMissing(object);
        for (var folder : older) {
            moveLinks(folder, object);
        }
        if (!heritage.rewrites().isEmpty() && !older.isEmpty()) {
            Membarrier.waitForPackets();
            rewriteMissing(object); // what packets have entered since, through links that had not moved
        }
        for (var folder : older) {
            remove(folder);
        }
    }

    private void moveLinks(Path folder, BpfObject object) throws IOException {
        var links = new PinnedLinks(pins);
        for (var attachment : new PinnedLinks(folder).attachments()) {
            links.adopt(folder, attachment, object.program(attachment.hook().program()));
        }
    }

    private void rewriteMissing(BpfObject object) {
        heritage.rewrites()
                .forEach((name, rewrite) -> older.stream()
                        .map(folder -> folder.resolve(name))
                        .filter(Files::exists)
                        .forEach(pin -> {
                            try (var from = BpfMap.openPinned(pin);
                                    var to = object.map(name)) {
                                from.forEach((key, value) -> to.putIfMissing(bytes(key), rewrite.apply(bytes(value))));
                            }
                        }));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void remove(Path folder) throws IOException {
        for (var pin : list(folder)) {
            Files.delete(pin);
        }
        Files.delete(folder);
    }
}
