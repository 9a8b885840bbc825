package dev.weir.policy;

import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.DoesNotAdmit;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.policy.Judgement.Outcome;
import dev.weir.policy.Judgement.RuleFinding;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An evaluation as text, for whoever reads a failure. */
final class Explanations {
    private Explanations() {}

    static String of(Evaluation evaluation) {
        String ends = Stream.of(evaluation.egress(), evaluation.ingress())
                .filter(judgement -> judgement != null)
                .map(Explanations::of)
                .collect(Collectors.joining());
        return "  the specification: " + evaluation.verdict() + " by " + evaluation.basis() + ends;
    }

    private static String of(Judgement judgement) {
        return judgement.explanations().stream()
                .map(explanation -> "\n      " + explanation.policy() + " " + of(explanation.outcome()))
                .collect(Collectors.joining(
                        "",
                        "\n    " + judgement.direction() + " of " + judgement.pod() + ": " + judgement.verdict(),
                        ""));
    }

    private static String of(Outcome outcome) {
        return switch (outcome) {
            case NotApplicable notApplicable -> "does not apply: " + notApplicable.reason();
            case Admits admits -> "admits by rules " + admits.rules();
            case DoesNotAdmit not ->
                "isolates and does not admit; "
                        + not.rules().stream().map(Explanations::of).collect(Collectors.joining(", "));
        };
    }

    private static String of(RuleFinding finding) {
        return "rule " + finding.rule() + ": peer " + (finding.peerMatches() ? "matches" : "does not match") + ", port "
                + (finding.portMatches() ? "matches" : "does not match");
    }
}
