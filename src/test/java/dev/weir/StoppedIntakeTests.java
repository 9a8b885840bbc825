package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.flow.otlp.OtlpExport;
import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.testing.FlowRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.health.contributor.Status;

/** A store without room: health and metric say so, and that it is over when there is room again. */
class StoppedIntakeTests {
    @TempDir
    Path directory;

    private RecordStore open(long minFreeBytes) {
        return DuckDbRecordStore.open(new DuckDbSettings(
                directory.resolve("records.duckdb"),
                Duration.ofDays(9999),
                Long.MAX_VALUE,
                minFreeBytes,
                128 << 20,
                1,
                Clock.systemUTC()));
    }

    private static double stopped(RecordStore store) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new RecordStoreMetrics(store, new StaticListableBeanFactory().getBeanProvider(OtlpExport.class))
                .bindTo(registry);
        return registry.get("weir.store.intake.stopped").gauge().value();
    }

    @Test
    void isSeenInHealthAndMetric() {
        try (RecordStore full = open(Long.MAX_VALUE)) {
            assertThatThrownBy(() -> full.append("node-1", 9, List.of(FlowRecords.allowed(1, FlowRecords.NOON))))
                    .isInstanceOf(RecordStoreException.Full.class);
            assertThat(new RecordStoreHealthIndicator(full).health().getStatus())
                    .isEqualTo(Status.DOWN);
            assertThat(new RecordStoreHealthIndicator(full).health().getDetails())
                    .containsKeys("reason", "since");
            assertThat(stopped(full)).isEqualTo(1);
        }
        try (RecordStore roomy = open(0)) {
            assertThat(roomy.append("node-1", 9, List.of(FlowRecords.allowed(1, FlowRecords.NOON))))
                    .as("what was refused is still on its node and comes again")
                    .isEqualTo(1);
            assertThat(new RecordStoreHealthIndicator(roomy).health().getStatus())
                    .isEqualTo(Status.UP);
            assertThat(stopped(roomy)).isZero();
        }
    }
}
