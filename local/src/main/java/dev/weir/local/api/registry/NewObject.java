package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Gives a new object what only the server may give: name from a prefix, uid, time, generation. */
final class NewObject {

    /** No vowels, so that no word arises by chance. */
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_PREFIX = 63 - SUFFIX_LENGTH;
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewObject() {}

    static void identify(ObjectNode object, ResourceType type, String namespace, Instant now) {
        ObjectNode metadata = Json.make(object, "metadata");
        if (!Json.text(metadata, "resourceVersion").isEmpty()) {
            throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.remove(List.of(
                "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"));
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        } else {
            metadata.remove("namespace");
        }
        String prefix = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + suffix());
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", time(now));
        metadata.remove("generation");
        if (type.countsGenerations()) {
            metadata.put("generation", 1);
        }
        if (type.hasStatus() && !type.kind().equals("Node") && !type.kind().equals("Pod")) {
            object.remove("status");
        }
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder(SUFFIX_LENGTH);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(RANDOM.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
