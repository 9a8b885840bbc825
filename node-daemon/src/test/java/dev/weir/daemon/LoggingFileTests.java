package dev.weir.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.daemon.flow.RecordOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingFileTests {
    @TempDir
    Path folder;

    private RecordOptions read(String content) throws IOException {
        return LoggingFile.read(Files.writeString(folder.resolve("policy-logging.conf"), content), "node-1");
    }

    @Test
    void withoutAFileGkesDefaultsHold() {
        var options = LoggingFile.read(folder.resolve("none"), "node-1");
        assertThat(options.file())
                .isEqualTo(new RecordOptions.File(Path.of("/var/log/network/policy_action.log"), 10 << 20, 5));
        assertThat(options.denials()).isEqualTo(new RecordOptions.Denials(Duration.ofSeconds(5), 3000));
        assertThat(options.linesPerSecond()).isEqualTo(500);
        assertThat(options.logNodeName()).isTrue();
        assertThat(options.extensions()).isTrue();
    }

    @Test
    void theFileThatGkeShipsIsUnderstood() throws IOException {
        assertThat(read("maxLogRate: 500\n")).isEqualTo(RecordOptions.defaults("node-1"));
    }

    @Test
    void everyKeyHasItsEffect() throws IOException {
        var options = read("""
                ---
                # how much is written
                logFilePath: /var/log/weir
                logFileName: "actions.log"
                logFileMaxSize: 20   # MiB
                logFileMaxBackups: 3
                maxLogRate: unlimited
                logQueueSize: 2000
                denyAggregationSeconds: 0
                denyAggregationMapSize: 10
                logNodeName: false
                logUncorrelatedEntry: false
                extensions: false
                """);
        assertThat(options)
                .isEqualTo(new RecordOptions(
                        "node-1",
                        new RecordOptions.File(Path.of("/var/log/weir/actions.log"), 20 << 20, 3),
                        new RecordOptions.Denials(Duration.ZERO, 10),
                        RecordOptions.UNLIMITED,
                        false,
                        false));
    }

    @Test
    void whatCannotBeMeantIsRefusedWithARemedy() {
        assertRefused("maxLograte: 500", "does not know maxLograte");
        assertRefused("maxLogRate: many", "no number for maxLogRate");
        assertRefused("logNodeName: yes", "neither true nor false");
        assertRefused("logFileName: ../actions.log", "logFileName");
        assertRefused("logUncorrelatedEntry: true", "which Weir does not have");
    }

    private void assertRefused(String content, String message) {
        assertThatThrownBy(() -> read(content))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        StartupFailure.class,
                        failure -> assertThat(failure.action()).isNotEmpty());
    }

    @Test
    void variablesStandAboveTheFile() throws IOException {
        read("maxLogRate: 700\ndenyAggregationSeconds: 2\n");
        var config = DaemonConfig.from(Map.of(
                "WEIR_NODE_NAME", "node-1",
                "WEIR_LOGGING_FILE", folder.resolve("policy-logging.conf").toString(),
                "WEIR_LOG_DIR", "/tmp/log",
                "WEIR_RECORD_RATE", "unlimited"));
        assertThat(config.records().file().path()).isEqualTo(Path.of("/tmp/log/policy_action.log"));
        assertThat(config.records().linesPerSecond()).isEqualTo(RecordOptions.UNLIMITED);
        assertThat(config.records().denials().window()).isEqualTo(Duration.ofSeconds(2));
    }
}
