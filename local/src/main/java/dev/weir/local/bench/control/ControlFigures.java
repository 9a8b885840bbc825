package dev.weir.local.bench.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, in the order in which it is printed: each figure with what it is compared with. */
public final class ControlFigures {
    private record Figure(String name, double value, String unit, String reference) {}

    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final Scale scale;

    ControlFigures(Scale scale) {
        this.scale = scale;
    }

    void add(String name, double value, String unit, String reference) {
        figures.put(name, new Figure(name, Math.round(value * 1_000) / 1_000.0, unit, reference));
    }

    double value(String name) {
        Figure figure = figures.get(name);
        return figure == null ? Double.NaN : figure.value();
    }

    /** @param sorted in nanoseconds */
    static double percentileMs(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }

    public String json() {
        Map<String, Object> values = new LinkedHashMap<>();
        figures.forEach((name, figure) -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("value", figure.value());
            object.put("unit", figure.unit());
            if (!figure.reference().isEmpty()) {
                object.put("reference", figure.reference());
            }
            values.put(name, object);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", "control");
        all.put("nodes", scale.nodes());
        all.put("pods", scale.pods());
        all.put("policies", scale.policies());
        all.put("pods_created_per_second", scale.podsPerSecond());
        all.put("pods_deleted_per_second", scale.podsPerSecond());
        all.put("policies_edited_per_second", scale.policiesPerSecond());
        all.put("churn_seconds", scale.churn().toSeconds());
        all.put("daemons", "simulated: real protocol, no datapath; on the same machine as the server");
        all.put("figures", values);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    public String table() {
        StringBuilder table =
                new StringBuilder("%d simulated daemons (real protocol, no datapath), %d pods, %d policies;%n"
                                .formatted(scale.nodes(), scale.pods(), scale.policies())
                        + "churn of %d pods created and %d deleted a second, %d policies edited a second, for %d s%n%n"
                                .formatted(
                                        scale.podsPerSecond(),
                                        scale.podsPerSecond(),
                                        scale.policiesPerSecond(),
                                        scale.churn().toSeconds()));
        figures.values()
                .forEach(figure -> table.append("%-44s %12.3f %-8s %s%n"
                        .formatted(figure.name(), figure.value(), figure.unit(), figure.reference())));
        return table.toString();
    }
}
