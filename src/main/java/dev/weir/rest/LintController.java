package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.lint.PolicyLinter;
import dev.weir.lint.Surroundings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
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

    private static final String EXAMPLE = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web-in, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
                - ports: [{port: 90, endPort: 80}]
            """;

    private final ClusterView cluster;

    LintController(ClusterView cluster) {
        this.cluster = cluster;
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
    @Operation(summary = "Look at the policies of a file of one or many documents; nothing is written")
    Linted lint(
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
            @RequestParam(defaultValue = "") @Parameter(description = "For policies that do not say theirs")
                    String namespace) {
        List<List<Finding>> found = found(file, cluster, namespace);
        List<Map<String, Object>> findings = new ArrayList<>();
        for (int document = 0; document < found.size(); document++) {
            for (Finding finding : found.get(document)) {
                findings.add(FindingAnswer.of(document, finding));
            }
        }
        return new Linted(
                found.size(), count(found, Finding.Severity.ERROR), count(found, Finding.Severity.WARNING), findings);
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
    String lines(
            @RequestBody String file,
            @RequestParam(defaultValue = "true") boolean cluster,
            @RequestParam(defaultValue = "") String namespace,
            @RequestParam(name = "file", defaultValue = "-") @Parameter(description = "How the lines call the file")
                    String name) {
        StringBuilder lines = new StringBuilder();
        found(file, cluster, namespace)
                .forEach(findings -> findings.forEach(finding ->
                        lines.append(FindingAnswer.line(name, finding)).append('\n')));
        return lines.toString();
    }

    private List<List<Finding>> found(String file, boolean withCluster, String namespace) {
        Surroundings surroundings = new Surroundings(withCluster ? cluster.current() : null, namespace, List.of());
        return PolicyLinter.lint(ObjectDocument.parseAll(file, MOST_DOCUMENTS), surroundings);
    }
}
