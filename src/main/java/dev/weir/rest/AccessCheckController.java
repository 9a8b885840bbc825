package dev.weir.rest;

import dev.weir.access.AccessQuestion;
import dev.weir.access.AccessQuestion.Decision;
import dev.weir.access.AccessQuestion.Deed;
import dev.weir.access.AccessQuestion.Thing;
import dev.weir.access.CurrentAccess;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Whether the caller may do something, before it tries. */
@RestController
@Tag(name = "Access")
final class AccessCheckController {
    /** The verbs of Kubernetes. */
    private static final Map<String, Deed> VERBS = new TreeMap<>(Map.of(
            "get", Deed.READ,
            "list", Deed.READ,
            "watch", Deed.READ,
            "create", Deed.WRITE,
            "update", Deed.WRITE,
            "patch", Deed.WRITE,
            "delete", Deed.WRITE));

    /** As the addresses of the API call them. */
    private static final Map<String, Thing> RESOURCES = new TreeMap<>(Map.of(
            "networkpolicies", Thing.OF_NAMESPACE,
            "expectations", Thing.OF_NAMESPACE,
            "logs", Thing.OF_NAMESPACE,
            "deny-logging", Thing.NAMESPACE,
            "nodes", Thing.CLUSTER,
            "networkloggings", Thing.CLUSTER,
            "alert-rules", Thing.CLUSTER,
            "people", Thing.OFFICE,
            "alert-receiver", Thing.OFFICE));

    private final CurrentAccess caller;

    AccessCheckController(CurrentAccess caller) {
        this.caller = caller;
    }

    /**
     * What the caller would do.
     *
     * @param resource networkpolicies when it is left out
     * @param namespace all of them when it is left out
     */
    record Wanted(
            @Schema(allowableValues = {"get", "list", "watch", "create", "update", "patch", "delete"}) @Nullable
            String verb,

            @Schema(
                    allowableValues = {
                        "networkpolicies",
                        "expectations",
                        "logs",
                        "deny-logging",
                        "nodes",
                        "networkloggings",
                        "alert-rules",
                        "people",
                        "alert-receiver"
                    })
            @Nullable
            String resource,

            @Schema(example = "shop") @Nullable String namespace) {

        AccessQuestion question() {
            return new AccessQuestion(
                    known("verb", verb, VERBS),
                    known("resource", resource == null ? "networkpolicies" : resource, RESOURCES),
                    namespace == null ? "" : namespace);
        }

        private static <T> T known(String field, @Nullable String word, Map<String, T> words) {
            T meant = word == null ? null : words.get(word);
            if (meant == null) {
                throw ProblemException.badParameter(field, "is one of " + String.join(", ", words.keySet()) + ".");
            }
            return meant;
        }
    }

    /**
     * Whether it may.
     *
     * @param role that this needs
     * @param why the grant that gives it, or what is missing
     */
    record Checked(
            boolean allowed,

            @Schema(allowableValues = {"viewer", "editor", "admin"})
            String role,

            String why) {}

    @PostMapping(path = "/api/v1/access/check", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Whether the caller may do something, and why",
            description = "By roles; whether what it would do is valid, or is there, is not looked at.")
    Checked check(@RequestBody Wanted wanted) {
        Decision decision = wanted.question().of(caller.get());
        return new Checked(decision.allowed(), decision.needed().label(), decision.why());
    }
}
