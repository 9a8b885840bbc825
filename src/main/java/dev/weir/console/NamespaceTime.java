package dev.weir.console;

import dev.weir.console.TimeBar.Times;
import dev.weir.flow.store.TimeRange;

/**
 * The time of a part of the page about a namespace.
 *
 * @param times as the address says them; without a beginning the last day is meant
 * @param words that say it in a sentence
 */
record NamespaceTime(Times times, TimeRange range, String words, TimeBar bar) {
    private static final String DAY = "24h";

    /** Throws {@link java.time.DateTimeException}. */
    static NamespaceTime of(NamespaceTab tab, String namespace, Times asked, Texts texts) {
        Times times = asked.from().isEmpty() ? new Times(DAY, asked.to(), asked.at()) : asked;
        TimeRange range = LogsQuery.range(times.from(), times.to(), texts.now());
        TimeBar bar = TimeBar.ofPairs(times, range, other -> href(tab, namespace, other), texts);
        return new NamespaceTime(times, range, words(times, range, texts), bar);
    }

    private static String words(Times times, TimeRange range, Texts texts) {
        return times.to().isEmpty()
                ? texts.of("freeze.last", texts.last(range.length()))
                : texts.of("freeze.between", texts.dayAndTime(range.from()), texts.dayAndTime(range.to()));
    }

    private static String href(NamespaceTab tab, String namespace, Times times) {
        return LogsAddress.of(
                PolicyAddress.namespace(namespace),
                new String[] {"tab", tab.word()},
                new String[] {"from", times.from().equals(DAY) ? "" : times.from()},
                new String[] {"to", times.to()},
                new String[] {"at", times.at()});
    }

    boolean isFrozen() {
        return !times.at().isEmpty();
    }

    /** The records of the same time that a filter finds. */
    String records(String filter) {
        return LogsAddress.of(
                "/logs", new String[] {"q", filter}, new String[] {"from", times.from()}, new String[] {"to", times.to()
                });
    }

    /** The same time on the Flows page, or on the one that says who may. */
    String on(String path, String[]... parameters) {
        String[][] all = new String[parameters.length + 3][];
        System.arraycopy(parameters, 0, all, 0, parameters.length);
        all[parameters.length] = new String[] {"from", times.from()};
        all[parameters.length + 1] = new String[] {"to", times.to()};
        all[parameters.length + 2] = new String[] {"at", times.at()};
        return LogsAddress.of(path, all);
    }
}
