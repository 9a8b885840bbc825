package dev.weir.local.supervisor;

import dev.weir.local.api.ApiConfig;
import dev.weir.local.api.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;

/** The embedded Kubernetes API, and a client that reaches it over HTTPS as everybody does. */
record LocalApi(String address, KubernetesClient client) {

    static final int PORT = 7443;

    /** @param port on 127.0.0.1; 0 for a free one */
    static LocalApi start(RunDirectory run, int port) {
        try {
            ApiServer server = ApiServer.start(new ApiConfig(port, run.path()));
            Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
            return new LocalApi(
                    server.url(),
                    new KubernetesClientBuilder().withConfig(config).build());
        } catch (IOException e) {
            throw new LocalClusterException(
                    "The Kubernetes API cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }
}
