package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.ObjectDocument;
import dev.weir.document.PolicyText;
import dev.weir.words.PolicyWords;
import dev.weir.words.PolicyWords.WordsView;
import dev.weir.words.WordLines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A policy in sentences: those of the page about it. */
@RestController
@RequestMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/explanation")
@Tag(name = "NetworkPolicies")
final class ExplanationController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final PolicyWords words;

    ExplanationController(ClusterView cluster, KubernetesObjects objects, PolicyWords words) {
        this.cluster = cluster;
        this.objects = objects;
        this.words = words;
    }

    /**
     * What a policy does.
     *
     * @param subject to which pods it applies, and how many these are now
     * @param cautions what is probably not meant
     * @param yaml the text in which the lines are counted
     */
    record Explanation(Sentence subject, List<Sentence> sentences, List<String> cautions, String yaml) {
        static Explanation of(WordsView words, String yaml) {
            return new Explanation(
                    Sentence.of(words.subject()),
                    words.sentences().stream().map(Sentence::of).toList(),
                    words.cautions(),
                    yaml);
        }

        String text() {
            StringBuilder text = new StringBuilder(subject.text()).append('\n');
            sentences.forEach(sentence -> text.append("- ")
                    .append(sentence.text())
                    .append(sentence.where())
                    .append('\n'));
            cautions.forEach(caution -> text.append("! ").append(caution).append('\n'));
            return text.toString();
        }
    }

    /**
     * A sentence, and what of the policy says so.
     *
     * @param pointer to the field (RFC 6901)
     * @param line the first one, from 1; absent when the text has no such field
     * @param rule as /pods?as=peers takes it; absent for what is said of no rule
     */
    record Sentence(
            String text,
            @Schema(example = "/spec/ingress/0") String pointer,
            @Nullable Integer line,
            @Nullable Integer endLine,
            @Schema(example = "ingress/0") @Nullable String rule) {
        static Sentence of(WordLines.Sentence sentence) {
            return new Sentence(
                    sentence.text(),
                    sentence.pointer(),
                    sentence.hasLines() ? sentence.from() : null,
                    sentence.hasLines() ? sentence.to() : null,
                    sentence.rule().isEmpty() ? null : sentence.rule());
        }

        private String where() {
            if (line == null) {
                return "";
            }
            return line.equals(endLine) ? " (line " + line + ")" : " (lines " + line + " to " + endLine + ")";
        }
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "What the policy does, in sentences, each with the field and the lines that say so",
            description =
                    "The lines are those of yaml, which is the policy without what the API server adds for itself.")
    Explanation explanation(@PathVariable String namespace, @PathVariable String name) {
        Map<String, Object> object = objects.get(ObjectRef.policy(new PolicyRef(namespace, name)));
        String yaml = PolicyText.of(object);
        ClusterSnapshot snapshot = cluster.current();
        return Explanation.of(
                words.explain(PolicyTree.read(object), snapshot, new WordLines(ObjectDocument.parse(yaml))), yaml);
    }

    @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(summary = "The same as lines of text")
    String text(@PathVariable String namespace, @PathVariable String name) {
        return explanation(namespace, name).text();
    }
}
