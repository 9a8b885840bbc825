package dev.weir;

import dev.weir.flow.otlp.OtlpExport;
import dev.weir.flow.store.RecordStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What the record store and the export tell Prometheus. */
@Component
final class RecordStoreMetrics implements MeterBinder {
    private final RecordStore store;
    private final ObjectProvider<OtlpExport> export;

    RecordStoreMetrics(RecordStore store, ObjectProvider<OtlpExport> export) {
        this.store = store;
        this.export = export;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("weir.store.intake.stopped", store, some -> some.stall().isPresent() ? 1 : 0)
                .description("1 while the record store takes no records in")
                .register(registry);
        export.ifAvailable(some -> bind(some, registry));
    }

    private static void bind(OtlpExport export, MeterRegistry registry) {
        FunctionCounter.builder("weir.otlp.records", export, OtlpExport::exported)
                .description("Records that the collector has taken")
                .register(registry);
        FunctionCounter.builder("weir.otlp.lost", export, OtlpExport::lost)
                .description("Records that were deleted before the collector took them")
                .register(registry);
        FunctionCounter.builder("weir.otlp.failures", export, OtlpExport::failures)
                .description("Batches that the collector did not take at once")
                .register(registry);
        Gauge.builder("weir.otlp.waiting", export, OtlpExport::waiting)
                .description("Records that are stored and not exported yet")
                .register(registry);
    }
}
