package dev.weir.rest;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectRef;

/** Annotations that are on or absent. Only the exact value {@code true} counts, as on GKE. */
final class Annotations {
    private final KubernetesObjects objects;

    Annotations(KubernetesObjects objects) {
        this.objects = objects;
    }

    /** A merge patch touches nothing else, so it needs no version. */
    void set(ObjectRef ref, String annotation, boolean on) {
        String value = on ? "\"true\"" : "null";
        objects.patch(
                ref,
                PatchForm.MERGE,
                "{\"metadata\":{\"annotations\":{\"" + annotation + "\":" + value + "}}}",
                WriteOptions.DEFAULT);
    }
}
