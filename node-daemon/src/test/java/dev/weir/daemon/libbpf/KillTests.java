package dev.weir.daemon.libbpf;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.daemon.testing.TestNode;
import dev.weir.daemon.testing.Upheaval;
import dev.weir.daemon.testing.Upheaval.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon's process is killed before each system call by which an apply that changes everything has an effect. While it is dead each packet is judged as before the change or as
 * after it; the next process, from what is left and without a server, enforces one of the two whole, and says which. Packets go between network namespaces.
 */
@RequiresBpf
final class KillTests {
    // The calls by which an apply changes anything outside of its process; strace counts each of its own. Not openat:
    // who dies before the first write leaves what it has made, and most of what is opened is only read.
    private static final List<String> ON_FILES =
            List.of("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir");
    private static final List<String> ON_MAPS_AND_FILES =
            Stream.concat(Stream.of("bpf", "membarrier"), ON_FILES.stream()).toList();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private TestNode node;
    private Path pins;
    private Datagrams datagrams;
    private MortalProcess daemon;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeEach
    void makePods() throws Exception {
        node = new TestNode(folder);
        pins = Path.of("/sys/fs/bpf/weir", node.name(), "v1");
        Files.createDirectories(folder.resolve("state"));
        for (var pod : Upheaval.PODS) {
            node.addPod(pod.name(), Upheaval.address(pod).toString());
        }
        datagrams = new Datagrams(node);
        daemon = start();
    }

    @AfterEach
    void removePods() throws Exception {
        daemon.close();
        datagrams.close();
        node.close();
    }

    @Test
    void killedAtAnySystemCallOfADeltaItEnforcesTheOldRevisionOrTheNewOne() throws Exception {
        dieAtEach("after delta", ON_MAPS_AND_FILES);
    }

    /** On the maps it does the same as a delta; the file is written whole and takes the place of the one before. */
    @Test
    void killedAtAnySystemCallThatSavesASnapshotItEnforcesTheOldRevisionOrTheNewOne() throws Exception {
        dieAtEach("after snapshot", ON_FILES);
    }

    private void dieAtEach(String change, List<String> calls) throws Exception {
        var started = System.nanoTime();
        var deaths = new LinkedHashMap<String, Integer>();
        for (var call : calls) {
            var number = 1;
            while (diesAt(call, number, change)) {
                number++;
            }
            deaths.put(call, number - 1);
        }
        deaths.values().removeIf(count -> count == 0);
        System.out.printf(
                "%s: died before each of %d calls %s; then enforced %s; %.0f s%n",
                change,
                deaths.values().stream().mapToInt(Integer::intValue).sum(),
                deaths,
                outcomes,
                (System.nanoTime() - started) / 1e9);
        assertThat(deaths).as("calls before which it died").containsKey("write");
        assertThat(outcomes).as("revisions enforced after deaths").containsOnlyKeys("old", "new");
    }

    private boolean diesAt(String call, int number, String change) throws Exception {
        var when = change + ", " + call + " " + number;
        daemon.obey("before");
        assertEnforced(Question::before, "before " + when);
        daemon.dieAt(call, number);
        if (daemon.obey(change).isPresent()) {
            daemon.spare();
            assertEnforced(Question::after, "after " + when);
            return false;
        }
        daemon.awaitDeath();
        assertEachAsBeforeOrAfter("dead at " + when);
        daemon = start();
        var isNew = daemon.revision() % 2 == 0;
        outcomes.merge(isNew ? "new" : "old", 1, Integer::sum);
        assertEnforced(isNew ? Question::after : Question::before, "after death at " + when);
        return true;
    }

    private MortalProcess start() throws IOException {
        return new MortalProcess(node.name(), pins, folder);
    }

    private void assertEnforced(Predicate<Question> expected, String when) throws Exception {
        datagrams.send();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(datagrams.arrived()).as(when).isEqualTo(table(expected)));
    }

    private void assertEachAsBeforeOrAfter(String when) throws Exception {
        datagrams.send();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(datagrams.arrived())
                        .as(when)
                        .allSatisfy((question, arrived) ->
                                assertThat(arrived).as(question.toString()).isIn(question.before(), question.after())));
    }

    private static Map<Question, Boolean> table(Predicate<Question> expected) {
        return Upheaval.QUESTIONS.stream().collect(toMap(Function.identity(), expected::test));
    }
}
