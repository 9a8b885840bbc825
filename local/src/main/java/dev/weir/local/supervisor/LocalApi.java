package dev.weir.local.supervisor;

import io.fabric8.kubernetes.client.KubernetesClient;

/** The embedded Kubernetes API. */
record LocalApi(String address, KubernetesClient client) {

    static LocalApi start(RunDirectory run) {
        throw new LocalClusterException(
                "This build has no embedded Kubernetes API; use --kubeconfig (run directory " + run.path() + ").");
    }
}
