package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.console.TimeBar.Times;
import dev.weir.flow.TimeText;
import dev.weir.why.ReadableHistory;
import dev.weir.why.ReadableHistory.Past;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The cluster of a page that is frozen, by the time in its address. */
@Component
final class ClusterThen {
    private final ReadableHistory history;
    private final Texts texts;

    ClusterThen(ReadableHistory history, Texts texts) {
        this.history = history;
        this.texts = texts;
    }

    /** Nothing is kept of the time; the message says from when on it is. */
    static final class NotKept extends DateTimeException {
        private static final long serialVersionUID = 1L;

        NotKept(String message) {
            super(message);
        }
    }

    /** An instant as addresses have it; empty stays empty. Throws {@link DateTimeException} for what is no time. */
    String instant(String text) {
        return text.isEmpty() ? "" : TimeText.time(text, texts.now()).toString();
    }

    /** The times of an address, of which the last two are read: who asks for an earlier cluster and says no end means until then. */
    Times read(Times asked) {
        String at = instant(asked.at());
        return new Times(asked.from(), asked.to().isEmpty() ? at : asked.to(), at);
    }

    /**
     * Throws {@link NotKept}.
     *
     * @param at of the address; empty = the page is not frozen
     * @return null when it is not: the present cluster is meant
     */
    @Nullable
    ClusterSnapshot at(String at) {
        Past past = past(at);
        return past == null ? null : past.snapshot();
    }

    /** The same, with whether it was in sight. */
    @Nullable
    Past past(String at) {
        return at.isEmpty()
                ? null
                : history.past(come(Instant.parse(at))).orElseThrow(() -> new NotKept(beforeHistory()));
    }

    /** Throws {@link NotKept} for a time that has not come yet. */
    Instant come(Instant time) {
        if (time.isAfter(texts.now())) {
            throw new NotKept(texts.of("freeze.future"));
        }
        return time;
    }

    private String beforeHistory() {
        return history.begins()
                .map(begin -> texts.of("reach.before", texts.dayAndTime(begin), texts.zone()))
                .orElseGet(() -> texts.of("reach.no-history"));
    }
}
