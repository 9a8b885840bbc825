package dev.weir.daemon.libbpf;

import dev.weir.daemon.datapath.DatapathException;

/** Another version of the programs enforces on this node and cannot be taken over. Nothing was changed: it goes on. */
public final class UpgradeException extends DatapathException {
    private static final long serialVersionUID = 1L;

    UpgradeException(String message) {
        super(message);
    }

    /** What a person can do. */
    public String action() {
        return "Run the release that brought those programs, or drain this node, run the daemon with --clean, and start it again.";
    }
}
