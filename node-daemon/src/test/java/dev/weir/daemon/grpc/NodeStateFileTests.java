package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.PolicyRef;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Content;
import dev.weir.daemon.program.ProgramChange.Part;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStateFileTests {
    @TempDir
    Path folder;

    private static NodeProgram everything() {
        var logging = new LoggingSettings(
                LoggingSettings.Action.DELEGATED,
                LoggingSettings.Action.ALL,
                Set.of("shop"),
                Set.of(new PolicyRef("shop", "client-in")),
                4);
        var ranges = List.of(
                new IdentityEntry(Prefix.parse("203.0.113.0/24"), 7, IdentityKind.OUTSIDE, null),
                new IdentityEntry(Prefix.parse("2001:db8::/32"), 8, IdentityKind.OUTSIDE, null),
                new IdentityEntry(Prefix.parse("172.30.0.11/32"), 0, IdentityKind.NODE, null));
        return Programs.webAdmitsClient()
                .withLogging(logging)
                .at(3)
                .apply(new ProgramChange(
                        new ProgramStamp(Programs.SESSION, 4),
                        3,
                        new Content(Part.none(), Part.none(), new Part<>(ranges, List.of()), Part.none()),
                        null));
    }

    @Test
    void aStateRoundTrips() throws IOException {
        var ids = new IdTable();
        ids.intern(Kind.SUBJECT, -5);
        ids.intern(Kind.COOKIE, Programs.ADMISSION);
        ids.startAbove(Kind.CLASS, 99);
        var archive = CookieArchive.EMPTY.after(
                Programs.webAdmitsClient().at(1), Programs.noPolicies().at(2), Instant.parse("2026-11-22T00:00:00Z"));
        var file = new NodeStateFile(folder.resolve("state/program.pb"));
        file.save(new NodeState(everything(), ids, archive, 4_000_000_000L));

        var loaded = file.load().orElseThrow();
        assertThat(loaded.program()).isEqualTo(everything());
        assertThat(loaded.archive()).isEqualTo(archive);
        assertThat(loaded.endpointRevision()).isEqualTo(4_000_000_000L);
        for (var kind : Kind.values()) {
            assertThat(loaded.ids().ids(kind)).isEqualTo(ids.ids(kind));
            assertThat(loaded.ids().next(kind)).isEqualTo(ids.next(kind));
        }
    }

    @Test
    void withoutAFileThereIsNoState() throws IOException {
        assertThat(new NodeStateFile(folder.resolve("program.pb")).load()).isEmpty();
    }

    @Test
    void aDamagedFileIsPutAside() throws IOException {
        var path = folder.resolve("program.pb");
        Files.writeString(path, "not a program");
        assertThat(new NodeStateFile(path).load()).isEmpty();
        assertThat(folder.resolve("program.pb.damaged")).exists();
    }
}
