package dev.weir.grpc;

import dev.weir.cluster.ClusterState;
import dev.weir.nodes.ProgramPublisher;
import io.grpc.BindableService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the daemons' socket when the cluster is known, not before: a daemon that connected earlier would be given an empty program and close
 * or open its pods by mistake. Until then daemons find nobody and go on with what they have.
 */
final class NodeServerLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServerLifecycle.class);

    private final NodesProperties properties;
    private final ClusterState cluster;
    private final ProgramPublisher publisher;
    private final BindableService service;
    private @Nullable NodeServer server;
    private boolean running;

    NodeServerLifecycle(
            NodesProperties properties, ClusterState cluster, ProgramPublisher publisher, BindableService service) {
        this.properties = properties;
        this.cluster = cluster;
        this.publisher = publisher;
        this.service = service;
    }

    @Override
    public synchronized void start() {
        running = true;
        publisher.start();
        cluster.onChange(snapshot -> openIfKnown());
        openIfKnown();
    }

    private synchronized void openIfKnown() {
        if (!running || server != null || cluster.current().revision() == 0) {
            return;
        }
        try {
            server = NodeServer.start(properties, service);
        } catch (IllegalStateException cannotListen) {
            LOG.error(cannotListen.getMessage());
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        publisher.close();
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
