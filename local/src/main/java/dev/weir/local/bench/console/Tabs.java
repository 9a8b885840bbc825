package dev.weir.local.bench.console;

import dev.weir.local.bench.BenchException;
import dev.weir.local.bench.ServerProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Many tabs with the live tail, half of them of all records and half of one namespace, while records arrive. */
final class Tabs {
    private static final int TABS = 200;
    private static final int RECORDS_A_SECOND = 500;
    private static final int BATCHES_A_SECOND = 10;
    private static final int WARMING_SECONDS = 10;
    private static final int SECONDS = 30;

    private final ServerProcess server;
    private final PlayedNodes nodes;
    private final Browser browser;
    private final PrintStream progress;
    private final List<LongAdder> events = new ArrayList<>();

    Tabs(ServerProcess server, PlayedNodes nodes, Browser browser, PrintStream progress) {
        this.server = server;
        this.nodes = nodes;
        this.browser = browser;
        this.progress = progress;
    }

    void measure(ConsoleFigures figures) throws InterruptedException {
        double alone = cores();
        double rssAlone = server.rssMiB();
        open();
        double withTabs = cores();
        long least = events.stream().mapToLong(LongAdder::sum).min().orElse(0);
        if (least == 0) {
            throw new BenchException("a tab has got no record");
        }
        long all = events.stream().mapToLong(LongAdder::sum).sum();
        figures.addTabs(Map.of(
                "tabs", TABS,
                "records_per_second", RECORDS_A_SECOND,
                "events_per_second", all / (double) SECONDS,
                "server_cores_without_tabs", alone,
                "server_cores", withTabs,
                "server_rss_mib_without_tabs", rssAlone,
                "server_rss_mib", server.rssMiB()));
    }

    private void open() throws InterruptedException {
        progress.println("opening " + TABS + " tabs with the live tail");
        for (int tab = 0; tab < TABS; tab++) {
            LongAdder counted = new LongAdder();
            events.add(counted);
            browser.follow(
                    tab % 2 == 0 ? "/logs/tail" : "/logs/tail?ns=" + Town.namespace(tab / 2 % Town.NAMESPACES),
                    counted::increment);
        }
    }

    /** Of the server, while records arrive. */
    private double cores() throws InterruptedException {
        arrive(WARMING_SECONDS);
        events.forEach(LongAdder::reset);
        double before = server.cpuSeconds();
        long started = System.nanoTime();
        arrive(SECONDS);
        return (server.cpuSeconds() - before) / ((System.nanoTime() - started) / 1e9);
    }

    private void arrive(int seconds) throws InterruptedException {
        long next = System.nanoTime();
        for (int batch = 0; batch < seconds * BATCHES_A_SECOND; batch++) {
            nodes.report(RECORDS_A_SECOND / BATCHES_A_SECOND);
            next += TimeUnit.SECONDS.toNanos(1) / BATCHES_A_SECOND;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
        }
        nodes.awaitDurable();
    }
}
