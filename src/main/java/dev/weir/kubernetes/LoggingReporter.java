package dev.weir.kubernetes;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.LoggingState;
import dev.weir.nodes.NodeStatus;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the cluster what its nodes did with the NetworkLogging object: Events for each node, and the object's status. */
final class LoggingReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingReporter.class);
    private static final long EVERY_MS = 1_000;

    private final ClusterState cluster;
    private final NodeRegistry nodes;
    private final LoggingEvents events;
    private final LoggingStatus status;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("logging-reporter").daemon().factory());

    LoggingReporter(ClusterState cluster, NodeRegistry nodes, LoggingEvents events, LoggingStatus status) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.events = events;
        this.status = status;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::reportLogged, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** A failure must not end the schedule. */
    private void reportLogged() {
        try {
            report();
        } catch (RuntimeException failed) {
            LOG.warn("What the nodes did with NetworkLogging could not be told.", failed);
        }
    }

    void report() {
        List<NodeProgress> connected = nodes.nodes().stream()
                .filter(node -> !(node.status() instanceof NodeStatus.Gone) && node.report() != null)
                .toList();
        connected.forEach(this::tell);
        LoggingConfig declared = cluster.current().declaredLogging();
        if (cluster.freshness() instanceof Freshness.Current && declared.generation() > 0) {
            long inEffect = connected.stream()
                    .filter(node -> isInEffect(declared, node))
                    .count();
            status.write(declared, connected.size(), inEffect);
        }
    }

    private void tell(NodeProgress node) {
        logging(node).changes().forEach(change -> events.tell(node.name().value(), change));
    }

    private static boolean isInEffect(LoggingConfig declared, NodeProgress node) {
        LoggingState logging = logging(node);
        return logging.generation() == declared.generation() && logging.rejection() == null;
    }

    private static LoggingState logging(NodeProgress node) {
        NodeReport report = node.report();
        return report == null ? LoggingState.NONE : report.logging();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
