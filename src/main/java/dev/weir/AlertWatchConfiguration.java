package dev.weir;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertMemory;
import dev.weir.alert.AlertReceiver;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.AlertState;
import dev.weir.alert.Alerts;
import dev.weir.alert.webhook.AlertmanagerReceiver;
import dev.weir.audit.Journal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the alerts of a server need: files, a receiver, a thread that looks, and metrics. */
@Configuration(proxyBeanMethods = false)
class AlertWatchConfiguration {
    @Bean
    AlertSettings alertSettings(
            AlertProperties properties,
            HistoryProperties history,
            RecordStoreProperties store,
            Journal journal,
            Clock clock) {
        return new AlertSettings(properties.settingsFile(history.file(store.path())), journal, clock);
    }

    @Bean
    AlertMemory alertMemory(
            AlertProperties properties, HistoryProperties history, RecordStoreProperties store, Clock clock) {
        return new AlertMemory(properties.memoryFile(history.file(store.path())), clock);
    }

    @Bean
    AlertReceiver alertReceiver(Clock clock) {
        return new AlertmanagerReceiver(clock);
    }

    @Bean
    Watch alertWatch(AlertProperties properties, Alerts alerts, AlertDelivery delivery, MeterRegistry registry) {
        Timer looks = Timer.builder("weir.alerts.look")
                .description("Looking once at every rule of the alerts")
                .register(registry);
        return new Watch("alerts", properties.every(), () -> looks.record(alerts::look), delivery::deliver);
    }

    /** A series for every rule and state, so that one that has never fired is 0 and not missing. */
    @Bean
    MeterBinder alertCounts(Alerts alerts) {
        return registry -> {
            for (AlertRule rule : AlertRule.values()) {
                for (AlertState state : AlertState.values()) {
                    Gauge.builder("weir.alerts", alerts, all -> all.count(rule, state))
                            .description("Alerts by rule and state")
                            .tag("rule", rule.label())
                            .tag("state", state.label())
                            .register(registry);
                }
            }
        };
    }
}
