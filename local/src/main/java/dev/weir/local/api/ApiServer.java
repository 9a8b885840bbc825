package dev.weir.local.api;

import dev.weir.local.api.http.ApiEndpoint;
import dev.weir.local.api.json.Json;
import dev.weir.local.api.registry.Deletions;
import dev.weir.local.api.registry.Housekeeping;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.registry.ServiceAddresses;
import dev.weir.local.api.registry.WriteOptions;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.security.Certificates;
import dev.weir.local.api.security.Kubeconfig;
import dev.weir.local.api.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * An embedded Kubernetes API: {@code kubectl} 1.32 and client libraries work on it as on a real one. Its objects are in memory and go with
 * it. Listens on the loopback address only; whoever is to speak with it needs the kubeconfig file.
 */
public final class ApiServer implements AutoCloseable {

    private static final List<String> FIRST_NAMESPACES =
            List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private final ApiEndpoint endpoint;
    private final Housekeeping housekeeping;
    private final Path kubeconfig;

    private ApiServer(ApiEndpoint endpoint, Housekeeping housekeeping, Path kubeconfig) {
        this.endpoint = endpoint;
        this.housekeeping = housekeeping;
        this.kubeconfig = kubeconfig;
    }

    /** Starts the API; it answers when this returns. */
    public static ApiServer start(ApiConfig config) throws IOException {
        return start(config, new ObjectStore());
    }

    /** Serves objects from a store that the caller may write to as well; what it writes is neither checked nor completed. */
    public static ApiServer start(ApiConfig config, ObjectStore store) throws IOException {
        Clock clock = Clock.systemUTC();
        Certificates certificates = Certificates.create(clock.instant());
        Catalog catalog = new Catalog();
        Registry registry = new Registry(store, clock, new ServiceAddresses(store, catalog.builtin("v1", "Service")));
        Deletions deletions = new Deletions(registry);
        Housekeeping housekeeping = new Housekeeping(registry, deletions, catalog);
        housekeeping.start();
        registry.onWrite(new NamespaceContents(registry, catalog, certificates.authorityPem())::written);
        createNamespaces(registry, catalog.builtin("v1", "Namespace"));
        ApiEndpoint endpoint =
                ApiEndpoint.start(config.port(), certificates.serverContext(), catalog, registry, deletions);
        Path kubeconfig = Kubeconfig.write(config.directory(), url(endpoint), certificates);
        return new ApiServer(endpoint, housekeeping, kubeconfig);
    }

    private static void createNamespaces(Registry registry, ResourceType namespaces) {
        for (String name : FIRST_NAMESPACES) {
            var namespace = Json.object();
            namespace.putObject("metadata").put("name", name);
            registry.create(namespaces, "", namespace, WriteOptions.of("weir-local"));
        }
    }

    private static String url(ApiEndpoint endpoint) {
        return "https://127.0.0.1:" + endpoint.port();
    }

    public String url() {
        return url(endpoint);
    }

    /** The file with the address, the authority's certificate and the administrator's credential. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        endpoint.close();
        housekeeping.close();
    }
}
