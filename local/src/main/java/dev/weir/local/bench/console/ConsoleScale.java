package dev.weir.local.bench.console;

import java.util.Locale;

/**
 * How much is measured.
 *
 * @param records of the last day
 * @param rounds how often each page is asked for
 * @param page only pages whose address contains this, and nothing but pages; empty = all
 * @param part of everything that is held
 * @param heap of the server, in the JVM's words
 */
public record ConsoleScale(int records, int rounds, String page, Part part, String heap) {
    /** What can be measured alone. */
    public enum Part {
        ALL,
        PAGES,
        SIMULATION,
        TABS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean has(Part asked) {
        boolean taken = part == Part.ALL || part == asked;
        return taken && (page.isEmpty() || asked == Part.PAGES);
    }
}
