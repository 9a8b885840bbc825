package dev.weir.rest;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready as soon as the cluster is known. A server that has lost the Kubernetes API still serves what it knows, and says so. */
@Component("clusterHealthIndicator")
final class ClusterHealth implements HealthIndicator {
    private final ClusterState cluster;

    ClusterHealth(ClusterState cluster) {
        this.cluster = cluster;
    }

    @Override
    public Health health() {
        return cluster.freshness() instanceof Freshness.NeverSynced never
                ? Health.outOfService().withDetail("reason", never.reason()).build()
                : Health.up().build();
    }
}
