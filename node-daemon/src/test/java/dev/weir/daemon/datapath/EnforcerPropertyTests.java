package dev.weir.daemon.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.datapath.ApplyOutcome.Applied;
import dev.weir.daemon.datapath.Judge.Question;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.testing.Changes;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random deltas through the enforcer and its real file: refused by the kernel now and then, with daemons that die and come back.
 * Whatever happens, what is enforced is the program that the daemon says it has, and a restarted daemon has the same one.
 */
class EnforcerPropertyTests {
    private static final int WORLDS = 40;
    private static final int CHANGES = 15;

    @TempDir
    Path folder;

    @Test
    void whatIsEnforcedIsWhatTheDaemonSaysItHas() throws IOException {
        var seed = new Random().nextLong();
        for (var number = 0; number < WORLDS; number++) {
            try (var file = new NodeStateFile(folder.resolve("world-" + number))) {
                new World(seed + number, file).run();
            }
        }
    }

    private static final class World implements NetworkInterfaces {
        private final long seed;
        private final Random random;
        private final NodeStateFile file;
        private final FakeDatapath datapath = new FakeDatapath();
        private final Map<Integer, String> names = new HashMap<>();
        private final Map<Address, Integer> places = new HashMap<>();
        private final Map<Address, String> routes = new HashMap<>();
        private NodeState published = new NodeState(
                NodeProgram.EMPTY,
                new dev.weir.daemon.program.IdTable(),
                dev.weir.daemon.program.CookieArchive.EMPTY,
                0);

        World(long seed, NodeStateFile file) {
            this.seed = seed;
            this.file = file;
            random = new Random(seed);
            for (var pod : RandomPrograms.PODS) {
                var ifindex = 10 + names.size();
                names.put(ifindex, "veth" + ifindex);
                places.put(pod, ifindex);
                routes.put(pod, "veth" + ifindex);
                datapath.addInterface(ifindex);
            }
        }

        private Enforcer daemon() throws IOException {
            var enforcer = new Enforcer(
                    new Enforcer.Parts(datapath, file, this, new TestClock()), (state, change) -> published = state);
            enforcer.start();
            enforcer.scan(routes);
            return enforcer;
        }

        void run() throws IOException {
            var programs = new RandomPrograms(random);
            var enforcer = daemon();
            for (var change = 0; change < CHANGES; change++) {
                enforcer = oneChange(enforcer, programs.next());
                compare(enforcer.program());
            }
        }

        private Enforcer oneChange(Enforcer enforcer, NodeProgram next) throws IOException {
            var before = enforcer.program();
            if (random.nextInt(3) == 0) {
                datapath.failOnceAfter(random.nextInt(8));
            }
            var outcome = enforcer.apply(change(before, next));
            datapath.failAfter(Integer.MAX_VALUE);
            assertThat(enforcer.program())
                    .as("%s; seed %s", outcome, seed)
                    .isEqualTo(outcome instanceof Applied ? next : before);
            enforcer.tidy();
            if (random.nextInt(4) > 0) {
                return enforcer;
            }
            var restarted = daemon();
            assertThat(restarted.program()).as("after a restart; seed " + seed).isEqualTo(enforcer.program());
            return restarted;
        }

        private ProgramChange change(NodeProgram before, NodeProgram next) {
            var delta = Changes.between(before, next);
            return random.nextInt(5) > 0
                    ? delta
                    : new ProgramChange(
                            next.stamp(),
                            0,
                            Changes.between(NodeProgram.EMPTY, next).content(),
                            next.logging());
        }

        private void compare(NodeProgram program) {
            for (var pod : RandomPrograms.PODS) {
                for (var other : RandomPrograms.OUTSIDE) {
                    for (var direction : Direction.values()) {
                        var question = new Question(pod, direction, other, 6, 80);
                        assertThat(Judge.byMaps(datapath, published.ids(), question))
                                .as("%s at revision %s, seed %s", question, program.revision(), seed)
                                .isEqualTo(Judge.byProgram(program, places, question));
                    }
                }
            }
        }

        @Override
        public OptionalInt indexOf(String name) {
            return names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public Map<Integer, String> all() {
            return Map.copyOf(names);
        }
    }
}
