package dev.weir.local.kubelet;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every half second whether each node's daemon accepts connections. A daemon that is restarted is back before {@value #SILENT_BEFORE_NOT_READY} looks in
 * vain, and its node stays Ready all the while, because enforcement does.
 */
final class NodeMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeMonitor.class);
    private static final long PERIOD_MILLIS = 500;
    private static final int SILENT_BEFORE_NOT_READY = 20;

    private final Collection<LocalNode> nodes;
    private final NodeObjects objects;
    private final Map<String, Integer> silent = new HashMap<>();
    private final Map<String, Boolean> reported = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-monitor").factory());

    NodeMonitor(Collection<LocalNode> nodes, NodeObjects objects) {
        this.nodes = nodes;
        this.objects = objects;
        nodes.forEach(node -> silent.put(node.name(), SILENT_BEFORE_NOT_READY));
        thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        nodes.forEach(this::look);
    }

    private void look(LocalNode node) {
        int looks = answers(node.endpointSocket()) ? 0 : silent.merge(node.name(), 1, Integer::sum);
        silent.put(node.name(), looks);
        boolean ready = looks < SILENT_BEFORE_NOT_READY;
        if (reported.getOrDefault(node.name(), false) == ready) {
            return;
        }
        try {
            String message = ready ? "the node's daemon answers" : "nothing answers on " + node.endpointSocket();
            objects.report(node.network(), ready, message);
            reported.put(node.name(), ready);
        } catch (KubernetesClientException e) {
            LOG.warn("cannot report node {}: {}", node.name(), e.getMessage());
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            LOG.trace("{}: {}", socket, e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
