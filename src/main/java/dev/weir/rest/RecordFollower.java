package dev.weir.rest;

import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.RecordTail.Arrived;
import dev.weir.flow.store.RecordTail.Gap;
import dev.weir.flow.store.RecordTail.Withheld;
import dev.weir.flow.store.WithheldCount;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes records as they are stored, as server-sent events or as lines: {@code entry} (its id is the cursor from which to go on), {@code gap}
 * with what a budget withheld, {@code end} with a reason. A reader that is too slow for the tail is given what it missed from the store: it falls behind, but nothing is left out. A
 * heartbeat tells both sides that the other is there.
 */
final class RecordFollower {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SILENT_TURNS = 3;

    private final Streams.Stream stream;
    private final JsonMapper json;
    private final boolean events;
    private final RecordFormat format;

    RecordFollower(Streams.Stream stream, JsonMapper json, RecordFormat format) {
        this.stream = stream;
        this.json = json;
        this.format = format;
        this.events = format == RecordFormat.EVENTS;
    }

    void run(HttpServletResponse response) throws IOException {
        response.setContentType(format.type().toString());
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        try {
            heartbeat(out);
            follow(out);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(out, "shutdown");
        }
    }

    private void follow(OutputStream out) throws IOException, InterruptedException {
        int silent = 0;
        while (true) {
            if (!stream.isAllowed()) {
                end(out, "unauthorized");
                return;
            }
            RecordTail.Event event = stream.tail().next(PATIENCE);
            if (event == null && stream.tail().isClosed()) {
                end(out, "shutdown");
                return;
            }
            silent = event == null ? silent + 1 : 0;
            if (event != null && !write(out, event)) {
                return;
            } else if (event != null) {
                out.flush();
            } else if (silent % SILENT_TURNS == 0) {
                heartbeat(out);
            }
        }
    }

    /** False when the stream has ended. */
    private boolean write(OutputStream out, RecordTail.Event event) throws IOException {
        switch (event) {
            case Arrived arrived -> {
                for (StoredRecord stored : arrived.records()) {
                    write(out, "entry", Long.toString(stored.position()), RecordTree.of(stored));
                }
            }
            case Withheld withheld -> {
                for (WithheldCount count : withheld.counts()) {
                    write(out, "gap", "", count.tree(Duration.ZERO));
                }
            }
            case Gap gap -> {
                try {
                    stream.resume(gap.afterPosition());
                } catch (RecordStoreException.Busy busy) {
                    // The reader has the cursor of the last record that it got, and goes on from there.
                    end(out, "busy");
                    return false;
                }
            }
        }
        return true;
    }

    private void end(OutputStream out, String reason) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "end");
        tree.put("reason", reason);
        write(out, "end", "", tree);
        out.flush();
    }

    private void write(OutputStream out, String event, String id, Map<String, Object> tree) throws IOException {
        String data = json.writeValueAsString(tree);
        String text = events
                ? "event: " + event + "\n" + (id.isEmpty() ? "" : "id: " + id + "\n") + "data: " + data + "\n\n"
                : data + "\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void heartbeat(OutputStream out) throws IOException {
        out.write((events ? ": \n\n" : "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
