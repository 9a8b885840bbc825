package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.testing.FakeCurrentAccess;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.nodes.SettableClock;
import dev.weir.visible.VisibleWatch;
import dev.weir.visible.WatchTail;
import dev.weir.watch.Topic;
import dev.weir.watch.WatchBook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** What is written between two waits is done by the test, so that there is something each time and no waiting. */
@Timeout(60)
class WatchFollowerTests {
    private final SettableClock clock = new SettableClock();
    private final ClusterState cluster = new ClusterState();
    private final WatchBook book = new WatchBook();
    private final FakeCurrentAccess reader = new FakeCurrentAccess();
    private final WatchTail tail = open();

    private WatchTail open() {
        book.knowsAll(Topic.POLICIES);
        book.wrote(Topic.POLICIES, "shop", "web", "{\"first\":1}");
        return new VisibleWatch(book, reader).open(Set.of(Topic.POLICIES), "");
    }

    /** @param turns what happens before each of its waits; then the server stops */
    private String follow(boolean events, Runnable... turns) throws IOException {
        Deque<Runnable> left = new ArrayDeque<>(List.of(turns));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new WatchFollower(tail, cluster, JsonMapper.shared(), clock, events)
                .run(out, () -> (left.isEmpty() ? (Runnable) tail::close : left.removeFirst()).run());
        return out.toString(StandardCharsets.UTF_8);
    }

    private void write(String json) {
        book.wrote(Topic.POLICIES, "shop", "web", json);
    }

    /** Readers are woken although it does not concern them. */
    private void pass(Duration time) {
        clock.pass(time);
        book.wrote(Topic.ALERTS, "shop", "a", clock.instant().toString());
    }

    @Test
    void thePresentStateEndsWithABookmarkAndNewsHaveTheirVersionAsId() throws IOException {
        String text = follow(true, () -> {}, () -> write("{\"second\":2}"));
        String mark = text.replaceAll("(?s).*event: MODIFIED\nid: (\\S+)\n.*", "$1");
        assertThat(mark).matches("[0-9a-f]{8}-2-[0-9a-f]{8}");
        String before = mark.replace("-2-", "-1-");
        assertThat(text).isEqualTo("""
                        event: ADDED
                        data: {"type":"ADDED","topic":"policies","object":{"first":1}}

                        event: BOOKMARK
                        id: %s
                        data: {"type":"BOOKMARK","resourceVersion":"%s","current":false}

                        event: MODIFIED
                        id: %s
                        data: {"type":"MODIFIED","resourceVersion":"%s","topic":"policies","object":{"second":2}}

                        event: END
                        data: {"type":"END","reason":"shutdown"}

                        """.formatted(before, before, mark, mark));
    }

    @Test
    void bookmarksComeEveryTwentySecondsAndMoveOnWithWhatConcernsOthers() throws IOException {
        String text = follow(
                false,
                () -> {},
                () -> pass(Duration.ofSeconds(19)),
                () -> {
                    cluster.mark(new Freshness.Current(clock.instant()));
                    pass(Duration.ofSeconds(1));
                },
                () -> pass(Duration.ofSeconds(19)));
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).contains("BOOKMARK", "-1-", "\"current\":false");
        assertThat(lines.get(2)).contains("BOOKMARK", "-3-", "\"current\":true");
        assertThat(lines.get(3)).isEqualTo("{\"type\":\"END\",\"reason\":\"shutdown\"}");
    }

    @Test
    void theEndSaysWhenTheReaderMayReadNothingMore() throws IOException {
        String text = follow(false, () -> {}, () -> {
            reader.become();
            write("{\"secret\":1}");
        });
        assertThat(text)
                .endsWith("{\"type\":\"END\",\"reason\":\"unauthorized\"}\n")
                .doesNotContain("secret");
    }
}
