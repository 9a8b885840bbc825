package dev.weir;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The forecast of what is recorded.
 *
 * @param every how often the nodes' counters are looked at
 * @param recordsPerSecond that a node may write: what {@code maxLogRate} says on the nodes
 */
@ConfigurationProperties("weir.forecast")
public record ForecastProperties(
        @DefaultValue("15s") Duration every,
        @DefaultValue("500") int recordsPerSecond) {}
