package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import dev.weir.nodes.EndpointReadException.Reason;
import dev.weir.program.EndpointProgram;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One node over all the connections of its daemon: what is on its way and what it has acknowledged; what it should have is asked of the
 * {@link Publication} when it is sent. At most one update is on its way; what changes meanwhile is sent as one update after the answer,
 * so a slow daemon delays nobody and nothing queues for it. What changes its enforcement is sent at once, names when it is its turn.
 *
 * <p>All methods hold the object's lock, sending included, so that messages keep their order. Nothing is called back under it but
 * {@link NodeStream#send} and {@link NodeStream#close}, which do not block.
 */
final class TrackedNode {
    /** A refused revision is tried again after this long, because its reason may lie on the node and go away there. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    /** A daemon that has not read an update in this time is told to dial again: what it does not read fills this server's memory. */
    static final Duration READ_WITHIN = Duration.ofSeconds(30);

    /** For so long somebody waits for what the daemon reads from its maps. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final NodeName name;
    private final Publication publication;
    private final Clock clock;
    private final OwedRounds owed = new OwedRounds();
    private final Questions questions = new Questions(ANSWER_WITHIN);

    private @Nullable NodeStream stream;
    private @Nullable NodeDaemon daemon;
    private boolean readsEndpoints;
    /** What the daemon has, as far as it told this server; EMPTY when unknown. */
    private NodeProgram acknowledged = NodeProgram.EMPTY;

    private @Nullable NodeProgram inFlight;
    /** When an update was given to the stream that has not yet sent all of it. */
    private @Nullable Instant sendingSince;
    /** The program of the newest revision whose enforcement is that of this one: a later one is needed when this is exceeded. */
    private long enforcedRevision;
    /** The newest revision that changes this node's enforcement. */
    private long urgentRevision;
    /** Below it nothing is sent: the daemon has it from another server. */
    private long lowestRevision;
    /** The daemon refused an update, and nothing that changes its enforcement has come since. */
    private boolean refused;

    private NodeStatus status = new NodeStatus.NeverConnected();
    private @Nullable NodeReport report;
    private @Nullable Instant lastHeartbeat;

    TrackedNode(NodeName name, Publication publication) {
        this.name = name;
        this.publication = publication;
        this.clock = publication.clock();
    }

    NodeName name() {
        return name;
    }

    /** A daemon dialled. It goes on from what it has when this server sent it that, otherwise it starts from nothing. */
    synchronized void connect(NodeHello hello, NodeStream newStream) {
        end("another daemon of node " + name + " has connected");
        NodeProgram resumed = resumable(hello);
        acknowledged = resumed;
        inFlight = null;
        refused = false;
        // What was compiled may have a lower revision than the daemon has from another server: the next one is above
        // it.
        lowestRevision = hello.session() == publication.session() ? 0 : hello.revision() + 1;
        enforcedRevision = resumed.revision();
        stream = newStream;
        daemon = hello.daemon();
        readsEndpoints = hello.readsEndpoints();
        lastHeartbeat = clock.instant();
        status = new NodeStatus.Connected(clock.instant());
        advance();
    }

    /** An update may have been applied although its acknowledgement was lost with the stream. */
    private NodeProgram resumable(NodeHello hello) {
        if (hello.session() == publication.session() && hello.revision() != 0) {
            if (inFlight != null && inFlight.revision() == hello.revision()) {
                return inFlight;
            }
            if (acknowledged.revision() == hello.revision()) {
                return acknowledged;
            }
        }
        return NodeProgram.EMPTY;
    }

    /** There is a newer revision, and it changes what this node enforces. */
    synchronized void urgent(EnforcementRound round) {
        urgentRevision = round.revision();
        refused = false;
        if (stream != null) {
            owed.add(round);
        }
        advance();
    }

    /** Sends what must not wait: there may be a newer revision, an answer, or a slot. */
    synchronized void advance() {
        Published newest = sendable();
        if (newest == null || refused) {
            return;
        }
        if (acknowledged.revision() == 0) {
            if (publication.snapshots().take(this)) {
                send(newest);
            }
        } else if (urgentRevision > enforcedRevision) {
            send(newest);
        } else {
            enforces(newest.revision());
        }
    }

    /** Sends names, if that is all that the node misses. Whether it did. */
    synchronized boolean sendNames() {
        Published newest = sendable();
        if (newest == null || !missesNames()) {
            return false;
        }
        send(newest);
        return inFlight != null;
    }

    /** Whether names are all that is still to be sent. */
    synchronized boolean missesNames() {
        Published newest = publication.newest().get();
        return stream != null
                && newest != null
                && !refused
                && acknowledged.revision() != 0
                && program(newest).identities() != acknowledged.identities();
    }

    /** What can be sent now; null when there is nothing, nobody to send it to, or another update on its way. */
    private @Nullable Published sendable() {
        Published newest = publication.newest().get();
        boolean free = stream != null && inFlight == null;
        return free && newest != null && newest.revision() >= lowestRevision ? newest : null;
    }

    private void send(Published newest) {
        NodeProgram program = program(newest);
        NodeUpdate update = publication.update(acknowledged, program);
        if (Publication.changesNothing(update, acknowledged, program)) {
            acknowledged = program.at(acknowledged.revision());
            enforces(newest.revision());
            return;
        }
        inFlight = program;
        sendingSince = clock.instant();
        status = new NodeStatus.Applying(program.revision(), clock.instant());
        if (stream != null) {
            stream.send(update);
        }
    }

    private NodeProgram program(Published newest) {
        return newest.compilation().program(name);
    }

    private void enforces(long revision) {
        enforcedRevision = revision;
        owed.enforced(revision);
        if (!(status instanceof NodeStatus.UpToDate upToDate) || upToDate.revision() != revision) {
            status = new NodeStatus.UpToDate(revision, clock.instant());
        }
    }

    synchronized void sent(NodeStream from, long revision) {
        if (from == stream && inFlight != null && inFlight.revision() == revision) {
            sendingSince = null;
            publication.snapshots().free(this);
        }
    }

    synchronized void applied(NodeStream from, long revision) {
        NodeProgram answered = answered(from, revision, "acknowledged");
        if (answered != null) {
            acknowledged = answered;
            enforces(revision);
            advance();
        }
    }

    synchronized void failed(NodeStream from, long revision, String reason, String action) {
        if (answered(from, revision, "refused") != null) {
            owed.unconfirmed();
            refused = urgentRevision <= revision;
            status = new NodeStatus.Failed(revision, reason, action, clock.instant());
            advance();
        }
    }

    /** The program that the daemon has answered, which is no longer on its way; null when the answer is out of place. */
    private @Nullable NodeProgram answered(NodeStream from, long revision, String what) {
        if (from != stream) {
            return null;
        }
        NodeProgram answered = inFlight;
        if (answered == null || answered.revision() != revision) {
            end("revision " + revision + " was " + what + " but is not on its way");
            return null;
        }
        sent(from, revision);
        inFlight = null;
        return answered;
    }

    synchronized void reported(NodeStream from, NodeReport newReport) {
        if (from != stream) {
            return;
        }
        report = newReport.after(report);
        lastHeartbeat = clock.instant();
        if (status instanceof NodeStatus.Failed failed && isOver(failed.since(), RETRY_AFTER)) {
            tryAgain();
        }
    }

    /** Names or enforcement: whatever it was that the daemon refused, it is urgent now. */
    private void tryAgain() {
        Published newest = publication.newest().get();
        refused = false;
        enforcedRevision = acknowledged.revision();
        urgentRevision = newest == null ? urgentRevision : newest.revision();
        advance();
    }

    synchronized void closed(NodeStream from) {
        if (from == stream) {
            lost();
        }
    }

    /** Ends the stream of a daemon that does not read. */
    synchronized void endIfUnread() {
        if (sendingSince != null && isOver(sendingSince, READ_WITHIN)) {
            end("an update was not read within " + READ_WITHIN.toSeconds() + " s");
        }
    }

    private boolean isOver(Instant since, Duration duration) {
        return since.plus(duration).isBefore(clock.instant());
    }

    synchronized void end(String reason) {
        if (stream != null) {
            stream.close(reason);
            lost();
        }
    }

    private void lost() {
        stream = null;
        questions.lost();
        sendingSince = null;
        publication.snapshots().free(this);
        owed.unconfirmed();
        status = new NodeStatus.Gone(clock.instant());
    }

    /** Asks the daemon what its kernel has for a pod. @throws EndpointReadException when it cannot be asked */
    synchronized CompletableFuture<NodeAnswer> read(PodName pod) {
        EndpointProgram endpoint = endpoint(pod);
        if (endpoint == null) {
            throw new EndpointReadException(
                    Reason.NOT_THERE,
                    "Node " + name + " enforces no pod " + pod
                            + ": it runs elsewhere, has ended, or is in the host’s network.");
        }
        if (stream == null) {
            throw new EndpointReadException(
                    Reason.AWAY,
                    "The daemon of node " + name
                            + " is not connected, so its kernel cannot be asked. It goes on enforcing"
                            + " what it has; see that the daemon runs and reaches this server.");
        }
        if (!readsEndpoints) {
            throw new EndpointReadException(
                    Reason.TOO_OLD,
                    "The daemon of node " + name + " is of a version that does not read its maps back. Upgrade it.");
        }
        return questions.ask(stream, endpoint.addresses());
    }

    private @Nullable EndpointProgram endpoint(PodName pod) {
        EndpointProgram known = acknowledged.endpoints().get(pod);
        Published newest = publication.newest().get();
        return known != null || newest == null
                ? known
                : program(newest).endpoints().get(pod);
    }

    synchronized void answered(NodeStream from, long id, EndpointReading reading) {
        if (from == stream) {
            questions.answered(id, new NodeAnswer(reading, acknowledged, enforcedRevision));
        }
    }

    synchronized void unanswered(NodeStream from, long id, String problem) {
        if (from == stream) {
            questions.failed(id, problem);
        }
    }

    synchronized NodeProgress progress(long newestRevision) {
        Published newest = publication.newest().get();
        long desired = newest == null ? newestRevision : newest.revision();
        return new NodeProgress(name, status, desired, enforcedRevision, daemon, report, lastHeartbeat);
    }

    /** The program last known to be in force. */
    synchronized NodeProgram inForce() {
        return acknowledged;
    }

    /** Whether a daemon is connected that does not enforce yet what it should. */
    synchronized boolean isPending() {
        return stream != null && (acknowledged.revision() == 0 || urgentRevision > enforcedRevision);
    }

    /** Whether its daemon has been gone for so long. */
    synchronized boolean isGoneFor(Duration duration) {
        return status instanceof NodeStatus.Gone gone && isOver(gone.since(), duration);
    }
}
