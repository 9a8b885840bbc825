package dev.weir.alert.detect;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.expectation.ExpectationWatch.Watched;
import dev.weir.expectation.Outcome.Broken;
import dev.weir.expectation.Standing;
import dev.weir.expectation.Witness;
import dev.weir.reach.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Expectations that are broken, and not only while a rollout passes by. */
final class ExpectationBroken implements Detector {
    private final ExpectationWatch expectations;

    ExpectationBroken(ExpectationWatch expectations) {
        this.expectations = expectations;
    }

    @Override
    public AlertRule rule() {
        return AlertRule.EXPECTATION_BROKEN;
    }

    @Override
    public Looked look(Look look) {
        List<Finding> findings = new ArrayList<>();
        for (Watched watched : expectations.all()) {
            Standing standing = watched.standing();
            boolean lasts = !standing.since().plus(look.settings().window()).isAfter(look.now());
            if (watched.outcome() instanceof Broken broken && lasts) {
                findings.add(finding(watched.expectation(), standing, broken.witness(), look));
            }
        }
        return new Looked(findings, List.of());
    }

    private Finding finding(Expectation expectation, Standing standing, Witness witness, Look look) {
        String namespace = expectation.ref().namespace();
        // An alert is read by everybody who may read the namespace, so it names nobody of another one.
        Standing.Cause cause = standing.cause();
        String because = cause == null || !cause.where().equals(namespace) ? "" : " " + cause.sentence();
        return new Finding(
                AlertSubject.expectation(namespace, expectation.ref().name()),
                name(expectation) + " is broken since " + standing.since() + ": " + witness.sentence(namespace::equals)
                        + because,
                new Measure(
                        Duration.between(standing.since(), look.now()).toSeconds(),
                        look.settings().window().toSeconds(),
                        null,
                        rule().unit()),
                new Evidence(
                        records(witness, namespace),
                        standing.since().minus(look.settings().window()),
                        look.now()));
    }

    /** What it says, if it speaks of its own namespace only. */
    private static String name(Expectation expectation) {
        return expectation.namespaces().size() == 1
                ? "“" + expectation.sentence() + "”"
                : "The expectation " + expectation.ref();
    }

    /** The connections of the witness. */
    private static String records(Witness witness, String namespace) {
        return end("src", witness.from(), namespace) + " AND " + end("dest", witness.to(), namespace);
    }

    private static String end(String side, End end, String namespace) {
        return switch (end) {
            case End.WorkloadEnd workload
            when workload.namespace().equals(namespace) ->
                Clauses.end(side, AlertSubject.workload(workload.namespace(), workload.name()));
            case End.WorkloadEnd hidden -> side + ".pod_name:*";
            case End.RangeEnd range -> side + ".instance:*";
        };
    }
}
