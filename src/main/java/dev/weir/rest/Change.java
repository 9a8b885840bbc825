package dev.weir.rest;

import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.document.ObjectDocument;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A request that changes something: its body as text, for what it is meant, and how to write it.
 *
 * @param ifMatch null when the header is missing
 */
record Change(String body, MediaType type, @Nullable String ifMatch, WriteOptions options) {

    /** The same change, only tried. */
    Change asDryRun() {
        return new Change(body, type, ifMatch, options.asDryRun());
    }

    ObjectDocument document() {
        return ObjectDocument.parse(body);
    }

    Precondition precondition() {
        return Precondition.required(ifMatch);
    }

    PatchForm patchForm() {
        String given = type.getType() + "/" + type.getSubtype();
        return Arrays.stream(PatchForm.values())
                .filter(form -> form.contentType().equals(given))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.badRequest("unknown-patch-form", "There is no form of patch " + given + "."));
    }
}
