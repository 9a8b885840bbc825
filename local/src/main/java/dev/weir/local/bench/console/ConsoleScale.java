package dev.weir.local.bench.console;

/**
 * How much is measured.
 *
 * @param records of the last day
 * @param rounds how often each page is asked for
 * @param page only pages whose address contains this; empty = all, and everything else that is held
 */
public record ConsoleScale(int records, int rounds, String page) {
    boolean isWhole() {
        return page.isEmpty();
    }
}
