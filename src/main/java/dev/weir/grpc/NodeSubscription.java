package dev.weir.grpc;

import dev.weir.nodes.NodeConnection;
import dev.weir.nodes.NodeHello;
import dev.weir.nodes.NodeStream;
import dev.weir.nodes.ProgramPublisher;
import dev.weir.program.ProgramDelta;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.ProgramUpdate;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon's program stream: maps what it says for the publisher, and carries what the publisher sends. */
final class NodeSubscription implements StreamObserver<NodeMessage>, NodeStream {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSubscription.class);

    private final ProgramPublisher publisher;
    private final ServerCallStreamObserver<ProgramUpdate> updates;
    private volatile @Nullable NodeConnection connection;
    private String node = "(unknown)";
    private boolean ended;

    NodeSubscription(ProgramPublisher publisher, ServerCallStreamObserver<ProgramUpdate> updates) {
        this.publisher = publisher;
        this.updates = updates;
        updates.setOnCancelHandler(this::disconnected);
    }

    @Override
    public void onNext(NodeMessage message) {
        NodeConnection known = connection;
        if (message.getMessageCase() == NodeMessage.MessageCase.HELLO && known == null) {
            greet(message.getHello());
            return;
        }
        if (known == null) {
            close("the first message must be Hello");
            return;
        }
        switch (message.getMessageCase()) {
            case APPLIED -> known.applied(message.getApplied().getRevision());
            case FAILED -> {
                LOG.warn(
                        "Node {} refuses revision {}: {}",
                        node,
                        message.getFailed().getRevision(),
                        message.getFailed().getReason());
                known.failed(
                        message.getFailed().getRevision(),
                        message.getFailed().getReason(),
                        message.getFailed().getAction());
            }
            case REPORT -> known.reported(ReportMapper.fromProto(message.getReport()));
            case HELLO -> close("Hello was said before");
            // From a newer daemon: what this server does not know it need not answer.
            case MESSAGE_NOT_SET -> LOG.debug("Node {} says something this server does not know", node);
        }
    }

    private void greet(Hello hello) {
        NodeHello greeting = ReportMapper.fromProto(hello);
        if (hello.getNode().isEmpty()) {
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
    }

    @Override
    public synchronized void send(long session, ProgramDelta delta) {
        if (!ended && !updates.isCancelled()) {
            updates.onNext(ProgramMapper.toProto(session, delta));
        }
    }

    @Override
    public synchronized void close(String reason) {
        if (!ended) {
            ended = true;
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
        if (known != null) {
            LOG.info("The daemon of node {} has disconnected", node);
            connection = null;
            known.closed();
        }
    }
}
