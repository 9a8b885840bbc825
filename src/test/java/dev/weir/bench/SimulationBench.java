package dev.weir.bench;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.expectation.Claim;
import dev.weir.expectation.ClaimJudge;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationGate;
import dev.weir.expectation.ExpectationRef;
import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.policy.Packet;
import dev.weir.proposal.ProposalFinder;
import dev.weir.proposal.Wanted;
import dev.weir.reach.Reachability;
import dev.weir.simulation.Actor;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./weir bench simulate [--records N] [--json]}: 50 namespaces, 500 policies, 5,000 pods and a day of recorded connections. How long it takes to
 * say what one edit would do, who can reach a workload, and which rule admits a denied connection. Alternates between edits, so that nothing is
 * remembered from the one before.
 */
public final class SimulationBench {
    private static final int ROUNDS = 11;
    private static final int WARMING = 3;
    private static final long ENGINE_MEMORY = 256 << 20;
    private static final String HOLD = "hold 1 s";

    private final Town town = new Town();
    private final ClusterState cluster = new ClusterState();
    private final Clock clock = Clock.systemUTC();
    private final CompileFigures figures = new CompileFigures();

    private SimulationBench() {}

    public static void main(String[] arguments) throws IOException {
        List<String> options = List.of(arguments);
        int at = options.indexOf("--records");
        int records = at < 0 ? 200_000 : Integer.parseInt(options.get(at + 1));
        Path directory = Files.createTempDirectory("weir-bench-");
        try {
            CompileFigures figures = new SimulationBench().run(directory, records);
            System.out.println(options.contains("--json") ? figures.json() : figures.table());
        } finally {
            delete(directory);
        }
    }

    private CompileFigures run(Path directory, int records) {
        ClusterContents contents = town.contents();
        cluster.replace(contents);
        try (RecordStore store = DuckDbRecordStore.open(new DuckDbSettings(
                        directory.resolve("records.duckdb"),
                        Duration.ofDays(7),
                        Long.MAX_VALUE,
                        0,
                        ENGINE_MEMORY,
                        2,
                        clock));
                ClusterHistory history = new ClusterHistory(
                        new HistorySettings(
                                directory.resolve("history.duckdb").toString(), Duration.ofDays(7), 100_000),
                        clock)) {
            town.record(store, records, clock.instant());
            figures.add("namespaces", contents.namespaces().size(), "");
            figures.add("policies", contents.policies().size(), "");
            figures.add("pods", contents.pods().size(), "");
            figures.add("records", records, "");
            measure(new Simulator(cluster, history, store, new NoNodes(), clock));
        }
        return figures;
    }

    private void measure(Simulator simulator) {
        time(
                "one rule of a workload's policy, diff",
                "",
                round -> Reachability.difference(
                        cluster.current(), edits(town.narrowEdit(round)).in(cluster.current())));
        time(
                "one rule of a workload's policy, simulation",
                HOLD,
                round -> simulator.simulate(edits(town.narrowEdit(round)), day()));
        time(
                "a namespace's default-deny, diff",
                "",
                round -> Reachability.difference(
                        cluster.current(), edits(town.wideEdit(round)).in(cluster.current())));
        time(
                "a namespace's default-deny, simulation",
                HOLD,
                round -> simulator.simulate(edits(town.wideEdit(round)), day()));
        time("forty policies at once, simulation", "", round -> simulator.simulate(town.manyEdits(round), day()));
        time(
                "who can reach a workload",
                "",
                round -> Reachability.of(cluster.current())
                        .into(end -> end.namespace().equals(Town.namespace(round))));
        time(
                "the rule that admits a denied connection",
                "",
                round -> new ProposalFinder(cluster.current()).propose(denied(round)));
        expectations();
    }

    /** Two of each namespace: a pair of workloads, and everybody outside against all of its pods. */
    private void expectations() {
        ExpectationBook book = new ExpectationBook("", clock);
        for (int i = 0; i < cluster.current().namespaces().size(); i++) {
            String namespace = Town.namespace(i);
            for (String sentence : List.of("app-1 may reach app-2:8080", "nobody may reach * from the internet")) {
                ExpectationRef ref = new ExpectationRef(namespace, sentence.startsWith("app") ? "pair" : "outside");
                book.put(ref, Claim.parse(sentence, namespace), "bench", 0);
            }
        }
        List<Claim> claims = book.list().stream().map(Expectation::claim).toList();
        time(claims.size() + " expectations, judged", "", round -> {
            ClaimJudge judge = new ClaimJudge(cluster.current(), claims);
            return claims.stream().map(judge::judge).toList();
        });
        ExpectationGate gate = new ExpectationGate(book, cluster);
        time(
                claims.size() + " expectations, held against an edit",
                "",
                round -> gate.breaches(edits(town.narrowEdit(round))::in));
    }

    private TimeRange day() {
        return TimeRange.before(clock.instant(), Duration.ofDays(1));
    }

    private Wanted denied(int round) {
        Packet packet = town.deniedPacket(round);
        return new Wanted(
                new Actor(packet.source(), cluster.current().podAt(packet.source())),
                new Actor(packet.destination(), cluster.current().podAt(packet.destination())),
                packet.protocol(),
                packet.destinationPort());
    }

    private static PolicyEdits edits(NetworkPolicy policy) {
        return new PolicyEdits().apply(policy);
    }

    private interface Work {
        Object at(int round);
    }

    private void time(String name, String reference, Work work) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < ROUNDS + WARMING; round++) {
            long start = System.nanoTime();
            if (work.at(round) == null) {
                throw new IllegalStateException(name + " gave nothing");
            }
            if (round >= WARMING || round == 0) {
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        figures.add(name + ", first", seconds.removeFirst(), "s", reference);
        seconds.sort(null);
        System.err.printf(Locale.ROOT, "%s: %.3f s%n", name, seconds.get(seconds.size() / 2));
        figures.add(name + ", p50", seconds.get(seconds.size() / 2), "s", reference);
        figures.add(name + ", worst", seconds.getLast(), "s", reference);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(String.format(Locale.ROOT, "%s is left over", directory), failed);
        }
    }

    /** No node is asked: losses and absences are no work. */
    private static final class NoNodes implements NodeRegistry {
        @Override
        public List<NodeProgress> nodes() {
            return List.of();
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(0, 0);
        }
    }
}
