package dev.weir.console;

import dev.weir.console.Parts.Mark;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeStatus;
import java.time.Duration;
import java.time.Instant;

/** Whether a node enforces what it should, in a mark and a sentence. */
final class NodeHealth {
    /** Until then a node that applies a revision is working and not behind: a revision takes milliseconds. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private NodeHealth() {}

    static boolean isWell(NodeProgress node, Texts texts) {
        return switch (node.status()) {
            case NodeStatus.UpToDate upToDate -> true;
            case NodeStatus.Applying applying -> recent(applying.since(), texts);
            case NodeStatus.Connected connected -> recent(connected.since(), texts);
            case NodeStatus.NeverConnected never -> false;
            case NodeStatus.Failed failed -> false;
            case NodeStatus.Gone gone -> false;
        };
    }

    private static boolean recent(Instant since, Texts texts) {
        return since.plus(GRACE).isAfter(texts.now());
    }

    static Mark mark(NodeProgress node, Texts texts) {
        return switch (node.status()) {
            case NodeStatus.UpToDate upToDate -> Mark.good(texts.of("node.up-to-date"));
            case NodeStatus.Applying applying
            when recent(applying.since(), texts) -> Mark.good(texts.of("node.applying"));
            case NodeStatus.Applying applying -> Mark.warning(texts.of("node.behind"));
            case NodeStatus.Connected connected -> Mark.warning(texts.of("node.connected"));
            case NodeStatus.NeverConnected never -> Mark.bad(texts.of("node.never-connected"));
            case NodeStatus.Failed failed -> Mark.bad(texts.of("node.failed"));
            case NodeStatus.Gone gone -> Mark.bad(texts.of("node.gone"));
        };
    }

    /** What it means for traffic. */
    static String sentence(NodeProgress node, Texts texts) {
        return switch (node.status()) {
            case NodeStatus.UpToDate upToDate -> texts.of("node.up-to-date.text", texts.age(upToDate.since()));
            case NodeStatus.Applying applying ->
                texts.of("node.applying.text", revision(applying.revision()), texts.age(applying.since()));
            case NodeStatus.Connected connected -> texts.of("node.connected.text");
            case NodeStatus.NeverConnected never -> texts.of("node.never-connected.text");
            case NodeStatus.Failed failed ->
                texts.of("node.failed.text", revision(failed.revision()), failed.reason(), failed.action());
            case NodeStatus.Gone gone -> texts.of("node.gone.text", texts.age(gone.since()));
        };
    }

    /** Revisions are names, so no grouping of digits. */
    static String revision(long revision) {
        return Long.toString(revision);
    }
}
