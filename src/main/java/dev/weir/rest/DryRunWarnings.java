package dev.weir.rest;

import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.simulation.PolicyEdits;
import dev.weir.visible.VisibleExpectations;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** A dry run is not refused for what it would break, but says it. */
@Component
final class DryRunWarnings {
    private final VisibleExpectations expectations;

    DryRunWarnings(VisibleExpectations expectations) {
        this.expectations = expectations;
    }

    /** @param object the policy as it would be */
    ResponseEntity<Map<String, Object>> ofPolicy(
            Change change, Map<String, Object> object, ResponseEntity<Map<String, Object>> answer) {
        if (!change.options().dryRun()) {
            return answer;
        }
        PolicyEdits edits = new PolicyEdits().apply(PolicyTree.read(object));
        return BrokenExpectations.warned(answer, expectations.breaches(edits::in));
    }

    ResponseEntity<Void> ofDeletion(Change change, PolicyRef policy, ResponseEntity<Void> answer) {
        if (!change.options().dryRun()) {
            return answer;
        }
        return BrokenExpectations.warned(answer, expectations.breaches(new PolicyEdits().delete(policy)::in));
    }
}
