package dev.weir.console;

import dev.weir.console.LogsPageController.Parameters;
import dev.weir.console.TailRows.Note;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.RecordTail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code /logs/tail}: records as rows of the table, as they are stored. A push at each fifth of a second at most, and what comes
 * after a quiet time at once; {@value #ROWS_IN_A_PUSH} rows at most in each; how many are left out is said, with a link to them. Each event's
 * id is the position of its last record, so a reader that lost the connection comes back with {@code after} and gets every record once.
 */
@Controller
final class LogTailController {
    private static final Logger LOG = LoggerFactory.getLogger(LogTailController.class);
    private static final int ROWS_IN_A_PUSH = 10;
    private static final int EVENTS_IN_A_PUSH = 40;
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration BETWEEN_PUSHES = Duration.ofMillis(200);

    private final RecordReader records;
    private final TailRows rows;
    private final Texts texts;

    LogTailController(RecordReader records, TailRows rows, Texts texts) {
        this.records = records;
        this.rows = rows;
        this.texts = texts;
    }

    @GetMapping(path = "/logs/tail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter tail(
            @ModelAttribute Parameters parameters,
            @RequestParam(required = false) @Nullable Long after,
            HttpServletResponse response) {
        response.setHeader("X-Accel-Buffering", "no");
        long latest = records.latestPosition();
        // A cursor ahead of the store is that of a store in memory, which went with the process.
        boolean lost = after != null && after > latest;
        long position = after == null || lost ? latest : after;
        LogsQuery query = parameters.query().translated();
        RecordTail tail = records.tail(query.filter(), position);
        SseEmitter emitter = new SseEmitter(0L);
        emitter.onCompletion(tail::close);
        emitter.onTimeout(tail::close);
        emitter.onError(gone -> tail.close());
        LocaleContext reader = LocaleContextHolder.getLocaleContext();
        Thread.ofVirtual().name("tail").start(() -> {
            LocaleContextHolder.setLocaleContext(reader);
            follow(query, tail, emitter, lost ? OptionalLong.empty() : OptionalLong.of(position));
        });
        return emitter;
    }

    /** @param after where the reader was; empty when that is not known any more */
    private void follow(LogsQuery query, RecordTail tail, SseEmitter emitter, OptionalLong after) {
        try (tail) {
            // The answer's head goes out with its first byte: only then does the reader know that the stream is open.
            emitter.send(SseEmitter.event().comment("open"));
            long position = after.orElseGet(records::latestPosition);
            if (after.isEmpty()) {
                send(emitter, position, rows.html(new Note(texts.of("tail.lost"), null), null, List.of()));
            }
            Instant told = texts.now();
            while (!tail.isClosed()) {
                RecordTail.Event event = tail.next(QUIET);
                if (event == null) {
                    emitter.send(SseEmitter.event().comment("quiet"));
                } else {
                    TailPush push = waiting(event, tail, position);
                    push(push, query, told, emitter);
                    position = push.position();
                    told = texts.now();
                    TimeUnit.NANOSECONDS.sleep(untilNextPush(EpochNanos.of(texts.now())));
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            // The reader closed the page. That is how every tail ends.
            LOG.debug("A live tail ended", gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException failed) {
            // An open stream in which nothing comes would look like quiet; a browser calls again, and goes on.
            LOG.warn("A live tail broke off", failed);
            emitter.completeWithError(failed);
        }
    }

    /** All tabs push at the same moments, so that those who ask the same show the same rows, each of which is written once. */
    private static long untilNextPush(long now) {
        return BETWEEN_PUSHES.toNanos() - Math.floorMod(now, BETWEEN_PUSHES.toNanos());
    }

    /** All that has arrived by now, so that the tail is never behind. */
    private static TailPush waiting(RecordTail.Event first, RecordTail tail, long position)
            throws InterruptedException {
        TailPush push = new TailPush(ROWS_IN_A_PUSH, position);
        RecordTail.Event event = first;
        for (int taken = 0; event != null && taken < EVENTS_IN_A_PUSH; taken++) {
            push.add(event);
            event = tail.next(Duration.ZERO);
        }
        if (event != null) {
            push.add(event);
        }
        return push;
    }

    private void push(TailPush push, LogsQuery query, Instant told, SseEmitter emitter) throws IOException {
        if (push.isEmpty()) {
            return;
        }
        GapRow gap = push.withheld().isEmpty() ? null : GapRow.of(push.withheld(), texts);
        Note note = push.leftOut() == 0
                ? null
                : new Note(
                        texts.of("tail.left-out", push.leftOut()),
                        query.at(push.time(told, texts.now())).href("/logs"));
        send(emitter, push.position(), rows.html(note, gap, push.newestFirst()));
    }

    private static void send(SseEmitter emitter, long position, String html) throws IOException {
        emitter.send(
                SseEmitter.event().name("record").id(Long.toString(position)).data(html, MediaType.TEXT_HTML));
    }
}
