package dev.weir;

import dev.weir.alert.AlertMemory;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.testing.FakeReceiver;
import dev.weir.audit.Journal;
import dev.weir.expectation.ExpectationBook;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The server's alerts in memory, which look only when a test says so. To be imported; not annotated as a configuration, so that no scan finds it. */
@Import({AlertConfiguration.class, ExpectationConfiguration.class})
public class AlertBeans {
    @Bean
    AlertSettings alertSettings(Journal journal, Clock clock) {
        return new AlertSettings("", journal, clock);
    }

    @Bean
    AlertMemory alertMemory(Clock clock) {
        return new AlertMemory("", clock);
    }

    @Bean
    ExpectationBook expectationBook(Clock clock) {
        return new ExpectationBook("", clock);
    }

    @Bean
    FakeReceiver alertReceiver() {
        return new FakeReceiver();
    }
}
