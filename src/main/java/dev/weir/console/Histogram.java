package dev.weir.console;

import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records over time as stacked columns, and the same numbers as a table. Denials count packets, as their records do. What was not recorded is
 * stacked upon them, hatched, so that a column is as high as what happened.
 *
 * @param withheld what was not recorded; null when nothing is known to be missing
 */
record Histogram(
        String viewBox,
        int width,
        List<Column> columns,
        List<Row> rows,
        List<String> axis,
        String denied,
        String allowed,
        @Nullable String withheld,
        String step,
        String text) {
    private static final int HEIGHT = 80;
    private static final int COLUMN = 12;
    private static final int MOST_COLUMNS = 80;
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7));

    /** A column is a link that narrows the page to its time. Heights are of an image that is {@value #HEIGHT} high. */
    record Column(int x, Piece gap, Piece allow, Piece deny, String href, String text) {}

    /** A part of a column. */
    record Piece(int y, int height) {}

    record Row(String time, String denied, String allowed, String withheld) {}

    /** What happened in one interval. */
    private record Bar(Instant start, long denied, long allowed, long withheld) {
        long height() {
            return denied + allowed + withheld;
        }
    }

    static Duration step(TimeRange range) {
        return STEPS.stream()
                .filter(step -> range.length().dividedBy(step) < MOST_COLUMNS)
                .findFirst()
                .orElse(STEPS.getLast());
    }

    /** @param gaps of the same intervals */
    static Histogram of(
            List<HistogramBar> found, List<WithheldCount> gaps, Duration step, LogsQuery query, Texts texts) {
        List<Bar> bars = bars(found, gaps);
        long most = Math.max(1, bars.stream().mapToLong(Bar::height).max().orElse(1));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            columns.add(column(i, bars.get(i), most, step, query, texts));
        }
        int width = Math.max(1, bars.size()) * COLUMN;
        long denied = bars.stream().mapToLong(Bar::denied).sum();
        long allowed = bars.stream().mapToLong(Bar::allowed).sum();
        long withheld = bars.stream().mapToLong(Bar::withheld).sum();
        return new Histogram(
                "0 0 " + width + " " + HEIGHT,
                width,
                columns,
                rows(bars, step, texts),
                axis(bars, texts),
                atLeast(denied, gaps.stream().anyMatch(gap -> gap.denied() > 0), texts),
                atLeast(allowed, gaps.stream().anyMatch(gap -> gap.allowed() > 0), texts),
                withheld == 0 ? null : texts.number(withheld),
                texts.of("histogram.step", texts.length(step)),
                texts.of("histogram.text", denied, allowed, withheld));
    }

    private static List<Bar> bars(List<HistogramBar> found, List<WithheldCount> gaps) {
        Map<Instant, Long> withheld = gaps.stream()
                .collect(Collectors.groupingBy(WithheldCount::start, Collectors.summingLong(WithheldCount::total)));
        return found.stream()
                .map(bar -> new Bar(
                        bar.start(), bar.deniedPackets(), bar.allowedRecords(), withheld.getOrDefault(bar.start(), 0L)))
                .toList();
    }

    private static String atLeast(long count, boolean more, Texts texts) {
        return more ? texts.of("at-least", count) : texts.number(count);
    }

    private static List<Row> rows(List<Bar> bars, Duration step, Texts texts) {
        boolean seconds = step.compareTo(Duration.ofMinutes(1)) < 0;
        return bars.stream()
                .filter(bar -> bar.height() > 0)
                .map(bar -> new Row(
                        seconds ? texts.time(bar.start()) : texts.minute(bar.start()),
                        texts.number(bar.denied()),
                        texts.number(bar.allowed()),
                        texts.number(bar.withheld())))
                .toList();
    }

    private static Column column(int index, Bar bar, long most, Duration step, LogsQuery query, Texts texts) {
        int deny = height(bar.denied(), most);
        int allow = Math.min(height(bar.allowed(), most), HEIGHT - deny);
        int gap = Math.min(height(bar.withheld(), most), HEIGHT - deny - allow);
        TimeRange range = new TimeRange(bar.start(), bar.start().plus(step));
        String key = bar.withheld() == 0 ? "histogram.column" : "histogram.column.gap";
        return new Column(
                index * COLUMN,
                new Piece(HEIGHT - deny - allow - gap, gap),
                new Piece(HEIGHT - deny - allow, allow),
                new Piece(HEIGHT - deny, deny),
                query.at(range).href("/logs"),
                texts.of(key, texts.time(bar.start()), bar.denied(), bar.allowed(), bar.withheld()));
    }

    private static int height(long count, long most) {
        return count == 0 ? 0 : (int) Math.max(1, Math.round((double) count * HEIGHT / most));
    }

    private static List<String> axis(List<Bar> bars, Texts texts) {
        if (bars.isEmpty()) {
            return List.of();
        }
        boolean days = Duration.between(bars.getFirst().start(), bars.getLast().start())
                        .compareTo(Duration.ofHours(36))
                > 0;
        return List.of(0, bars.size() / 4, bars.size() / 2, bars.size() * 3 / 4, bars.size() - 1).stream()
                .distinct()
                .map(index -> bars.get(index).start())
                .map(start -> days ? texts.dayAndTime(start).substring(5, 16) : texts.minute(start))
                .toList();
    }
}
