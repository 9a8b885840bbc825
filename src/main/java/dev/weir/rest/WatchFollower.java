package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.visible.WatchTail;
import dev.weir.watch.News;
import dev.weir.watch.WatchReader.Told;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what a watch tells, as server-sent events or as lines, in the words of a watch of Kubernetes. A bookmark after the present state says
 * that this was all of it; others tell both sides now and then that the other is there.
 */
final class WatchFollower {
    static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(20);

    private final WatchTail tail;
    private final ClusterView cluster;
    private final JsonMapper json;
    private final Clock clock;
    private final boolean events;
    private Instant bookmarked = Instant.EPOCH;

    WatchFollower(WatchTail tail, ClusterView cluster, JsonMapper json, Clock clock, boolean events) {
        this.tail = tail;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.events = events;
    }

    /** @param look what to do each time before it waits, which it does for a second at most */
    void run(OutputStream out, Runnable look) throws IOException {
        try {
            while (tail.end().isEmpty()) {
                look.run();
                tell(out, tail.next(SummaryWatch.BETWEEN_LOOKS));
            }
            end(out, tail.end().get().label());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(out, WatchTail.End.SHUTDOWN.label());
        }
    }

    private void tell(OutputStream out, List<Told> news) throws IOException {
        boolean whole = false;
        for (Told told : news) {
            write(out, told);
            whole |= told.resourceVersion() == null;
        }
        boolean due = whole || !clock.instant().isBefore(bookmarked.plus(BETWEEN_BOOKMARKS));
        if (due && tail.end().isEmpty()) {
            bookmark(out);
        }
        if (due || !news.isEmpty()) {
            out.flush();
        }
    }

    private void write(OutputStream out, Told told) throws IOException {
        News news = told.news();
        Map<String, Object> head = head(news.type().name(), told.resourceVersion());
        head.put("topic", news.topic().label());
        String open = json.writeValueAsString(head);
        // The object was written when it changed, once for all readers.
        String data = open.substring(0, open.length() - 1) + ",\"object\":" + news.json() + "}";
        write(out, news.type().name(), told.resourceVersion(), data);
    }

    private void bookmark(OutputStream out) throws IOException {
        bookmarked = clock.instant();
        Map<String, Object> head = head("BOOKMARK", tail.resourceVersion());
        head.put("current", cluster.freshness() instanceof Freshness.Current);
        write(out, "BOOKMARK", tail.resourceVersion(), json.writeValueAsString(head));
    }

    private void end(OutputStream out, String reason) throws IOException {
        Map<String, Object> head = head("END", null);
        head.put("reason", reason);
        write(out, "END", null, json.writeValueAsString(head));
        out.flush();
    }

    private static Map<String, Object> head(String type, @Nullable String resourceVersion) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("type", type);
        if (resourceVersion != null) {
            head.put("resourceVersion", resourceVersion);
        }
        return head;
    }

    private void write(OutputStream out, String event, @Nullable String id, String data) throws IOException {
        String text = events
                ? "event: " + event + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + data + "\n\n"
                : data + "\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
