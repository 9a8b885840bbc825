package dev.weir.console;

import dev.weir.console.Parts.Link;
import dev.weir.flow.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time of a page: the one before it, the one after it, and the page standing still.
 *
 * @param frozen what stands still; null on a page that shows what is now
 * @param earlier the time before, as long; null where there is none
 * @param later null where that has not come yet
 * @param links to freeze the page, or back to what is now
 */
record TimeBar(
        @Nullable String frozen,
        @Nullable String earlier,
        @Nullable String later,
        List<Link> links) {

    /**
     * The times in an address.
     *
     * @param from an instant, or a length before the end
     * @param to an instant; empty = now
     * @param at the instant whose policies, labels and pods are meant; empty = as they are now
     */
    record Times(String from, String to, String at) {
        Times {
            from = orEmpty(from);
            to = orEmpty(to);
            at = orEmpty(at);
        }

        /** An address may say nothing of them. */
        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text.strip();
        }

        static Times of(TimeRange range, String at) {
            return new Times(range.from().toString(), range.to().toString(), at);
        }

        /** Whether the times mean the same whenever they are read. */
        boolean areFixed() {
            return isInstant(from) && isInstant(to);
        }

        private static boolean isInstant(String text) {
            return text.matches("\\d{4}-.*");
        }
    }

    /** The address of the same page at other times. */
    interface Address {
        String at(Times times);
    }

    /** Of a page about records only: what they say does not change, so a fixed time is all there is to it. */
    static TimeBar ofRecords(Times times, TimeRange range, Address address, Texts texts) {
        boolean fixed = times.areFixed();
        Link link = fixed
                ? live(range, address, texts)
                : new Link(address.at(Times.of(range, "")), texts.of("freeze.freeze"));
        String frozen = fixed
                ? texts.of("freeze.records", texts.dayAndTime(range.from()), texts.dayAndTime(range.to()), texts.zone())
                : null;
        return around(frozen, times, range, address, List.of(link), texts.now());
    }

    /** Of a page where records stand beside policies. */
    static TimeBar ofPairs(Times times, TimeRange range, Address address, Texts texts) {
        Instant now = texts.now();
        if (!times.at().isEmpty()) {
            String frozen = texts.of(
                    "freeze.pairs",
                    texts.dayAndTime(range.from()),
                    texts.dayAndTime(range.to()),
                    texts.dayAndTime(Instant.parse(times.at())),
                    texts.zone());
            return around(frozen, times, range, address, List.of(live(range, address, texts)), now);
        }
        // What ends now ends at the instant whose policies are meant; time has gone on since the address was read.
        Instant at = times.to().isEmpty() ? range.to() : now;
        Link freeze = new Link(address.at(Times.of(range, at.toString())), texts.of("freeze.freeze"));
        List<Link> links = times.areFixed() ? List.of(freeze, live(range, address, texts)) : List.of(freeze);
        return around(null, times, range, address, links, now);
    }

    /** Of a page about policies only. */
    static TimeBar ofCluster(String at, Address address, Texts texts) {
        return ofInstant("freeze.cluster", at, address, texts);
    }

    /** Of a page about policies and what was recorded in the time before, which has a fixed length. */
    static TimeBar ofSummary(String at, Address address, Texts texts) {
        return ofInstant("freeze.summary", at, address, texts);
    }

    private static TimeBar ofInstant(String sentence, String at, Address address, Texts texts) {
        Times now = new Times("", "", texts.now().toString());
        return at.isEmpty()
                ? new TimeBar(null, null, null, List.of(new Link(address.at(now), texts.of("freeze.freeze"))))
                : new TimeBar(
                        texts.of(sentence, texts.dayAndTime(Instant.parse(at)), texts.zone()),
                        null,
                        null,
                        List.of(new Link(address.at(new Times("", "", "")), texts.of("freeze.live"))));
    }

    private static TimeBar around(
            @Nullable String frozen, Times times, TimeRange range, Address address, List<Link> links, Instant now) {
        Duration length = range.length();
        TimeRange before = new TimeRange(range.from().minus(length), range.from());
        TimeRange after = new TimeRange(range.to(), range.to().plus(length));
        return new TimeBar(
                frozen,
                address.at(Times.of(before, times.at())),
                range.to().isBefore(now) ? address.at(Times.of(after, times.at())) : null,
                links);
    }

    private static Link live(TimeRange range, Address address, Texts texts) {
        return new Link(address.at(new Times(window(range.length()), "", "")), texts.of("freeze.live"));
    }

    /** As addresses have it. */
    static String window(Duration length) {
        if (length.toSeconds() % 60 != 0) {
            return length.toSeconds() + "s";
        }
        if (length.toMinutes() % 60 != 0) {
            return length.toMinutes() + "m";
        }
        long hours = length.toHours();
        return hours > 24 && hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
    }
}
