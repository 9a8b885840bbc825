package dev.weir.daemon.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTests {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    private Path path() {
        return folder.resolve("policy_action.log");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aFullFileIsRenamedAndFiveAreKept() throws IOException {
        var line = new byte[1 << 20];
        try (var file = new RotatingFile(new RecordOptions.File(path(), 10 << 20, 5), clock::now)) {
            for (var i = 0; i < 10 * 8 + 1; i++) {
                file.write(ByteBuffer.wrap(line));
                clock.advance(Duration.ofMillis(7));
            }
        }
        assertThat(files()).hasSize(1 + 5);
        assertThat(files())
                .filteredOn(file -> !file.endsWith("policy_action.log"))
                .allSatisfy(backup -> {
                    assertThat(backup.getFileName().toString())
                            .matches("policy_action-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3}\\.log");
                    assertThat(Files.size(backup)).isEqualTo(10 << 20);
                });
    }

    @Test
    void sizeAndNumberCanBeChosen() throws IOException {
        try (var file = new RotatingFile(new RecordOptions.File(path(), 100, 2), clock::now)) {
            for (var i = 0; i < 20; i++) {
                file.write(ByteBuffer.allocate(60));
                clock.advance(Duration.ofMillis(7));
            }
        }
        assertThat(files())
                .hasSize(3)
                .allSatisfy(file -> assertThat(Files.size(file)).isEqualTo(60));
    }

    @Test
    void aRestartAppends() throws IOException {
        for (var life = 0; life < 2; life++) {
            try (var file = new RotatingFile(new RecordOptions.File(path(), 10 << 20, 5), clock::now)) {
                file.write(ByteBuffer.wrap(new byte[] {'x', '\n'}));
            }
        }
        assertThat(Files.readString(path())).isEqualTo("x\nx\n");
    }

    @Test
    void aLineThatADeathHasTornIsEndedBeforeTheNext() throws IOException {
        Files.writeString(path(), "{\"connection\":{}}\n{\"connec");
        try (var file = new RotatingFile(new RecordOptions.File(path(), 10 << 20, 5), clock::now)) {
            file.write(UTF_8.encode("{\"disposition\":\"deny\"}\n"));
        }
        assertThat(Files.readAllLines(path()))
                .containsExactly("{\"connection\":{}}", "{\"connec", "{\"disposition\":\"deny\"}");
    }
}
