package dev.weir.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Named figures in order, each with its unit and what it is to be held against. */
final class CompileFigures {
    private final List<Figure> figures = new ArrayList<>();

    /** @param reference where there is one, e.g. "hold 3 s; Antrea 5.84 to 6.42 s" */
    record Figure(String name, double value, String unit, String reference) {}

    void add(String name, double value, String unit) {
        add(name, value, unit, "");
    }

    void add(String name, double value, String unit, String reference) {
        figures.add(new Figure(name, value, unit, reference));
    }

    String table() {
        StringBuilder table = new StringBuilder();
        for (Figure figure : figures) {
            table.append(String.format(
                    Locale.ROOT,
                    "  %-58s %14s %-4s %s%n",
                    figure.name(),
                    number(figure.value()),
                    figure.unit(),
                    figure.reference().isEmpty() ? "" : "(" + figure.reference() + ")"));
        }
        return table.toString();
    }

    String json() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Figure figure : figures) {
            String reference = figure.reference().isEmpty() ? "" : ",\"reference\":\"" + figure.reference() + "\"";
            fields.put(
                    figure.name(),
                    "{\"value\":" + number(figure.value()).replace(",", "") + ",\"unit\":\"" + figure.unit() + "\""
                            + reference + "}");
        }
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> lines.add("\"" + name + "\":" + value));
        return "{" + String.join(",", lines) + "}";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
