package dev.weir.nodes;

import dev.weir.net.IpAddress;
import dev.weir.nodes.EndpointReadException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one daemon has been asked and has not answered. Thread-safe. */
final class Questions {
    /** A question makes a daemon walk its maps on the thread that changes them. */
    static final int AT_ONCE = 4;

    static final int MOST_ENTRIES = 20_000;

    private final Duration patience;
    private final Map<Long, CompletableFuture<NodeAnswer>> open = new HashMap<>();
    private long last;

    Questions(Duration patience) {
        this.patience = patience;
    }

    /** @throws EndpointReadException when too many are open */
    CompletableFuture<NodeAnswer> ask(NodeStream stream, List<IpAddress> addresses) {
        var answer = new CompletableFuture<NodeAnswer>();
        ReadQuestion question = new ReadQuestion(open(answer), addresses, MOST_ENTRIES);
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> silent(question.id()));
        stream.ask(question);
        return answer;
    }

    private void silent(long id) {
        fail(
                close(id),
                Reason.SILENT,
                "The node did not answer within " + patience.toMillis() / 1000.0
                        + " s. It may be applying a large change;" + " ask again, and see its daemon’s log.");
    }

    private synchronized long open(CompletableFuture<NodeAnswer> answer) {
        if (open.size() >= AT_ONCE) {
            throw new EndpointReadException(
                    Reason.BUSY,
                    "This node is answering " + AT_ONCE + " questions already. Ask again in a few seconds.");
        }
        open.put(++last, answer);
        return last;
    }

    private synchronized @Nullable CompletableFuture<NodeAnswer> close(long id) {
        return open.remove(id);
    }

    /** An answer that nobody waits for any more is none. */
    void answered(long id, NodeAnswer answer) {
        CompletableFuture<NodeAnswer> asked = close(id);
        if (asked != null) {
            asked.complete(answer);
        }
    }

    void failed(long id, String problem) {
        fail(close(id), Reason.UNREADABLE, "The node’s daemon could not read its maps: " + problem);
    }

    /** The stream has ended: no answer comes. */
    void lost() {
        List<Long> ids;
        synchronized (this) {
            ids = List.copyOf(open.keySet());
        }
        ids.forEach(
                id -> fail(close(id), Reason.AWAY, "The node’s daemon disconnected before it answered. Ask again."));
    }

    private static void fail(@Nullable CompletableFuture<NodeAnswer> asked, Reason reason, String message) {
        if (asked != null) {
            asked.completeExceptionally(new EndpointReadException(reason, message));
        }
    }
}
