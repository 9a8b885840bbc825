package dev.weir.local.sample;

import dev.weir.local.fabric.Fabric;
import dev.weir.local.workload.Flow;
import dev.weir.local.workload.Listeners;
import dev.weir.local.workload.Targets;
import dev.weir.local.workload.Traffic;
import dev.weir.local.workload.Transport;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The shop, its policies, and the visitors that come to it from "the internet". */
public final class SampleApplication {

    private static final String VISITORS = "tcp shop/web:8080 2/s, tcp payments/payment:8443 0.2/s";

    private SampleApplication() {}

    /** Policies come before pods: none of them is ever open. */
    public static void apply(KubernetesClient client) {
        Manifests.apply(client, "/sample/namespaces.yaml");
        Manifests.apply(client, "/sample/policies.yaml");
        Manifests.apply(client, "/sample/shop.yaml");
    }

    /** Servers on the internet that answer, for every user of the local cluster. */
    public static void openInternet() {
        Listeners internet = new Listeners(Fabric.INTERNET, "the internet");
        internet.listen(Transport.TCP, 80);
        internet.listen(Transport.TCP, 443);
        internet.listen(Transport.UDP, 53);
        internet.listen(Transport.UDP, 443);
    }

    /** People who visit the shop, until this process ends. */
    public static void sendVisitors(Targets targets) {
        new Traffic(Fabric.INTERNET, "default", targets).start(Flow.parseAll(VISITORS));
    }
}
