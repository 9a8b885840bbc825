package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.EnforcementSettings;
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
import dev.weir.daemon.program.StateStep;
import dev.weir.daemon.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                        null,
                        new EnforcementSettings(true)));
    }

    private static NodeState state() {
        var ids = new IdTable();
        ids.intern(Kind.SUBJECT, -5);
        ids.intern(Kind.COOKIE, Programs.ADMISSION);
        ids.startAbove(Kind.CLASS, 99);
        var archive = CookieArchive.EMPTY.after(
                Programs.webAdmitsClient().at(1),
                Programs.noPolicies().snapshot(2),
                Instant.parse("2026-11-22T00:00:00Z"));
        return new NodeState(everything(), ids, archive, 4_000_000_000L);
    }

    private static void assertSame(NodeState loaded, NodeState expected) {
        assertThat(loaded.program()).isEqualTo(expected.program());
        assertThat(loaded.archive()).isEqualTo(expected.archive());
        assertThat(loaded.endpointRevision()).isEqualTo(expected.endpointRevision());
        for (var kind : Kind.values()) {
            assertThat(loaded.ids().ids(kind)).isEqualTo(expected.ids().ids(kind));
            assertThat(loaded.ids().next(kind)).isEqualTo(expected.ids().next(kind));
        }
    }

    /** The client leaves, with its identity and a cookie that stays in the archive. */
    private static StateStep clientLeaves(IdTable ids) {
        ids.takeIssued();
        ids.intern(Kind.CLASS, 77);
        var content = new Content(
                new Part<>(List.of(), List.of(Programs.CLIENT)),
                Part.none(),
                new Part<>(List.of(), List.of(Prefix.of(Programs.CLIENT_ADDRESS))),
                Part.none());
        return new StateStep(
                new ProgramChange(new ProgramStamp(Programs.SESSION, 5), 4, content, null),
                ids.takeIssued(),
                Instant.parse("2026-11-23T00:00:00Z"),
                4_000_000_001L);
    }

    private Path path() {
        return folder.resolve("state/program.log");
    }

    private NodeStateFile file() {
        return new NodeStateFile(folder.resolve("state"));
    }

    private Optional<NodeState> loaded() throws IOException {
        try (var file = file()) {
            return file.load();
        }
    }

    @Test
    void aStateRoundTrips() throws IOException {
        try (var file = file()) {
            file.save(state());
        }
        assertSame(loaded().orElseThrow(), state());
    }

    @Test
    void stepsFollowTheStateTheyWereTakenFrom() throws IOException {
        try (var file = file()) {
            var state = state();
            file.save(state);
            file.append(clientLeaves(state.ids()));
        }
        var expected = state();
        assertSame(loaded().orElseThrow(), clientLeaves(expected.ids()).after(expected));
    }

    @Test
    void aStepThatWasNotFinishedIsCutOffAndTheNextOneTakesItsPlace() throws IOException {
        try (var file = file()) {
            var state = state();
            file.save(state);
            var whole = Files.size(path());
            file.append(clientLeaves(state.ids()));
            var bytes = Files.readAllBytes(path());
            for (var length = (int) whole; length < bytes.length; length++) {
                Files.write(path(), Arrays.copyOf(bytes, length));
                assertSame(loaded().orElseThrow(), state());
                assertThat(Files.size(path())).isEqualTo(whole);
            }
            for (var at = (int) whole + 8; at < bytes.length; at++) {
                var torn = bytes.clone();
                torn[at] ^= 1;
                Files.write(path(), torn);
                assertSame(loaded().orElseThrow(), state());
            }
        }
        try (var file = file()) {
            var state = file.load().orElseThrow();
            file.append(clientLeaves(state.ids()));
        }
        assertThat(loaded().orElseThrow().program().revision()).isEqualTo(5);
    }

    @Test
    void aStepThatOthersFollowWasWholeOnceSoDamageToItIsNotCutOff() throws IOException {
        try (var file = file()) {
            var state = state();
            file.save(state);
            var whole = (int) Files.size(path());
            file.append(clientLeaves(state.ids()));
            file.append(new StateStep(null, Map.of(), Instant.EPOCH, 4_000_000_002L));
            var bytes = Files.readAllBytes(path());
            bytes[whole + 20] ^= 1;
            Files.write(path(), bytes);
        }
        assertThat(loaded()).isEmpty();
        assertThat(folder.resolve("state/program.log.damaged")).exists();
    }

    @Test
    void stepsOutgrowTheStateAndAWholeStateTakesTheirPlace() throws IOException {
        try (var file = file()) {
            file.save(state());
            var steps = 0;
            while (!file.hasOutgrown()) {
                file.append(new StateStep(null, Map.of(), Instant.EPOCH, 4_000_000_000L + ++steps));
            }
            assertThat(steps).isGreaterThan(1000);
            var grown = Files.size(path());
            file.save(state());
            assertThat(file.hasOutgrown()).isFalse();
            assertThat(Files.size(path())).isLessThan(grown / 10);
        }
        assertSame(loaded().orElseThrow(), state());
    }

    @Test
    void withoutAFileThereIsNoState() throws IOException {
        assertThat(loaded()).isEmpty();
    }

    @Test
    void aDamagedFileIsPutAside() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "not a program");
        assertThat(loaded()).isEmpty();
        assertThat(folder.resolve("state/program.log.damaged")).exists();
    }
}
