package dev.weir.daemon.libbpf;

import dev.weir.daemon.datapath.Attachment;
import dev.weir.daemon.datapath.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The links of this node: pinned, so that they outlive the daemon, under a name that says where they are attached. */
final class PinnedLinks {
    private static final Pattern PIN = Pattern.compile("link_(from_pod|to_pod|from_uplink)_(\\d+)");

    private final Path pins;

    PinnedLinks(Path pins) {
        this.pins = pins;
    }

    /** Of whatever version: later ones may have other hooks. */
    static boolean isLink(Path pin) {
        return pin.getFileName().toString().startsWith("link_");
    }

    boolean isEmpty() throws IOException {
        try (var files = Files.list(pins)) {
            return files.noneMatch(PinnedLinks::isLink);
        }
    }

    Set<Attachment> attachments() throws IOException {
        var attachments = new HashSet<Attachment>();
        try (var files = Files.list(pins)) {
            for (var file : files.toList()) {
                var match = PIN.matcher(file.getFileName().toString());
                if (match.matches()) {
                    var hook = Hook.valueOf(match.group(1).toUpperCase(Locale.ROOT));
                    attachments.add(new Attachment(hook, Integer.parseInt(match.group(2))));
                }
            }
        }
        return attachments;
    }

    /** Replaces the program behind a live link; a link whose interface is gone is replaced itself. */
    void attach(Attachment attachment, BpfProgram program, TcxHook hook) throws IOException {
        var pin = pins.resolve(attachment.pin());
        if (!update(pin, attachment, program)) {
            Files.deleteIfExists(pin);
            try (var link = program.attach(hook, attachment.ifindex())) {
                link.pin(pin);
            }
        }
    }

    /**
     * Gives a link that an older version has pinned this version's program, and then moves its pin here. A daemon that dies between
     * the two is followed by one that does both again.
     */
    void adopt(Path older, Attachment attachment, BpfProgram program) throws IOException {
        var pin = older.resolve(attachment.pin());
        if (update(pin, attachment, program)) {
            Files.move(pin, pins.resolve(attachment.pin()), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(pin);
        }
    }

    private static boolean update(Path pin, Attachment attachment, BpfProgram program) {
        if (!Files.exists(pin)) {
            return false;
        }
        try (var link = BpfLink.openPinned(pin)) {
            var alive = link.ifindex() == attachment.ifindex();
            if (alive) {
                link.update(program);
            }
            return alive;
        }
    }

    /** The kernel's number of the program behind a link; 0 when the link, or its interface, has gone meanwhile. */
    int program(Attachment attachment) {
        try (var link = BpfLink.openPinned(pins.resolve(attachment.pin()))) {
            return link.ifindex() == attachment.ifindex() ? link.programId() : 0;
        } catch (BpfException e) {
            if (e.errno() == Errno.ENOENT) {
                return 0;
            }
            throw e;
        }
    }

    /** The last reference to a link is its pin. */
    void detach(Attachment attachment) throws IOException {
        Files.deleteIfExists(pins.resolve(attachment.pin()));
    }
}
