package dev.weir.rest;

import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.store.RecordReader;
import dev.weir.forecast.DiskUse;
import dev.weir.forecast.LoggingForecast;
import dev.weir.forecast.LoggingForecast.Lines;
import dev.weir.visible.VisibleForecast;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What other switches of NetworkLogging would record. */
@RestController
@Tag(name = "Logging")
final class ForecastController {
    private final VisibleForecast forecasts;
    private final RecordReader records;

    ForecastController(VisibleForecast forecasts, RecordReader records) {
        this.forecasts = forecasts;
        this.records = records;
    }

    /** What is recorded of one kind of connection. */
    enum Choice {
        OFF(Switch.OFF),
        ALL(new Switch(true, false)),
        ANNOTATED(new Switch(true, true));

        private final Switch toggle;

        Choice(Switch toggle) {
            this.toggle = toggle;
        }

        static Choice of(String parameter, String word) {
            return switch (word) {
                case "off" -> OFF;
                case "all" -> ALL;
                case "annotated" -> ANNOTATED;
                default -> throw ProblemException.badParameter(parameter, "is off, all or annotated.");
            };
        }
    }

    /**
     * The forecast.
     *
     * @param seconds how long the counters were looked at; 0 = not long enough to say anything
     * @param everyNamespace whether all are in it; otherwise what nodes would withhold is not known
     * @param atMost whether denials are among it of which it is not known how many share a record
     * @param total records a second
     * @param bytesPerDay in the store
     * @param nodes the busiest first
     * @param namespaces the busiest first
     * @param cheaper policies to annotate instead of recording everything; absent when nothing is too much
     */
    record ForecastAnswer(
            long seconds,
            boolean everyNamespace,
            boolean atMost,
            Rate total,
            long bytesPerDay,
            double recordsPerSecondOfNode,
            List<NodeRate> nodes,
            List<NamespaceRate> namespaces,
            @Nullable Cheaper cheaper) {}

    /** Records a second: asked for on average, the most of some seconds, what would be written and what not. */
    record Rate(double asked, double peak, double written, double withheld) {
        static Rate of(Lines lines) {
            return new Rate(lines.asked(), lines.peak(), lines.written(), lines.withheld());
        }
    }

    record NodeRate(String node, Rate records) {}

    record NamespaceRate(String namespace, double allowed, double denied) {}

    record Cheaper(List<PolicyRef> annotate, List<PolicyRef> leave, Rate total) {
        static @Nullable Cheaper of(LoggingForecast.@Nullable Delegates delegates) {
            return delegates == null
                    ? null
                    : new Cheaper(delegates.annotated(), delegates.left(), Rate.of(delegates.total()));
        }
    }

    @GetMapping("/api/v1/networkloggings/default/forecast")
    @Operation(
            summary = "What other switches would record",
            description = "From the nodes' exact counters, which do not depend on what is recorded now.")
    ForecastAnswer forecast(
            @RequestParam
                    @Parameter(
                            description = "Allowed connections",
                            schema = @Schema(allowableValues = {"off", "all", "annotated"}),
                            example = "all")
                    String allow,
            @RequestParam
                    @Parameter(
                            description = "Denied connections",
                            schema = @Schema(allowableValues = {"off", "all", "annotated"}),
                            example = "annotated")
                    String deny) {
        LoggingForecast forecast = forecasts.of(Choice.of("allow", allow).toggle, Choice.of("deny", deny).toggle);
        return new ForecastAnswer(
                forecast.basis().over().toSeconds(),
                forecast.basis().everything(),
                forecast.basis().atMost(),
                Rate.of(forecast.total()),
                Math.round(forecast.total().bytesPerDay(DiskUse.bytesPerRecord(records.stats()))),
                forecasts.limit(),
                forecast.nodes().stream()
                        .map(load -> new NodeRate(load.node().value(), Rate.of(load.lines())))
                        .toList(),
                forecast.namespaces().stream()
                        .map(load -> new NamespaceRate(load.namespace(), load.allowed(), load.denied()))
                        .toList(),
                Cheaper.of(forecast.cheaper()));
    }
}
