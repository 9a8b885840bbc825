package dev.weir.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records of a rule over time as a small picture: a column for each interval, a thin one where there was none, and a gap where the rules were
 * others, so that nothing can be told.
 *
 * @param text the same in words
 */
record RuleLine(String viewBox, List<Column> columns, List<Column> gaps, String text) {
    private static final int HEIGHT = 20;
    private static final int COLUMN = 4;

    record Column(int x, int y, int width, int height) {}

    static RuleLine of(List<@Nullable Long> series, Texts texts) {
        long most = series.stream()
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        List<Column> columns = new ArrayList<>();
        List<Column> gaps = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Long count = series.get(i);
            int height = count == null ? HEIGHT : height(count, most);
            Column column = new Column(i * COLUMN, HEIGHT - height, count == null ? COLUMN : COLUMN - 1, height);
            (count == null ? gaps : columns).add(column);
        }
        return new RuleLine(
                "0 0 " + Math.max(1, series.size()) * COLUMN + " " + HEIGHT, columns, gaps, text(series, most, texts));
    }

    private static int height(long count, long most) {
        return count == 0 ? 1 : (int) Math.max(3, Math.round((double) count * HEIGHT / most));
    }

    private static String text(List<@Nullable Long> series, long most, Texts texts) {
        long gaps = series.stream().filter(Objects::isNull).count();
        long total = total(series);
        return gaps == 0
                ? texts.of("hits.text", total, most)
                : texts.of("hits.text.gap", total, most, gaps, series.size());
    }

    static long total(List<@Nullable Long> series) {
        return series.stream()
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }
}
