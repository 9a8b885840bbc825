package dev.weir.nodes;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.EndpointReadException.Reason;
import dev.weir.policy.Compilation;
import dev.weir.policy.Concern;
import dev.weir.policy.FingerprintCollisionException;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.PodName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings every node to the newest revision. One thread compiles: whatever has changed while it was at work is compiled together next, at
 * once, so there is no delay and no queue; the nodes whose enforcement changes are told at once. Another serves those who take turns: nodes
 * that only miss names, and nodes that wait for a snapshot. Daemons come and go through {@link #connect}.
 */
public final class ProgramPublisher implements NodeRegistry, EndpointReader, AutoCloseable {
    /** How often turns are given while somebody waits for one, and how often it is looked for daemons that do not read otherwise. */
    private static final Duration TURN = Duration.ofMillis(5);

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A node that is not in the cluster any more is shown for so long after its daemon has gone. */
    static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final ClusterState cluster;
    private final Publication publication;
    private final BiConsumer<String, RuntimeException> problems;
    private final EnforcementMeter meter;
    private final ConcurrentNavigableMap<NodeName, TrackedNode> nodes = new ConcurrentSkipListMap<>();
    private final NamesTurns names;
    private final Semaphore changed = new Semaphore(0);
    private final Semaphore turnsDue = new Semaphore(0);
    /** When the oldest change came that is not compiled yet. */
    private final AtomicReference<@Nullable Instant> changedSince = new AtomicReference<>();

    private final Thread compiling =
            Thread.ofPlatform().daemon().name("program-publisher").unstarted(this::compileWhatChanges);
    private final Thread turning =
            Thread.ofPlatform().daemon().name("node-turns").unstarted(this::serveTurns);
    private volatile @Nullable Published published;
    /** Used by the turning thread alone. */
    private Instant looked = Instant.MIN;
    /** Used by the compiling thread alone. */
    private PolicyCompiler compiler = new PolicyCompiler();

    /**
     * @param session names this life of this server: random, never 0
     * @param problems told, in a sentence for a person, when a snapshot cannot be compiled or published
     */
    public ProgramPublisher(
            ClusterState cluster,
            Clock clock,
            long session,
            BiConsumer<String, RuntimeException> problems,
            EnforcementMeter meter) {
        this.cluster = cluster;
        this.problems = problems;
        this.meter = meter;
        this.publication = new Publication(
                session, clock, () -> published, new IdentityHistory(), new SnapshotSlots(clock), new NamesPace(clock));
        this.names = new NamesTurns(nodes, publication.names());
    }

    public void start() {
        cluster.onChange(snapshot -> {
            changedSince.compareAndSet(null, publication.clock().instant());
            changed.release();
        });
        compiling.start();
        turning.start();
        changed.release();
    }

    private void compileWhatChanges() {
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

    /**
     * Compiles the current snapshot and tells the nodes whose enforcement it changes. Whatever fails must not end the thread: nothing would be
     * enforced any more, and nobody would know.
     */
    void publishNewest() {
        try {
            publish();
        } catch (FingerprintCollisionException collision) {
            problems.accept("The newest revision cannot be compiled, the nodes keep what they have", collision);
        } catch (RuntimeException defect) {
            // Nodes that were not told would miss what is new to them: to a new compiler everything is.
            compiler = new PolicyCompiler();
            problems.accept(
                    "A revision was not published to all nodes; the next change is, with all before it."
                            + " Report this as a defect",
                    defect);
        }
    }

    private void serveTurns() {
        Duration wait = LOOK;
        try {
            while (true) {
                turnsDue.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
                turnsDue.drainPermits();
                wait = serve() ? TURN : LOOK;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody still waits for a turn. Tried again at the next look, if it fails. */
    private boolean serve() {
        try {
            lookNowAndThen();
            return giveTurns();
        } catch (RuntimeException defect) {
            problems.accept("Nodes that wait for names or a snapshot wait longer. Report this as a defect", defect);
            return false;
        }
    }

    private void lookNowAndThen() {
        Instant now = publication.clock().instant();
        if (!now.isBefore(looked.plus(LOOK))) {
            looked = now;
            lookAfterNodes();
        }
    }

    private void publish() {
        Instant since = changedSince.getAndSet(null);
        ClusterSnapshot snapshot = cluster.current();
        Published before = published;
        if (snapshot.revision() == 0 || before != null && before.revision() == snapshot.revision()) {
            return;
        }
        Compilation compilation = compiler.compile(snapshot);
        publication.identities().add(compilation.program(new NodeName("")));
        published = new Published(snapshot, compilation);
        tell(compilation, since == null ? publication.clock().instant() : since);
        turnsDue.release();
    }

    private void tell(Compilation compilation, Instant since) {
        EnforcementRound round = new EnforcementRound(compilation.revision(), since, publication.clock(), meter);
        for (TrackedNode node : nodes.values()) {
            if (compilation.concerns().of(node.name()) == Concern.ENFORCEMENT) {
                node.urgent(round);
            } else {
                node.advance();
            }
        }
        round.allAreKnown();
    }

    /** Serves nodes that wait for a snapshot or for names, as far as it is their turn. Whether some still wait. */
    boolean giveTurns() {
        publication.snapshots().next().forEach(TrackedNode::advance);
        return names.give() | publication.snapshots().hasWaiting();
    }

    /** Ends the streams of daemons that do not read, and forgets nodes that left the cluster. */
    void lookAfterNodes() {
        nodes.values().forEach(TrackedNode::endIfUnread);
        ClusterSnapshot snapshot = cluster.current();
        nodes.values().removeIf(node -> snapshot.node(node.name()) == null && node.isGoneFor(FORGET_AFTER));
    }

    /** A daemon dialled; what it says from now on is told to the connection. */
    public NodeConnection connect(NodeHello hello, NodeStream stream) {
        if (hello.session() != publication.session()) {
            cluster.continueAbove(hello.revision());
        }
        TrackedNode node = nodes.computeIfAbsent(hello.node(), name -> new TrackedNode(name, publication));
        NodeConnection connection = new TrackedConnection(node, stream);
        node.connect(hello, stream);
        turnsDue.release();
        return connection;
    }

    private record TrackedConnection(TrackedNode node, NodeStream stream) implements NodeConnection {
        @Override
        public void sent(long revision) {
            node.sent(stream, revision);
        }

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
        public void answered(long id, EndpointReading reading) {
            node.answered(stream, id, reading);
        }

        @Override
        public void unanswered(long id, String problem) {
            node.unanswered(stream, id, problem);
        }

        @Override
        public void closed() {
            node.closed(stream);
        }
    }

    @Override
    public List<NodeProgress> nodes() {
        TreeSet<NodeName> known = new TreeSet<>(nodes.keySet());
        cluster.current().nodes().forEach(node -> known.add(node.name()));
        return known.stream().map(this::progress).toList();
    }

    @Override
    public @Nullable NodeProgress node(NodeName name) {
        return nodes.containsKey(name) || cluster.current().node(name) != null ? progress(name) : null;
    }

    @Override
    public NodeAnswer read(NodeName name, PodName pod) {
        TrackedNode node = nodes.get(name);
        if (node == null) {
            throw new EndpointReadException(
                    Reason.AWAY, "The daemon of node " + name + " has not called this server. See that it runs there.");
        }
        try {
            return node.read(pod).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof EndpointReadException known ? known : failed;
        }
    }

    private NodeProgress progress(NodeName name) {
        TrackedNode node = nodes.get(name);
        TrackedNode shown = node == null ? new TrackedNode(name, publication) : node;
        return shown.progress(cluster.current().revision());
    }

    @Override
    public Enforcement enforcement(PolicyRef ref) {
        ClusterSnapshot snapshot = cluster.current();
        NetworkPolicy policy = snapshot.policy(ref);
        Published basis = published;
        if (basis == null || !Objects.equals(policy, basis.snapshot().policy(ref))) {
            return EnforcementCount.of(snapshot, policy, null, nodes::get);
        }
        return EnforcementCount.of(snapshot, policy, basis.compilation(), nodes::get);
    }

    /** Connected nodes that do not enforce yet what they should. */
    public long nodesPending() {
        return nodes.values().stream().filter(TrackedNode::isPending).count();
    }

    /** Ends all streams; the daemons go on with what they have and dial again. */
    @Override
    public void close() {
        compiling.interrupt();
        turning.interrupt();
        nodes.values().forEach(node -> node.end("the server is stopping"));
    }
}
