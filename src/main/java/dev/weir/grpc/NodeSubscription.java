package dev.weir.grpc;

import dev.weir.nodes.NodeConnection;
import dev.weir.nodes.NodeHello;
import dev.weir.nodes.NodeStream;
import dev.weir.nodes.NodeUpdate;
import dev.weir.nodes.ProgramPublisher;
import dev.weir.nodes.ReadQuestion;
import dev.weir.proto.v1.EndpointReading;
import dev.weir.proto.v1.EnforcementSettings;
import dev.weir.proto.v1.Failed;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.NodeMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon's program stream: maps what it says for the publisher, and carries what the publisher sends, message by message as the daemon
 * reads. Whoever holds its lock calls nobody but gRPC.
 */
final class NodeSubscription implements StreamObserver<NodeMessage>, NodeStream {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSubscription.class);
    /** Of a node in Kubernetes. */
    private static final int LONGEST_NAME = 253;

    private final ProgramPublisher publisher;
    private final EnforcementSettings enforcement;
    private final ServerCallStreamObserver<UpdateMessage> updates;
    private volatile @Nullable NodeConnection connection;
    private String node = "(unknown)";
    private boolean ended;
    private Iterator<UpdateMessage> unsent = Collections.emptyIterator();
    private long sending;

    NodeSubscription(
            ProgramPublisher publisher,
            EnforcementSettings enforcement,
            ServerCallStreamObserver<UpdateMessage> updates) {
        this.publisher = publisher;
        this.enforcement = enforcement;
        this.updates = updates;
        updates.setOnCancelHandler(this::disconnected);
        updates.setOnReadyHandler(this::sendOn);
    }

    @Override
    public void onNext(NodeMessage message) {
        NodeConnection known = connection;
        if (known != null) {
            told(known, message);
        } else if (message.getMessageCase() == NodeMessage.MessageCase.HELLO) {
            greet(message.getHello());
        } else {
            close("the first message must be Hello");
        }
    }

    private void told(NodeConnection known, NodeMessage message) {
        switch (message.getMessageCase()) {
            case APPLIED -> known.applied(message.getApplied().getRevision());
            case FAILED -> failed(known, message.getFailed());
            case REPORT -> known.reported(ReportMapper.fromProto(message.getReport()));
            case READING -> read(known, message.getReading());
            case HELLO -> close("Hello was said before");
            // From a newer daemon: what this server does not know it need not answer.
            case MESSAGE_NOT_SET -> LOG.debug("Node {} says something this server does not know", node);
        }
    }

    private void failed(NodeConnection known, Failed failed) {
        LOG.warn("Node {} refuses revision {}: {}", node, failed.getRevision(), failed.getReason());
        known.failed(failed.getRevision(), failed.getReason(), failed.getAction());
    }

    private static void read(NodeConnection known, EndpointReading reading) {
        if (!reading.getProblem().isEmpty()) {
            known.unanswered(reading.getId(), reading.getProblem());
            return;
        }
        try {
            known.answered(reading.getId(), ReadingMapper.fromProto(reading));
        } catch (IllegalArgumentException impossible) {
            // Somebody wrote into the maps what no program can say: that concerns who asked, not the stream.
            known.unanswered(reading.getId(), String.valueOf(impossible.getMessage()));
        }
    }

    private void greet(Hello hello) {
        NodeHello greeting = ReportMapper.fromProto(hello);
        if (hello.getNode().isEmpty() || hello.getNode().length() > LONGEST_NAME) {
            close("Hello must name the node");
            return;
        }
        node = hello.getNode();
        LOG.info(
                "The daemon of node {} has connected (version {}, kernel {}, revision {})",
                node,
                hello.getDaemonVersion(),
                hello.getKernel(),
                hello.getRevision());
        connection = publisher.connect(greeting, this);
        sendOn();
    }

    @Override
    public void send(NodeUpdate update) {
        synchronized (this) {
            unsent = UpdateMessage.of(update, enforcement).iterator();
            sending = update.revision();
        }
        sendOn();
    }

    /** Between the messages of an update, too. There are a few at most, so they do not wait for the daemon to read. */
    @Override
    public synchronized void ask(ReadQuestion question) {
        if (!ended && !updates.isCancelled()) {
            updates.onNext(UpdateMessage.of(question));
        }
    }

    /** Sends as much as the daemon reads; gRPC calls again when it reads on. */
    private void sendOn() {
        NodeConnection known = connection;
        // Between Hello and the publisher's answer nobody can be told; then greet calls again.
        if (known != null) {
            long sent = sendWhatIsRead();
            if (sent != 0) {
                known.sent(sent);
            }
        }
    }

    /** The revision whose last message has left now; 0 when there is none. */
    private synchronized long sendWhatIsRead() {
        while (unsent.hasNext() && !ended && !updates.isCancelled() && updates.isReady()) {
            updates.onNext(unsent.next());
        }
        if (unsent.hasNext()) {
            return 0;
        }
        long sent = sending;
        sending = 0;
        return sent;
    }

    @Override
    public synchronized void close(String reason) {
        if (!ended) {
            ended = true;
            unsent = Collections.emptyIterator();
            updates.onError(Status.ABORTED.withDescription(reason).asRuntimeException());
        }
    }

    @Override
    public void onError(Throwable gone) {
        disconnected();
    }

    @Override
    public void onCompleted() {
        disconnected();
        synchronized (this) {
            if (!ended) {
                ended = true;
                updates.onCompleted();
            }
        }
    }

    private void disconnected() {
        NodeConnection known = connection;
        synchronized (this) {
            unsent = Collections.emptyIterator();
        }
        if (known != null) {
            LOG.info("The daemon of node {} has disconnected", node);
            connection = null;
            known.closed();
        }
    }
}
