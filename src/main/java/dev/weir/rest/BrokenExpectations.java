package dev.weir.rest;

import dev.weir.cluster.PolicyRef;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.document.PolicyFile.Entry;
import dev.weir.expectation.Anchors;
import dev.weir.expectation.Anchors.Anchor;
import dev.weir.expectation.Anchors.Source;
import dev.weir.expectation.ExpectationGate.Breach;
import dev.weir.expectation.ExpectationsBrokenException;
import dev.weir.visible.VisibleExpectations.Breaches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** How the API says that expectations would break. */
final class BrokenExpectations {
    private static final String REMEDY =
            " Change what you send, or send it again with the header Weir-Override and the reason why"
                    + " they are to break; the reason is recorded.";
    private static final int MOST_WARNINGS = 10;

    private BrokenExpectations() {}

    /**
     * An expectation that would break.
     *
     * @param witness between whom, and by which policies
     */
    record WouldBreak(String namespace, String name, String expect, String witness) {
        static WouldBreak of(Breach breach) {
            return new WouldBreak(
                    breach.expectation().ref().namespace(),
                    breach.expectation().ref().name(),
                    breach.expectation().sentence(),
                    breach.witness().sentence(breach.expectation().namespaces()::contains));
        }

        String sentence() {
            return "“" + expect + "” (" + namespace + "/" + name + ") would be broken: " + witness;
        }
    }

    static List<WouldBreak> of(Breaches breaches) {
        List<WouldBreak> broken =
                new ArrayList<>(breaches.visible().stream().map(WouldBreak::of).toList());
        for (int i = 0; i < breaches.hidden(); i++) {
            broken.add(new WouldBreak("", "", "", "One of a namespace that you may not read."));
        }
        return broken;
    }

    static Problem problem(ExpectationsBrokenException exception, Anchors anchors) {
        List<Finding> findings = new ArrayList<>();
        for (Breach breach : exception.breaches()) {
            Anchor anchor = anchors.of(breach.witness()).orElseGet(() -> new Anchor(0, "", null));
            findings.add(new Finding(
                    anchor.field(), WouldBreak.of(breach).sentence(), "expectation-broken", anchor.position()));
        }
        if (exception.hidden() > 0) {
            findings.add(new Finding(
                    "",
                    exception.hidden() + " of them are of namespaces that you may not read.",
                    "expectation-broken",
                    null));
        }
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "expectations-broken",
                        "It would break what is expected",
                        exception.getMessage() + REMEDY)
                .withErrors(findings);
    }

    /** At the lines of the one policy that was sent. */
    static ProblemException at(ExpectationsBrokenException exception, ObjectDocument document) {
        PolicyRef ref = new PolicyRef(
                ObjectAnswers.metadata(document.object(), "namespace"),
                ObjectAnswers.metadata(document.object(), "name"));
        Anchors anchors = new Anchors(Map.of(ref, new Source(0, document, "")));
        return new ProblemException(problem(exception, anchors), exception);
    }

    /** At the lines of the file that was sent. */
    static ProblemException at(ExpectationsBrokenException exception, List<Entry> entries) {
        Map<PolicyRef, Source> sources = new HashMap<>();
        for (Entry entry : entries) {
            PolicyRef policy = entry.policy();
            if (policy != null) {
                sources.put(
                        policy,
                        new Source(
                                entry.document(),
                                entry.origin().document(),
                                entry.origin().prefix()));
            }
        }
        return new ProblemException(problem(exception, new Anchors(sources)), exception);
    }

    /** The same answer with a warning (RFC 7234, 5.5) for each. */
    static <T> ResponseEntity<T> warned(ResponseEntity<T> answer, Breaches breaches) {
        if (breaches.isEmpty()) {
            return answer;
        }
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(answer.getHeaders());
        of(breaches).stream()
                .limit(MOST_WARNINGS)
                .map(broken -> broken.expect().isEmpty() ? broken.witness() : broken.sentence())
                .forEach(sentence -> headers.add(HttpHeaders.WARNING, "299 weir \"" + ascii(sentence) + "\""));
        return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
    }

    /** A header has no quotes within quotes and no letters beyond ASCII. */
    private static String ascii(String sentence) {
        return sentence.replace("“", "'").replace("”", "'").replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "?");
    }
}
