package dev.weir;

import dev.weir.nodes.EnforcementMeter;
import dev.weir.nodes.ProgramPublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long changes take into force, for Prometheus. */
@Configuration(proxyBeanMethods = false)
class EnforcementMetrics {
    private static final Duration[] BOUNDS = Stream.of(
                    1, 2, 5, 10, 20, 50, 100, 150, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    @Bean
    EnforcementMeter enforcementMeter(MeterRegistry registry) {
        Timer latency = Timer.builder("weir.enforcement.latency")
                .description(
                        "From a change of the cluster to the last acknowledgement of the connected nodes that it concerns")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        Counter unconfirmed = Counter.builder("weir.enforcement.unconfirmed")
                .description("Changes that a node refused, or was lost before it acknowledged them")
                .register(registry);
        return new EnforcementMeter() {
            @Override
            public void enforced(Duration took) {
                latency.record(took);
            }

            @Override
            public void unconfirmed() {
                unconfirmed.increment();
            }
        };
    }

    @Bean
    MeterBinder nodesPending(ProgramPublisher publisher) {
        return registry -> Gauge.builder("weir.nodes.pending", publisher, ProgramPublisher::nodesPending)
                .description("Connected nodes that do not enforce yet what they should")
                .register(registry);
    }
}
