package dev.weir;

import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.expectation.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the expectations of a server need: a file, a thread that looks, and metrics. */
@Configuration(proxyBeanMethods = false)
class ExpectationWatchConfiguration {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Beside the history, as everything else that one server remembers. */
    @Bean
    ExpectationBook expectationBook(RecordStoreProperties store, HistoryProperties history, Clock clock) {
        String beside = history.file(store.path());
        String path = beside.isEmpty()
                ? ""
                : Path.of(beside).resolveSibling("expectations.json").toString();
        return new ExpectationBook(path, clock);
    }

    @Bean
    Watch expectationWatch(ExpectationWatch expectations) {
        return new Watch("expectations", BETWEEN_LOOKS, expectations::look);
    }

    /** A series for every state, so that one in which none stands is 0 and not missing. */
    @Bean
    MeterBinder expectationCounts(ExpectationWatch expectations) {
        return registry -> {
            for (Outcome.State state : Outcome.State.values()) {
                Gauge.builder("weir.expectations", expectations, all -> all.count(state))
                        .description("Expectations by how they stand")
                        .tag("state", state.label())
                        .register(registry);
            }
        };
    }
}
