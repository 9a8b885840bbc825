package dev.weir;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which counts Prometheus is given beside those of nodes and namespaces.
 *
 * @param policies a series for each node, policy of its pods, direction and verdict
 * @param pairs a series for each node and pair of workloads that it tells apart (the daemon's WEIR_PAIRS)
 */
@ConfigurationProperties("weir.metrics")
record MetricsProperties(
        @DefaultValue("true") boolean policies,
        @DefaultValue("true") boolean pairs) {}
