package dev.weir.local.bench.control;

import java.time.Duration;

/**
 * How large and how busy. Pods, deployments and policies a node are those of Cilium's generator for a thousand nodes.
 *
 * @param podsPerSecond created, and as many deleted
 */
public record Scale(int nodes, int podsPerSecond, int policiesPerSecond, Duration churn, String heap) {
    static final int PODS_A_NODE = 30;
    static final int PODS_A_DEPLOYMENT = 5;
    static final int POLICIES_A_DEPLOYMENT = 5;
    static final int NODES_A_NAMESPACE = 100;

    int namespaces() {
        return (nodes + NODES_A_NAMESPACE - 1) / NODES_A_NAMESPACE;
    }

    int pods() {
        return nodes * PODS_A_NODE;
    }

    int deployments() {
        return pods() / PODS_A_DEPLOYMENT;
    }

    int policies() {
        return deployments() * POLICIES_A_DEPLOYMENT;
    }
}
