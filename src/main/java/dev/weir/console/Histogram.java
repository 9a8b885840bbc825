package dev.weir.console;

import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records over time as stacked columns, and the same numbers as a table. Denials count packets, as their records do. */
record Histogram(
        String viewBox,
        int width,
        List<Column> columns,
        List<Row> rows,
        List<String> axis,
        String denied,
        String allowed,
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
    record Column(int x, int allowY, int allowHeight, int denyY, int denyHeight, String href, String text) {}

    record Row(String time, String denied, String allowed) {}

    static Duration step(TimeRange range) {
        return STEPS.stream()
                .filter(step -> range.length().dividedBy(step) < MOST_COLUMNS)
                .findFirst()
                .orElse(STEPS.getLast());
    }

    static Histogram of(List<HistogramBar> bars, Duration step, LogsQuery query, Texts texts) {
        long most = Math.max(
                1,
                bars.stream()
                        .mapToLong(bar -> bar.allowedRecords() + bar.deniedPackets())
                        .max()
                        .orElse(1));
        List<Column> columns = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            HistogramBar bar = bars.get(i);
            String time =
                    step.compareTo(Duration.ofMinutes(1)) < 0 ? texts.time(bar.start()) : texts.minute(bar.start());
            columns.add(column(i, bar, most, step, query, texts));
            if (bar.allowedRecords() + bar.deniedPackets() > 0) {
                rows.add(new Row(time, texts.number(bar.deniedPackets()), texts.number(bar.allowedRecords())));
            }
        }
        long denied = bars.stream().mapToLong(HistogramBar::deniedPackets).sum();
        long allowed = bars.stream().mapToLong(HistogramBar::allowedRecords).sum();
        int width = Math.max(1, bars.size()) * COLUMN;
        return new Histogram(
                "0 0 " + width + " " + HEIGHT,
                width,
                columns,
                rows,
                axis(bars, texts),
                texts.number(denied),
                texts.number(allowed),
                texts.of("histogram.step", texts.length(step)),
                texts.of("histogram.text", denied, allowed));
    }

    private static Column column(int index, HistogramBar bar, long most, Duration step, LogsQuery query, Texts texts) {
        int denyHeight = height(bar.deniedPackets(), most);
        int allowHeight = Math.min(height(bar.allowedRecords(), most), HEIGHT - denyHeight);
        TimeRange range = new TimeRange(bar.start(), bar.start().plus(step));
        return new Column(
                index * COLUMN,
                HEIGHT - denyHeight - allowHeight,
                allowHeight,
                HEIGHT - denyHeight,
                denyHeight,
                query.at(range).href("/logs"),
                texts.of("histogram.column", texts.time(bar.start()), bar.deniedPackets(), bar.allowedRecords()));
    }

    private static int height(long count, long most) {
        return count == 0 ? 0 : (int) Math.max(1, Math.round((double) count * HEIGHT / most));
    }

    private static List<String> axis(List<HistogramBar> bars, Texts texts) {
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
