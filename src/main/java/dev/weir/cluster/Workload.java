package dev.weir.cluster;

/** The controlling owner of a pod in its namespace, e.g. the Deployment behind its ReplicaSet. */
public record Workload(String kind, String name) {}
