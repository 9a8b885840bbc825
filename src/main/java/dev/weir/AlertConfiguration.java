package dev.weir;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertMemory;
import dev.weir.alert.AlertReceiver;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.Alerts;
import dev.weir.alert.detect.Detectors;
import dev.weir.alert.detect.Detectors.Watched;
import dev.weir.cluster.ClusterState;
import dev.weir.counts.ClusterCounts;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.flow.store.RecordStore;
import dev.weir.nodes.NodeRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The alerts, which know no Spring. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {
    @Bean
    Watched watchedByAlerts(
            RecordStore store,
            NodeRegistry nodes,
            ClusterCounts counts,
            ClusterState cluster,
            ExpectationWatch expectations) {
        return new Watched(store, nodes, counts, cluster, expectations);
    }

    @Bean
    Alerts alerts(Watched watched, AlertMemory memory, AlertSettings settings, Clock clock) {
        return new Alerts(memory, settings, Detectors.over(watched, memory), clock);
    }

    @Bean
    AlertDelivery alertDelivery(Alerts alerts, AlertSettings settings, AlertReceiver receiver, Clock clock) {
        return new AlertDelivery(alerts, settings, receiver, clock);
    }
}
