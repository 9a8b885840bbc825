package dev.weir.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.audit.Journal;
import dev.weir.flow.filter.FilterSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedViewsTests {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private SavedViews views;

    @BeforeEach
    void open() {
        views = new SavedViews(file().toString(), Journal.NONE, NOON);
    }

    private Path file() {
        return directory.resolve("sub/views.json");
    }

    private List<String> names(String owner) {
        return views.of(owner).stream()
                .filter(view -> !view.owner().isEmpty())
                .map(SavedView::name)
                .toList();
    }

    @Test
    void everybodyHasTheirOwnBesideThoseThatComeWithTheProgram() {
        views.save("ann", "rogue", "src.pod=rogue", "24h");
        views.save("bob", "dns", "dest_port=53", "");
        assertThat(names("ann")).containsExactly("rogue");
        assertThat(names("bob")).containsExactly("dns");
        assertThat(views.of("cyd")).extracting(SavedView::name).contains("Denied now", "To the internet");
        assertThat(views.delete("bob", "rogue")).isFalse();
        assertThat(views.delete("ann", "rogue")).isTrue();
        assertThat(names("ann")).isEmpty();
    }

    @Test
    void theyOutliveARestartInAFileThatOnlyItsOwnerReads() throws IOException {
        views.save("ann", "rogue", "hubble observe --verdict DROPPED", "24h");
        SavedView before = views.of("ann").getLast();
        open();
        assertThat(views.of("ann").getLast()).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void theSameNameReplaces() {
        views.save("ann", "x", "count>1", "");
        views.save("ann", " x ", "count>2", "");
        assertThat(views.of("ann").getLast().filter()).isEqualTo("count>2");
        assertThat(names("ann")).containsExactly("x");
    }

    @Test
    void whatCannotBeAskedIsNotSaved() {
        assertThatThrownBy(() -> views.save("ann", "x", "disposition=", "")).isInstanceOf(FilterSyntaxException.class);
        assertThatThrownBy(() -> views.save("ann", "x", "", "soon")).isInstanceOf(ViewException.class);
        assertThatThrownBy(() -> views.save("ann", " ", "", "")).isInstanceOf(ViewException.class);
        assertThatThrownBy(() -> views.save("ann", "a/b", "", "")).isInstanceOf(ViewException.class);
        assertThatThrownBy(() -> views.save("ann", "Denied now", "", ""))
                .hasMessageContaining("comes with the program");
        assertThat(names("ann")).isEmpty();
    }

    @Test
    void theyAreBounded() {
        for (int i = 0; i < SavedViews.MOST_OF_ONE; i++) {
            views.save("ann", "view " + i, "", "");
        }
        assertThatThrownBy(() -> views.save("ann", "one more", "", "")).hasMessageContaining("delete one first");
        views.save("ann", "view 1", "count>1", "");
        views.save("bob", "his", "", "");
    }
}
