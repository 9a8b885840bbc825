package dev.weir.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers to requests with an {@code Idempotency-Key}, in memory: for a day, and no more than fit. */
final class KeptAnswers {
    static final Duration KEPT_FOR = Duration.ofHours(24);

    /** In bytes; of longer answers only the status and the location are kept. */
    static final int LONGEST_BODY = 256 * 1024;

    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /** What an entry without a body takes, roughly. */
    private static final int ENTRY_BYTES = 1024;

    private final Cache<Key, Entry> entries;

    KeptAnswers(Clock clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        entries = Caffeine.newBuilder()
                .expireAfterWrite(KEPT_FOR)
                .maximumWeight(MOST_BYTES)
                .weigher(KeptAnswers::weight)
                .ticker(ticker)
                .build();
    }

    /** @param caller id of the token that asks */
    record Key(String caller, String key) {}

    /**
     * @param fingerprint of the request
     * @param answer null = the request is under way
     */
    record Entry(String fingerprint, @Nullable Answer answer) {}

    /** @param body null = not kept */
    record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String body) {
        int characters() {
            return body == null ? 0 : body.length();
        }
    }

    private static int weight(Key key, Entry entry) {
        Answer answer = entry.answer();
        return ENTRY_BYTES + (answer == null ? 0 : answer.characters());
    }

    /** What stands under the key; null = nothing did, and the request is under way from now on. */
    @Nullable
    Entry begin(Key key, String fingerprint) {
        return entries.asMap().putIfAbsent(key, new Entry(fingerprint, null));
    }

    void keep(Key key, Entry entry) {
        entries.put(key, entry);
    }

    void forget(Key key) {
        entries.invalidate(key);
    }
}
