package dev.weir.expectation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.Finding;
import dev.weir.document.Finding.Severity;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.expectation.Anchors.Anchor;
import dev.weir.expectation.Anchors.Source;
import dev.weir.expectation.ExpectationFile.Expected;
import dev.weir.expectation.ExpectationGate.Breach;
import dev.weir.simulation.PolicyEdits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which expectations the policies of a file would break: those that are documents of the same file, and those that are kept. Each finding
 * stands at the rule that is to blame, or at the expectation when nothing of the file is.
 */
public final class ExpectationLinter {
    private final List<ObjectDocument> documents;
    private final @Nullable ClusterSnapshot cluster;
    private final ExpectationFile file;
    private final Anchors anchors;
    private final Map<Integer, List<Finding>> findings = new HashMap<>();

    /**
     * @param namespace of documents that do not say theirs
     * @param cluster whose pods are meant, as far as whoever asks may see it; null: expectations are only read
     */
    public ExpectationLinter(List<ObjectDocument> documents, String namespace, @Nullable ClusterSnapshot cluster) {
        this.documents = documents;
        this.cluster = cluster;
        file = ExpectationFile.read(documents, namespace);
        Map<PolicyRef, Source> sources = new HashMap<>();
        file.policies()
                .forEach((place, policy) -> sources.put(policy.ref(), new Source(place, documents.get(place), "")));
        anchors = new Anchors(sources);
    }

    public static boolean isExpectation(ObjectDocument document) {
        return ExpectationFile.isExpectation(document);
    }

    /**
     * The findings of each document, by its place.
     *
     * @param kept expectations that are kept; those of them that the file breaks are findings, too
     */
    public Map<Integer, List<Finding>> lint(List<Expectation> kept) {
        file.findings().forEach((place, found) -> found.forEach(finding -> add(place, finding)));
        if (cluster == null) {
            file.expectations().forEach((place, one) -> add(place, notJudged(place)));
            return findings;
        }
        PolicyEdits edits = new PolicyEdits();
        file.policies().values().forEach(edits::apply);
        ofTheFile(edits.in(cluster));
        if (!edits.isEmpty()) {
            List<Expectation> others =
                    kept.stream().filter(one -> !isInFile(one)).toList();
            ExpectationGate.breaches(others, cluster, edits::in).forEach(this::broken);
        }
        return findings;
    }

    /** The file's own of that name takes its place. */
    private boolean isInFile(Expectation kept) {
        return file.expectations().values().stream()
                .anyMatch(one -> one.namespace().equals(kept.ref().namespace())
                        && one.name().equals(kept.ref().name()));
    }

    private void ofTheFile(ClusterSnapshot after) {
        ClaimJudge judge = new ClaimJudge(
                after,
                file.expectations().values().stream().map(Expected::claim).toList());
        file.expectations().forEach((place, one) -> {
            String sentence = "“" + one.claim().in(one.namespace()) + "”";
            switch (judge.judge(one.claim())) {
                case Outcome.Holds holds -> {}
                case Outcome.Undecidable cannot ->
                    add(
                            place,
                            new Finding(
                                    Severity.WARNING,
                                    "spec",
                                    sentence + " cannot be told: " + cannot.why(),
                                    "expectation-undecidable",
                                    at(place),
                                    null));
                case Outcome.Broken broken -> {
                    Anchor anchor = anchors.of(broken.witness()).orElseGet(() -> new Anchor(place, "spec", at(place)));
                    add(anchor, sentence, broken.witness());
                }
            }
        });
    }

    private void broken(Breach breach) {
        Expectation expectation = breach.expectation();
        // Some policy of the file made it so; when none is blamed, as one that isolates no more, the first one stands
        // for them.
        int first = file.policies().keySet().iterator().next();
        Anchor anchor = anchors.of(breach.witness()).orElseGet(() -> new Anchor(first, "spec", at(first)));
        add(
                anchor,
                "“" + expectation.claim().in(expectation.ref().namespace()) + "” (" + expectation.ref() + ")",
                breach.witness());
    }

    private void add(Anchor anchor, String sentence, Witness witness) {
        add(
                anchor.document(),
                new Finding(
                        anchor.field(),
                        sentence + " would be broken: " + witness.sentence(visible -> true),
                        "expectation-broken",
                        anchor.position()));
    }

    private void add(int place, Finding finding) {
        findings.computeIfAbsent(place, unused -> new ArrayList<>()).add(finding);
    }

    private Finding notJudged(int place) {
        return new Finding(
                Severity.NOTE,
                "spec",
                "Without a cluster there are no pods to judge it for; it was only read.",
                "expectation-not-judged",
                at(place),
                null);
    }

    private Position at(int place) {
        ObjectDocument document = documents.get(place);
        Position spec = document.position("spec");
        return spec == null ? document.position() : spec;
    }
}
