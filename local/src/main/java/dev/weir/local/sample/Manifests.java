package dev.weir.local.sample;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Applies manifests that are part of this program. Doing it twice changes nothing. */
public final class Manifests {

    private Manifests() {}

    /** @param resource a path like {@code /sample/shop.yaml} */
    public static void apply(KubernetesClient client, String resource) {
        try (InputStream yaml = Manifests.class.getResourceAsStream(resource)) {
            if (yaml == null) {
                throw new IllegalStateException(resource + " is missing from this program");
            }
            client.load(yaml).items().forEach(item -> apply(client, item));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void apply(KubernetesClient client, HasMetadata item) {
        if (item instanceof Deployment deployment) {
            DeploymentPods.of(deployment).forEach(pod -> apply(client, pod));
        } else {
            client.resource(item).createOr(NonDeletingOperation::update);
        }
    }
}
