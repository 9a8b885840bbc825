package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers questions about rights. Whoever has a certificate of the cluster is its administrator and may do everything; nobody else gets
 * this far.
 */
final class ReviewHandler {

    /** A kind of which objects are only posted and answered, never stored. */
    record Review(String group, String plural, String kind) {
        String apiVersion() {
            return group + "/v1";
        }
    }

    static final List<Review> REVIEWS = List.of(
            new Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
            new Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
            new Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
            new Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"));

    private ReviewHandler() {}

    static Optional<Review> find(RequestPath path) {
        return REVIEWS.stream()
                .filter(review ->
                        review.group().equals(path.group()) && review.plural().equals(path.plural()))
                .filter(review -> path.version().equals("v1"))
                .findFirst();
    }

    static ObjectNode answer(Review review, ObjectNode question, String user) {
        ObjectNode answer =
                question.deepCopy().put("apiVersion", review.apiVersion()).put("kind", review.kind());
        ObjectNode status = answer.putObject("status");
        switch (review.kind()) {
            case "SelfSubjectReview" -> {
                ObjectNode info = status.putObject("userInfo").put("username", user);
                info.putArray("groups").add("system:masters").add("system:authenticated");
            }
            case "SelfSubjectRulesReview" -> {
                ObjectNode everything = status.putArray("resourceRules").addObject();
                for (String part : List.of("apiGroups", "resources", "verbs")) {
                    everything.putArray(part).add("*");
                }
                ObjectNode paths = status.putArray("nonResourceRules").addObject();
                paths.putArray("nonResourceURLs").add("*");
                paths.putArray("verbs").add("*");
                status.put("incomplete", false);
            }
            default ->
                status.put("allowed", true).put("reason", "the administrator of the local cluster may do everything");
        }
        Json.make(answer, "metadata");
        return answer;
    }
}
