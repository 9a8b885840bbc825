package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.Change;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import dev.weir.local.api.store.Watcher;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves watches as streams of JSON lines. A stream ends after {@code timeoutSeconds}, when the client leaves, or with 410 when the client
 * is too slow; the client then resumes from the last revision that it has seen. Bookmarks tell that revision while nothing happens, and
 * find clients that are gone.
 */
final class WatchStream {

    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(20);
    private static final Duration SHORTEST = Duration.ofMinutes(30);
    private static final byte[] OBJECT = "\",\"object\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);

    private final Registry registry;
    private final Clock clock;
    private volatile boolean closed;

    WatchStream(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Ends all watches soon. */
    void close() {
        closed = true;
    }

    private enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** What all steps of one stream need. */
    private record Stream(
            ResourceHandler.Call call,
            Predicate<ObjectNode> selection,
            Representation form,
            OutputStream out,
            boolean bookmarks) {}

    void serve(ResourceHandler.Call call, Predicate<ObjectNode> selection) throws IOException {
        ApiRequest request = call.request();
        String storage = call.type().storage();
        long since = request.number("resourceVersion").orElse(0L);
        boolean initial = since == 0 || request.flag("sendInitialEvents");
        ObjectStore.Snapshot snapshot =
                registry.store().list(storage, call.path().namespace());
        if (since > snapshot.revision()) {
            throw new ApiException(
                            504,
                            "Timeout",
                            "Too large resource version: " + since + ", current: " + snapshot.revision())
                    .cause("ResourceVersionTooLarge", "Too large resource version", "");
        }
        Predicate<ObjectNode> chosen = call.path().namespace().isEmpty()
                ? selection
                : tree -> Json.text(tree, "metadata", "namespace")
                                .equals(call.path().namespace())
                        && selection.test(tree);
        try (Watcher watcher = registry.store().watch(storage, initial ? snapshot.revision() : since)) {
            request.exchange().getResponseHeaders().set("Content-Type", "application/json");
            request.exchange().sendResponseHeaders(200, 0);
            try (OutputStream out = new BufferedOutputStream(request.exchange().getResponseBody(), 16 * 1024)) {
                Stream stream =
                        new Stream(call, chosen, Representation.of(call), out, request.flag("allowWatchBookmarks"));
                if (initial) {
                    sendInitial(stream, snapshot);
                }
                out.flush();
                follow(stream, watcher, deadline(request));
            }
        }
    }

    private Instant deadline(ApiRequest request) {
        Duration patience = request.number("timeoutSeconds")
                .map(Duration::ofSeconds)
                .orElseGet(
                        () -> SHORTEST.plusSeconds(ThreadLocalRandom.current().nextLong(SHORTEST.toSeconds())));
        return clock.instant().plus(patience);
    }

    private static void sendInitial(Stream stream, ObjectStore.Snapshot snapshot) throws IOException {
        for (StoredObject object : snapshot.objects()) {
            if (stream.selection().test(Representation.served(stream.call().type(), object))) {
                send(stream, Kind.ADDED, object);
            }
        }
        if (stream.call().request().flag("sendInitialEvents")) {
            ObjectNode bookmark = bookmark(stream.call().type(), snapshot.revision());
            Json.make(bookmark, "metadata", "annotations").put("k8s.io/initial-events-end", "true");
            line(stream.out(), "BOOKMARK", Json.bytes(bookmark));
        }
    }

    private void follow(Stream stream, Watcher watcher, Instant deadline) throws IOException {
        Instant nextBookmark = clock.instant().plus(BOOKMARK_INTERVAL);
        while (!closed && clock.instant().isBefore(deadline)) {
            long before = registry.store().revision();
            Change change = next(watcher, earlier(nextBookmark, deadline));
            if (change != null) {
                send(stream, change);
            }
            if (watcher.isIdle()) {
                if (watcher.hasOverflown()) {
                    ApiException tooSlow = ApiException.expired("the watch was too slow to follow; list again");
                    line(stream.out(), "ERROR", Json.bytes(tooSlow.status()));
                    return;
                }
                if (!clock.instant().isBefore(nextBookmark) && change == null) {
                    sendBookmark(stream, before);
                    nextBookmark = clock.instant().plus(BOOKMARK_INTERVAL);
                }
                stream.out().flush();
            }
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private @Nullable Change next(Watcher watcher, Instant until) throws IOException {
        try {
            Duration left = Duration.between(clock.instant(), until);
            Duration step = left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1);
            return watcher.next(step.isNegative() ? Duration.ZERO : step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The revision was read before the queue was found empty, so everything up to it has been sent. */
    private static void sendBookmark(Stream stream, long revision) throws IOException {
        if (stream.bookmarks()) {
            line(stream.out(), "BOOKMARK", Json.bytes(bookmark(stream.call().type(), revision)));
        }
    }

    private static ObjectNode bookmark(ResourceType type, long revision) {
        ObjectNode bookmark = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        bookmark.putObject("metadata")
                .put("resourceVersion", Long.toString(revision))
                .putNull("creationTimestamp");
        return bookmark;
    }

    /** To a client with selectors, an object appears when it begins to match and disappears when it no longer does. */
    private static void send(Stream stream, Change change) throws IOException {
        ResourceType type = stream.call().type();
        StoredObject before = change.before();
        boolean matched = before != null && stream.selection().test(Representation.served(type, before));
        boolean matches = !change.deleted() && stream.selection().test(Representation.served(type, change.after()));
        if (matched && matches) {
            send(stream, Kind.MODIFIED, change.after());
        } else if (matches) {
            send(stream, Kind.ADDED, change.after());
        } else if (matched) {
            send(stream, Kind.DELETED, change.after());
        }
    }

    private static void send(Stream stream, Kind kind, StoredObject object) throws IOException {
        line(stream.out(), kind.name(), stream.form().event(object));
    }

    private static void line(OutputStream out, String type, byte[] object) throws IOException {
        out.write(("{\"type\":\"" + type).getBytes(StandardCharsets.UTF_8));
        out.write(OBJECT);
        out.write(object);
        out.write(END);
    }
}
