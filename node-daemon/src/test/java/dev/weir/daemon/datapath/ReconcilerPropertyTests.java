package dev.weir.daemon.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.datapath.Judge.Question;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.testing.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * At every single write, every half of every connection is judged as the program before says, or as the program after. Random
 * worlds, with daemons that die in the middle and take over.
 */
class ReconcilerPropertyTests {
    private static final int WORLDS = 150;
    private static final int CHANGES = 8;

    private static final List<Question> QUESTIONS = questions();

    private static List<Question> questions() {
        var questions = new ArrayList<Question>();
        var others = new ArrayList<>(RandomPrograms.PODS);
        others.addAll(RandomPrograms.OUTSIDE);
        for (var pod : RandomPrograms.PODS) {
            for (var other : others) {
                for (var direction : Direction.values()) {
                    questions.add(new Question(pod, direction, other, 6, 80));
                    questions.add(new Question(pod, direction, other, 6, 81));
                    questions.add(new Question(pod, direction, other, 17, 53));
                }
            }
        }
        return questions;
    }

    @Test
    void everyWriteLeavesTheOldOrTheNewVerdict() {
        var seed = new Random().nextLong();
        for (var world = 0; world < WORLDS; world++) {
            new World(seed + world, false).run();
        }
    }

    @Test
    void aDaemonThatDiesInTheMiddleLeavesTheOldOrTheNewVerdict() {
        var seed = new Random().nextLong();
        for (var world = 0; world < WORLDS; world++) {
            new World(seed + world, true).run();
        }
    }

    @Test
    void aStepFromOneProgramToTheNextEndsWhereEverythingAnewWould() {
        var seed = new Random().nextLong();
        for (var world = 0; world < WORLDS; world++) {
            new World(seed + world, false).runByChanges();
        }
    }

    private static final class World {
        private final long seed;
        private final boolean dying;
        private final Random random;
        private final IdTable ids = new IdTable();
        private final ContentsAssembler assembler = new ContentsAssembler(ids);
        private final Map<Address, Integer> interfaces = new HashMap<>();
        private final FakeDatapath datapath = new FakeDatapath();
        private NodeProgram before = NodeProgram.EMPTY;
        private NodeProgram after = NodeProgram.EMPTY;
        private int revision;

        World(long seed, boolean dying) {
            this.seed = seed;
            this.dying = dying;
            random = new Random(seed);
            RandomPrograms.PODS.forEach(pod -> interfaces.put(pod, 10 + interfaces.size()));
        }

        void run() {
            var programs = new RandomPrograms(random);
            var reconciler = new DatapathReconciler(datapath, ids);
            datapath.watchedBy(this::compareSome);
            for (var change = 0; change < CHANGES; change++) {
                before = after;
                after = programs.next();
                if (dying) {
                    datapath.failAfter(random.nextInt(12));
                    reconciler = interrupted(reconciler);
                }
                reconcile(reconciler, after);
                before = after;
                QUESTIONS.forEach(this::compare);
                var writes = datapath.writes;
                reconcile(reconciler, after);
                assertThat(datapath.writes)
                        .as("no change, no write; seed " + seed)
                        .isEqualTo(writes);
                if (random.nextBoolean()) {
                    reconciler = new DatapathReconciler(datapath, ids);
                }
            }
        }

        void runByChanges() {
            var programs = new RandomPrograms(random);
            var reconciler = new DatapathReconciler(datapath, ids);
            reconcile(reconciler, after);
            datapath.watchedBy(this::compareSome);
            for (var change = 0; change < CHANGES; change++) {
                before = after;
                after = programs.next();
                reconciler.execute(
                        reconciler.plan(assembler.change(
                                before, after, Changes.between(before, after).content(), interfaces)),
                        ++revision);
                before = after;
                QUESTIONS.forEach(this::compare);
                assertNothingIsLeftToDo();
            }
        }

        private void assertNothingIsLeftToDo() {
            var anew = new DatapathReconciler(datapath, ids);
            var writes = anew.execute(anew.plan(new ContentsAssembler(ids).assemble(after, interfaces)), revision);
            assertThat(writes).as("incremental = everything; seed " + seed).isZero();
        }

        // Either a daemon died and the next one goes on, or the kernel refused and the same one went back.
        private DatapathReconciler interrupted(DatapathReconciler reconciler) {
            try {
                reconcile(reconciler, after);
                return reconciler;
            } catch (DatapathException refused) {
                datapath.failAfter(Integer.MAX_VALUE);
                if (random.nextBoolean()) {
                    return new DatapathReconciler(datapath, ids);
                }
                reconcile(reconciler, before);
                return reconciler;
            } finally {
                datapath.failAfter(Integer.MAX_VALUE);
            }
        }

        private void reconcile(DatapathReconciler reconciler, NodeProgram program) {
            reconciler.execute(reconciler.plan(assembler.assemble(program, interfaces)), ++revision);
        }

        private void compareSome() {
            for (var sample = 0; sample < 25; sample++) {
                compare(QUESTIONS.get(random.nextInt(QUESTIONS.size())));
            }
        }

        private void compare(Question question) {
            assertThat(Judge.byMaps(datapath, ids, question))
                    .as("%s from revision %s to %s, seed %s", question, before.revision(), after.revision(), seed)
                    .isIn(Judge.byProgram(before, interfaces, question), Judge.byProgram(after, interfaces, question));
        }
    }
}
