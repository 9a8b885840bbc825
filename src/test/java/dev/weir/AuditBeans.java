package dev.weir;

import dev.weir.audit.AuditSettings;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.CurrentAuthor;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** The audit trail in memory, which sees only what a test shows it. To be imported; not annotated as a configuration, so that no scan finds it. */
public class AuditBeans {
    @Bean(destroyMethod = "close")
    AuditTrail auditTrail(CurrentAuthor author, Clock clock) {
        return new AuditTrail(new AuditSettings("", Duration.ofDays(7), 10_000), author, clock);
    }
}
