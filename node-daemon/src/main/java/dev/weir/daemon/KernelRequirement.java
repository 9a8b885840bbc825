package dev.weir.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the daemon needs of the node before it touches it. */
final class KernelRequirement {
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

    // tcx links and BPF_LINK_UPDATE for them came with 6.6.
    private static final int MAJOR = 6;
    private static final int MINOR = 6;

    private KernelRequirement() {}

    /** @throws StartupFailure for the first requirement that is not met */
    static void check(DaemonConfig config) {
        checkRelease(release());
        checkBpffs(config.kernel().bpffs());
        if (!Files.isReadable(config.kernel().object())) {
            throw new StartupFailure(
                    "There is no BPF object at " + config.kernel().object() + ".",
                    "Build it with `make -C bpf`, or set WEIR_BPF_OBJECT to where it is.");
        }
    }

    /** The release of the running kernel. */
    static String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            throw new StartupFailure("The kernel's release cannot be read.", "Mount /proc.", e);
        }
    }

    static void checkRelease(String release) {
        var match = RELEASE.matcher(release);
        if (!match.matches()
                || Integer.parseInt(match.group(1)) * 1000 + Integer.parseInt(match.group(2)) < MAJOR * 1000 + MINOR) {
            throw new StartupFailure(
                    "The kernel is " + release + "; programs are attached by tcx links, which came with 6.6.",
                    "Run this node with Linux 6.6 or later.");
        }
    }

    static void checkBpffs(Path bpffs) {
        try {
            if (!Files.isDirectory(bpffs) || !Files.getFileStore(bpffs).type().equals("bpf")) {
                throw new StartupFailure(
                        "The BPF filesystem is not mounted at " + bpffs + ".",
                        "Mount it on the host: mount -t bpf bpf " + bpffs + ", or set WEIR_BPFFS to where it is.");
            }
        } catch (IOException e) {
            throw new StartupFailure("The file system at " + bpffs + " cannot be examined.", "Set WEIR_BPFFS.", e);
        }
    }
}
