package dev.weir.paste;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What kubectl calls things, of those that are shown here. */
enum ResourceType {
    POLICY("", "networkpolicies", "networkpolicy", "netpol"),
    NAMESPACE("", "namespaces", "namespace", "ns"),
    NODE("", "nodes", "node", "no"),
    LOGGING("", "networkloggings", "networklogging", "nl"),
    POD("", "pods", "pod", "po"),
    DEPLOYMENT("Deployment", "deployments", "deployment", "deploy"),
    STATEFUL_SET("StatefulSet", "statefulsets", "statefulset", "sts"),
    DAEMON_SET("DaemonSet", "daemonsets", "daemonset", "ds"),
    REPLICA_SET("ReplicaSet", "replicasets", "replicaset", "rs"),
    JOB("Job", "jobs", "job"),
    CRON_JOB("CronJob", "cronjobs", "cronjob", "cj");

    private final String kind;
    private final List<String> names;

    ResourceType(String kind, String... names) {
        this.kind = kind;
        this.names = List.of(names);
    }

    /** With or without the group and version, such as {@code networkpolicies.v1.networking.k8s.io}. */
    static Optional<ResourceType> of(String written) {
        int dot = written.indexOf('.');
        String plain = (dot < 0 ? written : written.substring(0, dot)).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.names.contains(plain))
                .findFirst();
    }

    /** Of a workload; empty for what is none. */
    String kind() {
        return kind;
    }
}
