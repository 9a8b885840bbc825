package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.ApiException;
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * How a deletion is meant.
 *
 * @param grace how long a pod may take to end; empty for what the pod says
 * @param propagation what happens to the objects that the object owns
 * @param uid the object must still be this one, unless ""
 * @param resourceVersion the object must still be at this revision, unless ""
 * @param dryRun whether nothing is removed
 */
public record DeleteOptions(
        OptionalLong grace, Propagation propagation, String uid, String resourceVersion, boolean dryRun) {

    /** What happens to dependents. */
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    /** A deletion without further conditions. */
    public static DeleteOptions background() {
        return new DeleteOptions(OptionalLong.empty(), Propagation.BACKGROUND, "", "", false);
    }

    /** Reads the body of a delete request; query parameters stand in for what it leaves out. */
    public static DeleteOptions read(
            JsonNode body, String graceParameter, String propagationParameter, boolean dryRun) {
        JsonNode given = Json.at(body, "gracePeriodSeconds");
        String graceText = given == null ? graceParameter : given.asString();
        if (!graceText.matches("[0-9]{0,9}")) {
            throw ApiException.badRequest(
                    "gracePeriodSeconds must be a number of seconds that is not negative: " + graceText);
        }
        String policy = Json.text(body, "propagationPolicy");
        boolean dry = dryRun || !Json.list(body, "dryRun").isEmpty();
        return new DeleteOptions(
                graceText.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(graceText)),
                propagation(policy.isEmpty() ? propagationParameter : policy),
                Json.text(body, "preconditions", "uid"),
                Json.text(body, "preconditions", "resourceVersion"),
                dry);
    }

    private static Propagation propagation(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "", "background" -> Propagation.BACKGROUND;
            case "foreground" -> Propagation.FOREGROUND;
            case "orphan" -> Propagation.ORPHAN;
            default ->
                throw ApiException.badRequest("propagationPolicy: Unsupported value: \"" + name
                        + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
        };
    }

    boolean immediate() {
        return grace.isPresent() && grace.getAsLong() == 0;
    }
}
