package dev.weir.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityKind;
import dev.weir.program.LoggingSettings;
import dev.weir.program.NodeProgram;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentityHistoryTests {
    private final IdentityHistory history = new IdentityHistory();

    private static IdentityEntry entry(int address, long identity) {
        return new IdentityEntry(
                IpPrefix.parse("10.0." + address / 256 + "." + address % 256 + "/32"),
                identity,
                IdentityKind.POD,
                IdentityEntry.Owner.NONE);
    }

    private NodeProgram next(NodeProgram before, List<IdentityEntry> changed, List<IpPrefix> removed) {
        NodeProgram program = new NodeProgram(
                before.revision() + 1,
                Table.empty(),
                Table.empty(),
                before.identities().with(changed, IdentityEntry::prefix, removed),
                Table.empty(),
                LoggingSettings.OFF);
        history.add(program);
        return program;
    }

    private static Table<IpPrefix, IdentityEntry> after(NodeProgram from, List<IdentityStep> steps) {
        Table<IpPrefix, IdentityEntry> identities = from.identities();
        for (IdentityStep step : steps) {
            identities = identities.with(
                    step.changes().changed(),
                    IdentityEntry::prefix,
                    step.changes().removed());
        }
        return identities;
    }

    @Test
    void fromWhicheverRevisionTheStepsLeadToTheOtherOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<NodeProgram> programs = new ArrayList<>(List.of(NodeProgram.EMPTY));
        for (int revision = 1; revision <= 300; revision++) {
            programs.add(randomStep(programs.getLast(), random));
            NodeProgram from = programs.get(random.nextInt(revision));
            NodeProgram to = programs.getLast();
            assertThat(after(from, history.steps(from, to)))
                    .as("seed %d, from %d to %d", seed, from.revision(), to.revision())
                    .isEqualTo(to.identities());
        }
    }

    private NodeProgram randomStep(NodeProgram before, Random random) {
        List<IdentityEntry> changed = new ArrayList<>();
        List<IpPrefix> removed = new ArrayList<>();
        for (int row = random.nextInt(4); row > 0; row--) {
            changed.add(entry(random.nextInt(40), random.nextInt(5)));
        }
        for (int row = random.nextInt(3); row > 0; row--) {
            removed.add(entry(random.nextInt(40), 0).prefix());
        }
        return next(before, changed, removed);
    }

    @Test
    void whoIsFurtherBehindThanTheHistoryReachesIsToldTheDifference() {
        NodeProgram first = next(NodeProgram.EMPTY, List.of(entry(0, 1)), List.of());
        NodeProgram last = first;
        List<IdentityEntry> many = new ArrayList<>();
        for (int address = 0; address < IdentityHistory.MAX_ROWS / 4; address++) {
            many.add(entry(address, 2));
        }
        for (int step = 0; step < 8; step++) {
            last = next(last, step % 2 == 0 ? many : List.of(), step % 2 == 0 ? List.of() : keys(many));
        }

        List<IdentityStep> steps = history.steps(first, last);

        assertThat(steps).hasSize(1);
        assertThat(after(first, steps)).isEqualTo(last.identities());
    }

    private static List<IpPrefix> keys(List<IdentityEntry> entries) {
        return entries.stream().map(IdentityEntry::prefix).toList();
    }

    @Test
    void nodesThatHaveNothingShareOneImageAlsoWhenALittleHasChanged() {
        List<IdentityEntry> many = new ArrayList<>();
        for (int address = 0; address < 100; address++) {
            many.add(entry(address, 1));
        }
        NodeProgram first = next(NodeProgram.EMPTY, many, List.of());
        List<IdentityStep> before = history.steps(NodeProgram.EMPTY, first);
        NodeProgram second = next(first, List.of(entry(7, 2)), List.of());

        List<IdentityStep> after = history.steps(NodeProgram.EMPTY, second);

        assertThat(after).hasSize(2);
        assertThat(after.getFirst()).isSameAs(before.getFirst());
        assertThat(after(NodeProgram.EMPTY, after)).isEqualTo(second.identities());
    }

    @Test
    void aStepIsEncodedOnceForAllWhoTakeIt() {
        NodeProgram first = next(NodeProgram.EMPTY, List.of(entry(0, 1)), List.of());
        NodeProgram second = next(first, List.of(entry(1, 1)), List.of());
        List<String> asked = new ArrayList<>();

        for (int node = 0; node < 3; node++) {
            IdentityStep step = history.steps(first, second).getFirst();
            assertThat(step.encodedAs(String.class, changes -> {
                        asked.add("asked");
                        return "encoded " + changes.changed().size();
                    }))
                    .isEqualTo("encoded 1");
        }

        assertThat(asked).hasSize(1);
    }
}
