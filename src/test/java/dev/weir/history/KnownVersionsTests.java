package dev.weir.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.Namespace;
import dev.weir.history.HistoryTable.Version;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What was read once is read no more, and never told of another version. */
class KnownVersionsTests {
    private final KnownVersions known = new KnownVersions();

    private static Namespace namespace(String name, long revision) {
        return new Namespace(name, Map.of("revision", String.valueOf(revision)), Map.of());
    }

    private static Version version(String name, long revision) {
        Namespace namespace = namespace(name, revision);
        return new Version(revision, revision, ObjectKey.of(namespace), ObjectBody.of(namespace));
    }

    @Test
    void everyVersionOfAnObjectSaysItsOwn() {
        List<Version> versions = List.of(version("shop", 1), version("pay", 1), version("shop", 2), version("shop", 1));
        assertThat(versions.stream().map(known::object))
                .containsExactly(namespace("shop", 1), namespace("pay", 1), namespace("shop", 2), namespace("shop", 1));
        assertThat(known.size()).isEqualTo(3);
    }

    @Test
    void whatIsKnownIsNotReadAgain() {
        Object first = known.object(version("shop", 1));
        assertThat(known.object(version("shop", 1))).isSameAs(first);
    }

    @Test
    void noMoreAreKeptThanTheBoundAndWhatWasForgottenIsReadAgain() {
        LongStream.rangeClosed(1, KnownVersions.KNOWN + 100)
                .forEach(revision -> known.object(version("shop", revision)));
        assertThat(known.size()).isEqualTo(KnownVersions.KNOWN);
        assertThat(known.object(version("shop", 1))).isEqualTo(namespace("shop", 1));
    }
}
