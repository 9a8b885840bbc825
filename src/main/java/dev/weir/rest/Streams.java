package dev.weir.rest;

import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import dev.weir.flow.store.RecordTail;
import java.security.Principal;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The open streams. They end before the web server waits for its last requests, which would otherwise be these. */
@Component
final class Streams implements SmartLifecycle {
    private final ApiTokens tokens;
    private final Clock clock;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    Streams(ApiTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @param tails opens a tail after a position */
    Stream open(LongFunction<RecordTail> tails, long after, @Nullable Principal reader) {
        Stream stream = new Stream(tails, after, reader);
        open.add(stream);
        if (!running) {
            stream.close();
        }
        return stream;
    }

    /** A tail and its reader. */
    final class Stream implements AutoCloseable {
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
        open.forEach(Stream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
