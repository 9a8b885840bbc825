package dev.weir;

import dev.weir.audit.AuditSettings;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.AuditWitness;
import dev.weir.audit.CurrentAuthor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who changed what, which knows no Spring. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    /** Beside the history, and kept as long as records are. */
    @Bean(destroyMethod = "close")
    AuditTrail auditTrail(RecordStoreProperties store, HistoryProperties history, CurrentAuthor author, Clock clock) {
        String beside = history.file(store.path());
        String path = beside.isEmpty()
                ? ""
                : Path.of(beside).resolveSibling("audit.duckdb").toString();
        return new AuditTrail(new AuditSettings(path, store.retention(), history.maxChanges()), author, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AuditWitness auditWitness(AuditTrail trail, Clock clock) {
        return new AuditWitness(trail, clock);
    }

    @Bean
    MeterBinder auditLosses(AuditTrail trail) {
        return registry -> FunctionCounter.builder("weir.audit.lost", trail, AuditTrail::lost)
                .description("Changes, or groups of them, that could not be written into the audit trail")
                .register(registry);
    }
}
