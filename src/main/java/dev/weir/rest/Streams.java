package dev.weir.rest;

import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import dev.weir.flow.store.RecordTail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The open streams. They end before the web server waits for its last requests, which would otherwise be these. */
@Component
final class Streams implements SmartLifecycle {
    /** Each holds a thread that waits, a connection, and how far its reader is. */
    private static final int MOST = 512;

    private static final String RETRY_SECONDS = "5";

    private final ApiTokens tokens;
    private final Clock clock;
    private final Set<Closing> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    /** Something that is open until it is closed, by its reader's thread or at the end of the server. */
    interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    Streams(ApiTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whoever asked with HEAD has been told the type: what is written to such an answer goes nowhere, so its stream would never end. */
    static boolean answeredHead(HttpServletRequest request, HttpServletResponse response, RecordFormat format) {
        boolean head = HttpMethod.HEAD.matches(request.getMethod());
        if (head) {
            response.setContentType(format.type().toString());
        }
        return head;
    }

    /** @param tails opens a tail after a position */
    Stream open(LongFunction<RecordTail> tails, long after, @Nullable Principal reader) {
        demandRoom();
        Stream stream = new Stream(tails, after, reader);
        enter(stream);
        return stream;
    }

    /** What is opened is closed as well when the server stops; it counts as open until the answer is closed. */
    Closing open(Closing opened) {
        demandRoom();
        Closing stream = new Entered(opened);
        enter(stream);
        return stream;
    }

    private void demandRoom() {
        if (open.size() >= MOST) {
            HttpHeaders headers = new HttpHeaders();
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            throw new ProblemException(Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "busy",
                            "Too many streams are open",
                            MOST + " streams are open; close one, or try again later.")
                    .withHeaders(headers));
        }
    }

    private void enter(Closing stream) {
        open.add(stream);
        if (!running) {
            stream.close();
        }
    }

    private final class Entered implements Closing {
        private final Closing opened;

        Entered(Closing opened) {
            this.opened = opened;
        }

        @Override
        public void close() {
            open.remove(this);
            opened.close();
        }
    }

    /** A tail and its reader. */
    final class Stream implements Closing {
        private final LongFunction<RecordTail> tails;
        private final @Nullable Principal reader;
        private RecordTail tail;
        private boolean closed;

        private Stream(LongFunction<RecordTail> tails, long after, @Nullable Principal reader) {
            this.tails = tails;
            this.reader = reader;
            tail = tails.apply(after);
        }

        synchronized RecordTail tail() {
            return tail;
        }

        /** Reads again what the tail had no room for, from the store. */
        synchronized void resume(long after) {
            tail.close();
            if (!closed) {
                tail = tails.apply(after);
            }
        }

        boolean isAllowed() {
            return Streams.this.isAllowed(reader);
        }

        @Override
        public synchronized void close() {
            closed = true;
            open.remove(this);
            tail.close();
        }
    }

    /** A token can be revoked or expire while its bearer reads. */
    private boolean isAllowed(@Nullable Principal reader) {
        return !(reader instanceof Authentication authentication)
                || !(authentication.getPrincipal() instanceof ApiToken token)
                || tokens.find(token.id())
                        .filter(known -> known.isValidAt(clock.instant()))
                        .isPresent();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(Closing::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
