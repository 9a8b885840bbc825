package dev.weir;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The server is ready when it has seen the cluster once. It stays ready when the Kubernetes API goes away: nodes go on, and the pages say what
 * they show is old.
 */
@Component("cluster")
final class ClusterHealthIndicator implements HealthIndicator {
    private final ClusterState cluster;

    ClusterHealthIndicator(ClusterState cluster) {
        this.cluster = cluster;
    }

    @Override
    public Health health() {
        return switch (cluster.freshness()) {
            case Freshness.NeverSynced unknown ->
                Health.outOfService().withDetail("reason", unknown.reason()).build();
            case Freshness.Current current ->
                Health.up().withDetail("since", current.since()).build();
            case Freshness.Stale stale ->
                Health.up().withDetail("stale", stale.reason()).build();
        };
    }
}
