package dev.weir.daemon.flow;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How records are written; names and defaults are those of GKE's tuning file.
 *
 * @param node this node's name
 * @param logNodeName whether a line names the node
 * @param extensions whether a line has what GKE does not have, under the key {@code weir}
 * @param linesPerSecond at most; {@link #UNLIMITED} = no limit
 */
public record RecordOptions(
        String node, File file, Denials denials, int linesPerSecond, boolean logNodeName, boolean extensions) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * @param path its name ends in {@code .log}
     * @param maxBytes at which it is rotated
     * @param backups rotated files that are kept
     */
    public record File(Path path, long maxBytes, int backups) {}

    /**
     * @param window in which denials of one key become one line; 0 = none do
     * @param keys distinct ones under way
     */
    public record Denials(Duration window, int keys) {}

    public static RecordOptions defaults(String node) {
        return new RecordOptions(
                node,
                new File(Path.of("/var/log/network/policy_action.log"), 10 << 20, 5),
                new Denials(Duration.ofSeconds(5), 3000),
                500,
                true,
                true);
    }

    public RecordOptions withFile(Path path, long maxBytes, int backups) {
        return new RecordOptions(
                node, new File(path, maxBytes, backups), denials, linesPerSecond, logNodeName, extensions);
    }

    public RecordOptions withDenials(Duration window, int keys) {
        return new RecordOptions(node, file, new Denials(window, keys), linesPerSecond, logNodeName, extensions);
    }

    public RecordOptions withLinesPerSecond(int lines) {
        return new RecordOptions(node, file, denials, lines, logNodeName, extensions);
    }

    public RecordOptions withContent(boolean nodeName, boolean weir) {
        return new RecordOptions(node, file, denials, linesPerSecond, nodeName, weir);
    }
}
