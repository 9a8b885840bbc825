package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.expectation.ExpectationLinter;
import dev.weir.lint.PolicyLinter;
import dev.weir.lint.Surroundings;
import dev.weir.visible.VisibleExpectations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong with policies, before anybody applies them. */
@RestController
@RequestMapping("/api/v1/lint")
@Tag(name = "NetworkPolicies")
final class LintController {
    /** In one file. */
    private static final int MOST_DOCUMENTS = 1000;

    private static final String NEVER = "never";
    private static final String FAIL_ON =
            "never, error or warning: answer 422 when there is such a finding, so that curl --fail-with-body fails";

    private static final String EXAMPLE = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web-in, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
                - ports: [{port: 90, endPort: 80}]
            ---
            apiVersion: weir.dev/v1
            kind: Expectation
            metadata: {name: redis-is-inside, namespace: shop}
            spec: {expect: nobody may reach redis-cart from the internet}
            """;

    private final ClusterView cluster;
    private final VisibleExpectations expectations;

    LintController(ClusterView cluster, VisibleExpectations expectations) {
        this.cluster = cluster;
        this.expectations = expectations;
    }

    /**
     * What was found.
     *
     * @param documents how many there were
     */
    record Linted(int documents, long errors, long warnings, List<Map<String, Object>> findings) {}

    @PostMapping(
            consumes = {MediaType.APPLICATION_YAML_VALUE, MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Look at the policies of a file of one or many documents; nothing is written",
            description =
                    "Documents of the kind Expectation (weir.dev/v1) are judged by the policies of the file over those of the cluster, as are the"
                            + " expectations that are kept. What would be broken is a finding at the rule that is to blame.")
    ResponseEntity<Linted> lint(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_YAML_VALUE,
                                            schema = @Schema(type = "string"),
                                            examples = @ExampleObject(EXAMPLE)))
                    @RequestBody
                    String file,
            @RequestParam(defaultValue = "true")
                    @Parameter(description = "Compare with the pods, namespaces and other policies of the cluster")
                    boolean cluster,
            @RequestParam(defaultValue = "") @Parameter(description = "For documents that do not say theirs")
                    String namespace,
            @RequestParam(defaultValue = NEVER) @Parameter(description = FAIL_ON) String failOn) {
        List<List<Finding>> found = found(file, cluster, namespace);
        List<Map<String, Object>> findings = new ArrayList<>();
        for (int document = 0; document < found.size(); document++) {
            for (Finding finding : found.get(document)) {
                findings.add(FindingAnswer.of(document, finding));
            }
        }
        return ResponseEntity.status(status(found, failOn))
                .body(new Linted(
                        found.size(),
                        count(found, Finding.Severity.ERROR),
                        count(found, Finding.Severity.WARNING),
                        findings));
    }

    /** A program that looks at nothing but the status sees, too, that something is wrong. */
    private static HttpStatus status(List<List<Finding>> found, String failOn) {
        long wrong = switch (failOn) {
            case NEVER -> 0;
            case "error" -> count(found, Finding.Severity.ERROR);
            case "warning" -> count(found, Finding.Severity.ERROR) + count(found, Finding.Severity.WARNING);
            default -> throw ProblemException.badParameter("failOn", "is never, error or warning.");
        };
        return wrong == 0 ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT;
    }

    private static long count(List<List<Finding>> found, Finding.Severity severity) {
        return found.stream()
                .flatMap(List::stream)
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    @PostMapping(
            consumes = {MediaType.APPLICATION_YAML_VALUE, MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE},
            produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(summary = "The same as lines that compilers write: file:line:column: severity: message [code]")
    ResponseEntity<String> lines(
            @RequestBody String file,
            @RequestParam(defaultValue = "true") boolean cluster,
            @RequestParam(defaultValue = "") String namespace,
            @RequestParam(name = "file", defaultValue = "-") @Parameter(description = "How the lines call the file")
                    String name,
            @RequestParam(defaultValue = NEVER) @Parameter(description = FAIL_ON) String failOn) {
        StringBuilder lines = new StringBuilder();
        List<List<Finding>> found = found(file, cluster, namespace);
        found.forEach(findings -> findings.forEach(
                finding -> lines.append(FindingAnswer.line(name, finding)).append('\n')));
        return ResponseEntity.status(status(found, failOn)).body(lines.toString());
    }

    /** Of each document in turn. */
    private List<List<Finding>> found(String file, boolean withCluster, String namespace) {
        ClusterSnapshot snapshot = withCluster ? cluster.current() : null;
        List<ObjectDocument> documents = ObjectDocument.parseAll(file, MOST_DOCUMENTS);
        List<ObjectDocument> policies = documents.stream()
                .filter(document -> !ExpectationLinter.isExpectation(document))
                .toList();
        Iterator<List<Finding>> linted = PolicyLinter.lint(policies, new Surroundings(snapshot, namespace, List.of()))
                .iterator();
        Map<Integer, List<Finding>> broken = new ExpectationLinter(documents, namespace, snapshot)
                .lint(snapshot == null ? List.of() : expectations.list());
        List<List<Finding>> all = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            List<Finding> findings = new ArrayList<>();
            if (!ExpectationLinter.isExpectation(documents.get(i))) {
                findings.addAll(linted.next());
            }
            findings.addAll(broken.getOrDefault(i, List.of()));
            all.add(findings);
        }
        return all;
    }
}
