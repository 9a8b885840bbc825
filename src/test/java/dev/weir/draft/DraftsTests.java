package dev.weir.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftsTests {
    @TempDir
    Path directory;

    private final Clock clock = new CountingClock();

    private Drafts drafts() {
        return new Drafts(directory.resolve("drafts.json").toString(), clock);
    }

    @Test
    void aDraftIsThereAfterARestartAndOnlyForWhoWroteIt() throws Exception {
        drafts().keep("ann", "shop/web", "7", "old", "new");
        assertThat(drafts().find("ann", "shop/web")).hasValueSatisfying(draft -> {
            assertThat(draft.text()).isEqualTo("new");
            assertThat(draft.version()).isEqualTo("7");
            assertThat(draft.original()).isEqualTo("old");
        });
        assertThat(drafts().find("bob", "shop/web")).isEmpty();
        assertThat(Files.getPosixFilePermissions(directory.resolve("drafts.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatIsDiscardedIsGone() {
        Drafts drafts = drafts();
        drafts.keep("ann", "shop/web", "7", "old", "new");
        drafts.discard("ann", "shop/web");
        assertThat(drafts().find("ann", "shop/web")).isEmpty();
    }

    @Test
    void theOldestGivesWay() {
        Drafts drafts = drafts();
        for (int i = 0; i <= Drafts.MOST_OF_ONE; i++) {
            drafts.keep("ann", "shop/" + i, "", "", "text");
        }
        assertThat(drafts.find("ann", "shop/0")).isEmpty();
        assertThat(drafts.find("ann", "shop/1")).isPresent();
        assertThat(drafts.find("ann", "shop/" + Drafts.MOST_OF_ONE)).isPresent();
    }

    @Test
    void aTextThatIsTooLongIsNotKept() {
        assertThat(drafts().keep("ann", "shop/web", "", "", "x".repeat(Drafts.LONGEST + 1)))
                .isEmpty();
    }

    /** A second later with every look. */
    private static final class CountingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }
}
