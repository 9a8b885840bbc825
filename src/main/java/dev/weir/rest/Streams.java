package dev.weir.rest;

import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import dev.weir.flow.store.RecordTail;
import java.security.Principal;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    Stream open(RecordTail tail, @Nullable Principal reader) {
        Stream stream = new Stream(tail, reader);
        open.add(stream);
        if (!running) {
            stream.close();
        }
        return stream;
    }

    /** A tail and its reader. */
    final class Stream implements AutoCloseable {
        private final RecordTail tail;
        private final @Nullable Principal reader;

        private Stream(RecordTail tail, @Nullable Principal reader) {
            this.tail = tail;
            this.reader = reader;
        }

        RecordTail tail() {
            return tail;
        }

        boolean isAllowed() {
            return Streams.this.isAllowed(reader);
        }

        @Override
        public void close() {
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
