package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ObjectKind;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.document.YamlText;
import dev.weir.lint.PolicyLinter;
import dev.weir.lint.Surroundings;
import dev.weir.simulation.Simulation;
import dev.weir.simulation.Simulation.BlindSpot;
import dev.weir.simulation.Simulation.ConnectivityDiff;
import dev.weir.simulation.Simulation.CoverageChange;
import dev.weir.simulation.Simulation.Impact;
import dev.weir.simulation.Simulation.PolicyChange;
import dev.weir.simulation.Simulation.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Simulation}, and what is probably not meant in the policies of it.
 *
 * @param findings as of /api/v1/lint, by the policies, labels and pods that are there when it is read; without lines, for what is kept of the
 *     policies is what they say and not their text
 */
record SimulationAnswer(
        String id,
        Instant at,
        @Nullable Instant expires,
        long revision,
        Window window,
        List<PolicyChange> policies,
        ConnectivityDiff connectivityDiff,
        List<CoverageChange> coverageDiff,
        Impact impact,
        List<Map<String, Object>> findings,
        List<BlindSpot> blindSpots) {

    static SimulationAnswer of(Simulation simulation, ClusterSnapshot cluster) {
        return new SimulationAnswer(
                simulation.id(),
                simulation.at(),
                simulation.expires(),
                simulation.revision(),
                simulation.window(),
                simulation.policies(),
                simulation.connectivityDiff(),
                simulation.coverageDiff(),
                simulation.impact(),
                findings(simulation.policies(), cluster),
                simulation.blindSpots());
    }

    private static List<Map<String, Object>> findings(List<PolicyChange> changes, ClusterSnapshot cluster) {
        List<PolicyChange> written =
                changes.stream().filter(change -> change.changed() != null).toList();
        List<List<Finding>> linted = PolicyLinter.lint(
                written.stream().map(SimulationAnswer::document).toList(), Surroundings.of(cluster, ""));
        List<Map<String, Object>> findings = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            for (Finding finding : linted.get(i)) {
                findings.add(finding(written.get(i), finding));
            }
        }
        return findings;
    }

    private static ObjectDocument document(PolicyChange change) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", ObjectKind.NETWORK_POLICY.apiVersion());
        object.put("kind", ObjectKind.NETWORK_POLICY.kind());
        object.put("metadata", Map.of("namespace", change.namespace(), "name", change.name()));
        object.put("spec", change.changed());
        return ObjectDocument.parse(YamlText.of(object));
    }

    private static Map<String, Object> finding(PolicyChange change, Finding finding) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("namespace", change.namespace());
        answer.put("name", change.name());
        answer.putAll(FindingAnswer.of(finding.withoutPosition()));
        return answer;
    }
}
