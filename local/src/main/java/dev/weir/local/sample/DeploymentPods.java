package dev.weir.local.sample;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The pods that a Deployment would have, named and owned as its ReplicaSet's are, so that whoever resolves a pod's workload finds what a real cluster shows. Names
 * follow from the Deployment's, and are the same in every life of the sample.
 */
final class DeploymentPods {

    /** The characters Kubernetes uses: no vowels, nothing that looks like another. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private DeploymentPods() {}

    static List<Pod> of(Deployment deployment) {
        String namespace = deployment.getMetadata().getNamespace();
        String hash = letters(namespace + "/" + deployment.getMetadata().getName(), 9);
        String replicaSet = deployment.getMetadata().getName() + "-" + hash;
        int replicas = deployment.getSpec().getReplicas() == null
                ? 1
                : deployment.getSpec().getReplicas();
        return IntStream.range(0, replicas)
                .mapToObj(replica -> pod(deployment, replicaSet, hash, replica))
                .toList();
    }

    private static Pod pod(Deployment deployment, String replicaSet, String hash, int replica) {
        var template = deployment.getSpec().getTemplate();
        String namespace = deployment.getMetadata().getNamespace();
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withGenerateName(replicaSet + "-")
                .withName(replicaSet + "-" + letters(replicaSet + replica, 5))
                .withLabels(template.getMetadata().getLabels())
                .addToLabels("pod-template-hash", hash)
                .withAnnotations(template.getMetadata().getAnnotations())
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName(replicaSet)
                .withUid(UUID.nameUUIDFromBytes((namespace + "/" + replicaSet).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static String letters(String seed, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < length; i++) {
                letters.append(ALPHABET.charAt((digest[i] & 0xff) % ALPHABET.length()));
            }
            return letters.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
