package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.Coverage;
import dev.weir.nodes.SettableClock;
import dev.weir.simulation.Simulation.BlindSpot;
import dev.weir.simulation.Simulation.ConnectivityDiff;
import dev.weir.simulation.Simulation.CoverageChange;
import dev.weir.simulation.Simulation.Group;
import dev.weir.simulation.Simulation.Impact;
import dev.weir.simulation.Simulation.MayOpen;
import dev.weir.simulation.Simulation.Party;
import dev.weir.simulation.Simulation.PodChange;
import dev.weir.simulation.Simulation.PolicyChange;
import dev.weir.simulation.Simulation.Row;
import dev.weir.simulation.Simulation.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationShelfTests {
    private final SettableClock clock = new SettableClock();

    @TempDir
    Path directory;

    private Simulation simulation() {
        Party web = new Party("Deployment", "shop", "web");
        Party outside = new Party("Range", null, "203.0.113.0/24");
        Row row = new Row(outside, web, "TCP", 80, 1, 1, clock.instant(), List.of("node-1-1-1"), "because");
        return new Simulation(
                "",
                clock.instant(),
                null,
                7,
                new Window(clock.instant(), clock.instant()),
                List.of(new PolicyChange(
                        "shop", "web-in", PolicyChange.Status.ADDED, null, Map.of("podSelector", Map.of()))),
                new ConnectivityDiff(List.of(new MayOpen(outside, web, List.of("TCP 80"))), 0, List.of(), 0),
                List.of(new CoverageChange(
                        "shop",
                        Coverage.NONE,
                        new Coverage(1, 1, 0, 0),
                        List.of(new PodChange("web-1", "ingress", true)),
                        0)),
                new Impact(
                        1,
                        0,
                        new Group(1, List.of(row), 0),
                        new Group(0, List.of(), 0),
                        0,
                        new Group(0, List.of(), 0),
                        0),
                List.of(new BlindSpot(BlindSpot.Kind.WINDOW, "There are no records at all.", "")));
    }

    @Test
    void aSimulationIsFoundAsItWasAlsoAfterARestart() {
        Simulation kept = new SimulationShelf(directory.toString(), clock).keep(simulation());
        assertThat(new SimulationShelf(directory.toString(), clock).find(kept.id()))
                .contains(kept);
        assertThat(kept.expires()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
    }

    @Test
    void afterAWeekItIsGoneAndItsFileWithTheNextOne() throws IOException {
        SimulationShelf shelf = new SimulationShelf(directory.toString(), clock);
        Simulation old = shelf.keep(simulation());
        clock.pass(Duration.ofDays(7).plusSeconds(1));
        assertThat(shelf.find(old.id())).isEmpty();
        shelf.keep(simulation());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void thereAreNeverMoreThanTheBound() throws IOException {
        SimulationShelf shelf = new SimulationShelf(directory.toString(), clock);
        Simulation first = shelf.keep(simulation());
        for (int i = 0; i < SimulationShelf.MOST; i++) {
            clock.pass(Duration.ofSeconds(1));
            shelf.keep(simulation());
        }
        assertThat(shelf.find(first.id())).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(SimulationShelf.MOST);
        }
    }

    @Test
    void inMemoryTheOldestGoFirst() {
        SimulationShelf shelf = new SimulationShelf("", clock);
        Simulation first = shelf.keep(simulation());
        assertThat(shelf.find(first.id())).contains(first);
        for (int i = 0; i < SimulationShelf.MOST_IN_MEMORY; i++) {
            shelf.keep(simulation());
        }
        assertThat(shelf.find(first.id())).isEmpty();
    }

    @Test
    void whatIsNoIdFindsNoFile() throws IOException {
        Files.writeString(directory.resolve("x.json"), "{}");
        SimulationShelf shelf = new SimulationShelf(directory.resolve("sub").toString(), clock);
        assertThat(shelf.find("../x")).isEmpty();
    }
}
