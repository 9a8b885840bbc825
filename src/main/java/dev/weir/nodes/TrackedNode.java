package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node over all the connections of its daemon: what it should enforce, what is on its way, and what it has acknowledged. At most one
 * update is on its way; what changes meanwhile is sent as one delta after the acknowledgement, so a slow daemon delays nobody.
 *
 * <p>All methods hold the object's lock, sending included, so that messages keep their order. Nothing is called back under it but
 * {@link NodeStream#send} and {@link NodeStream#close}, which do not block.
 */
final class TrackedNode {
    /** A refused revision is tried again after this long, because its reason may lie on the node and go away there. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final NodeName name;
    private final long session;
    private final Clock clock;

    private @Nullable NodeStream stream;
    private @Nullable NodeDaemon daemon;
    /** What the daemon has, as far as it told this server; EMPTY when unknown. */
    private NodeProgram acknowledged = NodeProgram.EMPTY;

    private @Nullable NodeProgram inFlight;
    private @Nullable NodeProgram desired;
    private @Nullable NodeProgram refused;
    /** The newest revision whose content is in force, which an update that changes nothing raises without being sent. */
    private long appliedRevision;

    private NodeStatus status = new NodeStatus.NeverConnected();
    private @Nullable NodeReport report;
    private @Nullable Instant lastHeartbeat;

    TrackedNode(NodeName name, long session, Clock clock) {
        this.name = name;
        this.session = session;
        this.clock = clock;
    }

    /** A daemon dialled. It goes on from what it has when this server sent it that, otherwise it starts from nothing. */
    synchronized void connect(NodeHello hello, NodeStream newStream) {
        if (stream != null) {
            stream.close("another daemon of node " + name + " has connected");
        }
        acknowledged = resumable(hello);
        if (hello.session() != session) {
            // What was compiled may have a lower revision than the daemon has from another server: the next one is
            // above it.
            desired = null;
        }
        inFlight = null;
        refused = null;
        appliedRevision = acknowledged.revision();
        stream = newStream;
        daemon = hello.daemon();
        lastHeartbeat = clock.instant();
        status = new NodeStatus.Connected(clock.instant());
        sendNext();
    }

    /** An update may have been applied although its acknowledgement was lost with the stream. */
    private NodeProgram resumable(NodeHello hello) {
        if (hello.session() == session && hello.revision() != 0) {
            if (inFlight != null && inFlight.revision() == hello.revision()) {
                return inFlight;
            }
            if (acknowledged.revision() == hello.revision()) {
                return acknowledged;
            }
        }
        return NodeProgram.EMPTY;
    }

    synchronized void offer(NodeProgram program) {
        desired = program;
        sendNext();
    }

    synchronized void applied(NodeStream from, long revision) {
        if (from != stream) {
            return;
        }
        if (inFlight == null || inFlight.revision() != revision) {
            from.close("revision " + revision + " was acknowledged but is not on its way");
            return;
        }
        acknowledged = inFlight;
        appliedRevision = revision;
        inFlight = null;
        refused = null;
        status = new NodeStatus.UpToDate(revision, clock.instant());
        sendNext();
    }

    synchronized void failed(NodeStream from, long revision, String reason, String action) {
        if (from != stream) {
            return;
        }
        if (inFlight == null || inFlight.revision() != revision) {
            from.close("revision " + revision + " was refused but is not on its way");
            return;
        }
        refused = inFlight;
        inFlight = null;
        status = new NodeStatus.Failed(revision, reason, action, clock.instant());
        sendNext();
    }

    synchronized void reported(NodeStream from, NodeReport newReport) {
        if (from != stream) {
            return;
        }
        report = newReport;
        lastHeartbeat = clock.instant();
        if (status instanceof NodeStatus.Failed failed
                && failed.since().plus(RETRY_AFTER).isBefore(clock.instant())) {
            refused = null;
            sendNext();
        }
    }

    synchronized void closed(NodeStream from) {
        if (from == stream) {
            stream = null;
            status = new NodeStatus.Gone(clock.instant());
        }
    }

    private void sendNext() {
        if (stream == null || inFlight != null || desired == null || sameContent(desired, refused)) {
            return;
        }
        if (sameContent(desired, acknowledged) && acknowledged.revision() != 0) {
            refused = null;
            appliedRevision = desired.revision();
            if (!(status instanceof NodeStatus.UpToDate upToDate) || upToDate.revision() != appliedRevision) {
                status = new NodeStatus.UpToDate(appliedRevision, clock.instant());
            }
            return;
        }
        ProgramDelta delta = acknowledged.revision() == 0
                ? ProgramDelta.snapshot(desired)
                : ProgramDelta.between(acknowledged, desired);
        inFlight = desired;
        status = new NodeStatus.Applying(desired.revision(), clock.instant());
        stream.send(session, delta);
    }

    private static boolean sameContent(NodeProgram one, @Nullable NodeProgram other) {
        return other != null && one.at(0).equals(other.at(0));
    }

    synchronized NodeProgress progress(long newestRevision) {
        return new NodeProgress(
                name,
                status,
                desired == null ? newestRevision : desired.revision(),
                appliedRevision,
                daemon,
                report,
                lastHeartbeat);
    }

    /** The program last known to be in force. */
    synchronized NodeProgram inForce() {
        return acknowledged;
    }

    synchronized @Nullable NodeProgram desired() {
        return desired;
    }

    synchronized void close(String reason) {
        if (stream != null) {
            stream.close(reason);
        }
    }
}
