package dev.weir.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cleaning up takes for its own, and what it must not. */
class RecognitionTests {

    @Test
    void aProcessIsRecognisedByTheMarkInItsEnvironmentAndNothingElse() {
        assertThat(Processes.markIn("PATH=/bin\0WEIR_LOCAL_PART=server\0HOME=/root\0"))
                .contains("server");
        assertThat(Processes.markIn("PATH=/bin\0NOTE=WEIR_LOCAL_PART=server\0")).isEmpty();
        assertThat(Processes.markIn("")).isEmpty();
    }

    @Test
    void thisProcessIsNoPartOfAnyCluster() {
        assertThat(Processes.parts())
                .noneMatch(
                        part -> part.process().pid() == ProcessHandle.current().pid());
    }

    @Test
    void aMountIsRecognisedByItsWholePath() {
        String line = "43 27 0:36 / /sys/fs/bpf rw,relatime shared:13 - bpf bpf rw";
        assertThat(Mounts.isMountPoint(Stream.of(line), Path.of("/sys/fs/bpf"))).isTrue();
        assertThat(Mounts.isMountPoint(Stream.of(line), Path.of("/sys/fs"))).isFalse();
    }

    @Test
    void whatWasMountedBeforeIsNotUndone(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("mounts"), "");
        new Mounts(new RunDirectory(directory)).undo();
        assertThat(directory).exists();
    }

    @Test
    void secretsAreReadableForTheirOwnerAloneAndNewEachTime(@TempDir Path directory) throws Exception {
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        run.create();
        run.writeSecrets();
        String first = run.adminPasswordText();
        run.writeSecrets();
        assertThat(run.adminPasswordText()).hasSize(16).isNotEqualTo(first);
        assertThat(Files.getPosixFilePermissions(run.apiToken()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        run.delete();
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void aPartThatKeepsDyingIsStartedLessAndLessOften() {
        Duration pause = Duration.ofSeconds(1);
        for (int death = 0; death < 10; death++) {
            pause = ChildProcess.next(pause);
        }
        assertThat(pause).isEqualTo(Duration.ofSeconds(30));
    }
}
