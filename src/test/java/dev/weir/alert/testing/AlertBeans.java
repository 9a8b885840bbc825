package dev.weir.alert.testing;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertMemory;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.Alerts;
import dev.weir.alert.detect.Detectors;
import dev.weir.cluster.ClusterState;
import dev.weir.flow.store.RecordStore;
import dev.weir.nodes.NodeRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;

/** Alerts that look only when a test says so. To be imported; not annotated as a configuration, so that no scan finds it. */
public class AlertBeans {
    @Bean
    AlertSettings alertSettings(Clock clock) {
        return new AlertSettings("", clock);
    }

    @Bean
    AlertMemory alertMemory(Clock clock) {
        return new AlertMemory("", clock);
    }

    @Bean
    Alerts alerts(
            AlertMemory memory,
            AlertSettings settings,
            RecordStore store,
            NodeRegistry nodes,
            ClusterState cluster,
            Clock clock) {
        return new Alerts(memory, settings, Detectors.over(store, nodes, cluster, memory), clock);
    }

    @Bean
    FakeReceiver alertReceiver() {
        return new FakeReceiver();
    }

    @Bean
    AlertDelivery alertDelivery(Alerts alerts, AlertSettings settings, FakeReceiver receiver, Clock clock) {
        return new AlertDelivery(alerts, settings, receiver, clock);
    }
}
