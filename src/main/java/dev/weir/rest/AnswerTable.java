package dev.weir.rest;

import dev.weir.flow.RecordCsv;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of an answer, for spreadsheets and for people at a shell. */
record AnswerTable(List<String> columns, List<List<String>> rows) {

    /** An answer that has rows. */
    interface Source {
        AnswerTable table();
    }

    /** Nothing is an empty cell. */
    static String cell(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static String cell(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    String csv() {
        return lines().map(RecordCsv::line).collect(Collectors.joining());
    }

    /** Columns as wide as their widest cell, two blanks between. */
    String text() {
        int[] widths = IntStream.range(0, columns.size())
                .map(column ->
                        lines().mapToInt(row -> row.get(column).length()).max().orElse(0))
                .toArray();
        return lines().map(row -> padded(row, widths)).collect(Collectors.joining());
    }

    private Stream<List<String>> lines() {
        return Stream.concat(Stream.of(columns), rows.stream());
    }

    private static String padded(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            cells.add(row.get(i) + " ".repeat(widths[i] - row.get(i).length()));
        }
        return String.join("  ", cells).stripTrailing() + "\n";
    }
}
