package dev.weir.flow.bench;

import dev.weir.flow.bench.StoreFigures.Answers;
import dev.weir.flow.bench.StoreFigures.Question;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.TimeRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code ./weir bench store [--json] [--records N] [--directory DIR]}: fills an embedded store with a day of records, as fast as it takes them from the
 * nodes of a cluster, and asks it the three questions that people ask most. Memory and threads of the engine are those of production.
 */
final class StoreBench {
    private static final long RECORDS = 50_000_000;
    private static final long BYTES_PER_RECORD_AT_MOST = 300;
    private static final int REPORT = 1_000;
    private static final int ASKED = 40;
    private static final int TOLD = 200;
    private static final int UNCOUNTED = 10; // a server that has been asked before
    private static final long ENGINE_MEMORY = 256 << 20;
    private static final int ENGINE_THREADS = 2;

    private final RecordStore store;
    private final long records;
    private final Traffic traffic = new Traffic();

    private StoreBench(RecordStore store, long records) {
        this.store = store;
        this.records = records;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        long records = Long.parseLong(option(options, "--records", Long.toString(RECORDS)));
        Path parent = Path.of(option(options, "--directory", System.getProperty("java.io.tmpdir")));
        requireRoom(parent, records * BYTES_PER_RECORD_AT_MOST);
        Path directory = Files.createTempDirectory(parent, "weir-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        try (RecordStore store = DuckDbRecordStore.open(settings(directory.resolve("records.duckdb")))) {
            StoreFigures figures = new StoreBench(store, records).measure();
            System.out.println(options.contains("--json") ? figures.json() : figures.table());
        }
    }

    private static DuckDbSettings settings(Path file) {
        return new DuckDbSettings(
                file, Duration.ofDays(99_999), Long.MAX_VALUE, 0, ENGINE_MEMORY, ENGINE_THREADS, Clock.systemUTC());
    }

    private static String option(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : options.get(at + 1);
    }

    private static void requireRoom(Path directory, long bytes) {
        long free = directory.toFile().getUsableSpace();
        if (free < bytes) {
            throw new IllegalStateException(
                    "%s has %d MiB left, but %d MiB may be needed; give another --directory or fewer --records."
                            .formatted(directory, free >> 20, bytes >> 20));
        }
    }

    /** Also when somebody stops it before its end. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            System.err.println(directory + " could not be removed: " + failed.getMessage());
        }
    }

    private StoreFigures measure() throws InterruptedException {
        long cpuBefore = cpuNanos();
        double seconds = ingest();
        double cpuSeconds = (cpuNanos() - cpuBefore) / 1e9;
        Map<Question, Answers> answers = new EnumMap<>(Question.class);
        answers.put(Question.LAST_100_DENIES_OF_A_NAMESPACE, timed(this::lastDenies));
        answers.put(Question.HISTOGRAM_OF_AN_HOUR_PER_MINUTE, timed(this::histogram));
        answers.put(Question.TOP_10_DENIED_PAIRS_OF_A_DAY, timed(this::topPairs));
        return new StoreFigures(records, seconds, cpuSeconds, store.stats().bytes(), peakResident(), answers, toTail());
    }

    /** From the arrival of a record to the moment at which a live tail has it: what the store adds to a packet's way to the browser. */
    private List<Long> toTail() throws InterruptedException {
        SplittableRandom random = new SplittableRandom();
        List<Long> nanos = new ArrayList<>();
        try (RecordTail tail = store.tail(RecordFilter.ALL, store.latestPosition())) {
            for (int i = 1; i <= TOLD; i++) {
                long started = System.nanoTime();
                store.append("node-told", 1, traffic.report(random, i, 1, Traffic.START, Duration.ofSeconds(1)));
                if (tail.next(Duration.ofSeconds(20)) == null) {
                    throw new IllegalStateException("The live tail did not tell of a record that is stored.");
                }
                nanos.add(System.nanoTime() - started);
            }
        }
        return nanos.stream().sorted().toList();
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static long peakResident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    << 10;
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** Seconds until everything is durable. Each node waits for its acknowledgement before it reports again. */
    private double ingest() throws InterruptedException {
        AtomicLong reports = new AtomicLong();
        long started = System.nanoTime();
        List<Thread> nodes = IntStream.range(0, Traffic.NODES)
                .mapToObj(node -> Thread.ofPlatform().start(() -> report(node, reports)))
                .toList();
        for (Thread node : nodes) {
            node.join();
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private void report(int node, AtomicLong reports) {
        SplittableRandom random = new SplittableRandom(node);
        long count = records / REPORT;
        Duration length = Traffic.DAY.length().dividedBy(count);
        long sequence = 1;
        for (long i = reports.getAndIncrement(); i < count; i = reports.getAndIncrement()) {
            Instant from = Traffic.START.plus(length.multipliedBy(i));
            store.append("node-" + node, 1, traffic.report(random, sequence, REPORT, from, length));
            sequence += REPORT;
        }
    }

    private void lastDenies(int turn) {
        RecordFilter filter = RecordFilter.parse(
                "disposition=\"deny\" AND dest.namespace=\"team-" + turn % Traffic.NAMESPACES + "\"");
        store.query(RecordQuery.newest(filter, Traffic.DAY, 100));
    }

    private void histogram(int turn) {
        Instant from = Traffic.START.plus(Duration.ofMinutes(turn * 30L));
        store.histogram(RecordFilter.ALL, new TimeRange(from, from.plus(Duration.ofHours(1))), Duration.ofMinutes(1));
    }

    private void topPairs(int turn) {
        store.topPairs(RecordFilter.parse("disposition=\"deny\""), Traffic.DAY, 10);
    }

    private static Answers timed(IntConsumer question) {
        IntStream.range(0, UNCOUNTED).forEach(question);
        long cpuBefore = cpuNanos();
        List<Long> nanos = IntStream.range(0, ASKED)
                .mapToObj(turn -> {
                    long started = System.nanoTime();
                    question.accept(turn);
                    return System.nanoTime() - started;
                })
                .sorted()
                .toList();
        return new Answers(nanos, (cpuNanos() - cpuBefore) / ASKED);
    }
}
