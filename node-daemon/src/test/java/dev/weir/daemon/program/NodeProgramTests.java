package dev.weir.daemon.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.daemon.program.ProgramChange.Content;
import dev.weir.daemon.program.ProgramChange.Part;
import dev.weir.daemon.testing.Programs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeProgramTests {
    private static final NodeProgram FIRST = Programs.webAdmitsClient().at(1);

    private static ProgramChange delta(long session, long base, Content content) {
        return new ProgramChange(new ProgramStamp(session, base + 1), base, content, null);
    }

    @Test
    void aDeltaChangesWhatItNamesAndNothingElse() {
        var client = new Part<PodRef, EndpointProgram>(List.of(), List.of(Programs.CLIENT));
        var next = FIRST.apply(delta(Programs.SESSION, 1, new Content(client, Part.none(), Part.none(), Part.none())));
        assertThat(next.endpoints()).containsOnlyKeys(Programs.WEB);
        assertThat(next.identities()).isEqualTo(FIRST.identities());
        assertThat(next.logging()).isEqualTo(FIRST.logging());
        assertThat(next.revision()).isEqualTo(2);
    }

    @Test
    void aSnapshotReplacesEverything() {
        assertThat(FIRST.apply(Programs.noPolicies().snapshot(9)))
                .isEqualTo(Programs.noPolicies().at(9));
    }

    @Test
    void aDeltaOfAnotherSessionOrRevisionIsStale() {
        assertThatThrownBy(() -> FIRST.apply(delta(Programs.SESSION, 2, Content.NONE)))
                .isInstanceOf(StaleDeltaException.class);
        assertThatThrownBy(() -> FIRST.apply(delta(99, 1, Content.NONE))).isInstanceOf(StaleDeltaException.class);
    }

    @Test
    void aProgramThatNamesWhatItDoesNotContainIsRefused() {
        var subject = new Part<Long, Subject>(List.of(), List.of(Programs.ADMITTING));
        var cookie = new Part<Long, Cookie>(List.of(), List.of(Programs.ADMISSION));
        assertThatThrownBy(() -> FIRST.apply(
                        delta(Programs.SESSION, 1, new Content(Part.none(), subject, Part.none(), Part.none()))))
                .isInstanceOf(InvalidProgramException.class)
                .hasMessageContaining("shop/web");
        assertThatThrownBy(() -> FIRST.apply(
                        delta(Programs.SESSION, 1, new Content(Part.none(), Part.none(), Part.none(), cookie))))
                .isInstanceOf(InvalidProgramException.class);
    }

    @Test
    void cookiesAreKeptForADayAfterTheyLeft() {
        var start = Instant.parse("2026-11-22T00:00:00Z");
        var gone = CookieArchive.EMPTY.after(FIRST, Programs.noPolicies().snapshot(2), start);
        assertThat(gone.retired()).containsOnlyKeys(Programs.ISOLATION, Programs.ADMISSION);
        assertThat(gone.swept(start.plus(CookieArchive.KEPT)).retired()).hasSize(2);
        assertThat(gone.swept(start.plus(CookieArchive.KEPT).plus(Duration.ofSeconds(1)))
                        .retired())
                .isEmpty();
        assertThat(gone.after(
                                Programs.noPolicies().at(2),
                                Programs.webAdmitsClient().snapshot(3),
                                start)
                        .retired())
                .isEmpty();
    }

    @Test
    void aCookieThatADeltaRemovesIsKept() {
        var start = Instant.parse("2026-11-22T00:00:00Z");
        var removed = new Part<Long, Cookie>(List.of(), List.of(Programs.ADMISSION));
        var change = delta(Programs.SESSION, 1, new Content(Part.none(), Part.none(), Part.none(), removed));
        assertThat(CookieArchive.EMPTY.after(FIRST, change, start).retired()).containsOnlyKeys(Programs.ADMISSION);
    }

    @Test
    void idsAreNeverHandedOutAgain() {
        var ids = new IdTable();
        var first = ids.intern(IdTable.Kind.SUBJECT, 1234);
        assertThat(ids.intern(IdTable.Kind.SUBJECT, 1234)).isEqualTo(first);
        ids.retain(FIRST, CookieArchive.EMPTY);
        assertThat(ids.find(IdTable.Kind.SUBJECT, 1234)).isZero();
        assertThat(ids.intern(IdTable.Kind.SUBJECT, 1234)).isGreaterThan(first);
        assertThat(ids.intern(IdTable.Kind.SUBJECT, 0)).isZero();
    }

    @Test
    void portPrefixesCoverTheirRange() {
        var fiftyTwoToFiftyFive = new PortPrefix(17, 52, 22);
        assertThat(fiftyTwoToFiftyFive.covers(17, 55)).isTrue();
        assertThat(fiftyTwoToFiftyFive.covers(17, 56)).isFalse();
        assertThat(fiftyTwoToFiftyFive.covers(6, 53)).isFalse();
        assertThat(PortPrefix.ANY.covers(132, 9)).isTrue();
    }
}
