package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A part of the cluster as its process, found by the mark in its environment: also while there is no server to ask for it. */
record PartProcess(String part) {

    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0"))
                    .contains("WEIR_LOCAL_PART=" + part);
        } catch (IOException e) {
            return false; // it has ended, or was never ours
        }
    }

    /** As a crash: no shutdown hook runs. The supervisor starts it again. */
    void kill() {
        List<ProcessHandle> killed = running();
        assertThat(killed).as(part).isNotEmpty();
        killed.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(10)).until(() -> killed.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** What it has written to its log over all its lives. */
    String log() {
        try {
            return Files.readString(Path.of("/run/weir/log", part + ".log"));
        } catch (IOException e) {
            throw new AssertionError(part, e);
        }
    }
}
