package dev.weir.nodes;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.policy.Compilation;
import dev.weir.policy.FingerprintCollisionException;
import dev.weir.policy.PolicyCompiler;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings every node to the newest revision. One thread compiles: whatever has changed while it was at work is compiled together next, at
 * once, so there is no delay and no queue. Daemons come and go through {@link #connect}.
 */
public final class ProgramPublisher implements NodeRegistry, AutoCloseable {
    private final ClusterState cluster;
    private final Clock clock;
    private final long session;
    private final Consumer<String> problems;
    private final PolicyCompiler compiler = new PolicyCompiler();
    private final ConcurrentNavigableMap<NodeName, TrackedNode> nodes = new ConcurrentSkipListMap<>();
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("program-publisher").unstarted(this::run);
    private volatile @Nullable ClusterSnapshot compiled;

    /**
     * @param session names this life of this server: random, never 0
     * @param problems told, in a sentence for a person, when a snapshot cannot be compiled
     */
    public ProgramPublisher(ClusterState cluster, Clock clock, long session, Consumer<String> problems) {
        this.cluster = cluster;
        this.clock = clock;
        this.session = session;
        this.problems = problems;
    }

    public void start() {
        cluster.onChange(snapshot -> changed.release());
        thread.start();
        changed.release();
    }

    private void run() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                publishNewest();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compiles the current snapshot for all nodes that have a daemon, and offers each its program. */
    void publishNewest() {
        ClusterSnapshot snapshot = cluster.current();
        if (snapshot.revision() == 0) {
            return;
        }
        try {
            Compilation compilation = compiler.compile(snapshot);
            compiled = snapshot;
            nodes.forEach((name, node) -> node.offer(compilation.program(name)));
        } catch (FingerprintCollisionException collision) {
            problems.accept("Revision " + snapshot.revision() + " cannot be compiled, the nodes keep what they have: "
                    + collision.getMessage());
        }
    }

    /** A daemon dialled; what it says from now on is told to the connection. */
    public NodeConnection connect(NodeHello hello, NodeStream stream) {
        if (hello.session() != session) {
            cluster.continueAbove(hello.revision());
        }
        TrackedNode node = tracked(hello.node());
        node.connect(hello, stream);
        changed.release();
        return new TrackedConnection(node, stream);
    }

    private TrackedNode tracked(NodeName name) {
        return nodes.computeIfAbsent(name, unused -> new TrackedNode(name, session, clock));
    }

    private record TrackedConnection(TrackedNode node, NodeStream stream) implements NodeConnection {
        @Override
        public void applied(long revision) {
            node.applied(stream, revision);
        }

        @Override
        public void failed(long revision, String reason, String action) {
            node.failed(stream, revision, reason, action);
        }

        @Override
        public void reported(NodeReport report) {
            node.reported(stream, report);
        }

        @Override
        public void closed() {
            node.closed(stream);
        }
    }

    @Override
    public List<NodeProgress> nodes() {
        TreeSet<NodeName> names = new TreeSet<>(nodes.keySet());
        cluster.current().nodes().forEach(node -> names.add(node.name()));
        return names.stream().map(this::progress).toList();
    }

    @Override
    public @Nullable NodeProgress node(NodeName name) {
        return nodes.containsKey(name) || cluster.current().node(name) != null ? progress(name) : null;
    }

    private NodeProgress progress(NodeName name) {
        TrackedNode node = nodes.get(name);
        TrackedNode shown = node == null ? new TrackedNode(name, session, clock) : node;
        return shown.progress(cluster.current().revision());
    }

    @Override
    public Enforcement enforcement(PolicyRef ref) {
        ClusterSnapshot snapshot = cluster.current();
        NetworkPolicy policy = snapshot.policy(ref);
        ClusterSnapshot basis = compiled;
        boolean published = policy != null && basis != null && policy.equals(basis.policy(ref));
        return EnforcementCount.of(snapshot, policy, name -> published ? nodes.get(name) : null);
    }

    /** Ends all streams; the daemons go on with what they have and dial again. */
    @Override
    public void close() {
        thread.interrupt();
        nodes.values().forEach(node -> node.close("the server is stopping"));
    }
}
