package dev.weir.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.KubernetesException.Invalid;
import dev.weir.cluster.KubernetesException.Invalid.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectDocumentTests {
    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
              labels: {app.kubernetes.io/name: "yes"}
            spec:
              podSelector:
              ingress:
                - from:
                    - ipBlock:
                        cidr: 10.0.0.0/8
                        except: [10.1.0.0/16, 11.0.0.0/8]
                  ports:
                    - port: 0x50
                      endPort: 90
            """;

    @Test
    void theTreeIsWhatTheTextMeans() {
        Map<String, Object> object = ObjectDocument.parse(POLICY).object();
        assertThat(object).containsKeys("apiVersion", "kind", "metadata", "spec");
        assertThat(object.get("metadata"))
                .isEqualTo(Map.of("name", "web", "labels", Map.of("app.kubernetes.io/name", "yes")));
        assertThat(object.toString()).contains("port=80", "endPort=90", "podSelector=null", "cidr=10.0.0.0/8");
    }

    @Test
    void everyFieldHasAPosition() {
        ObjectDocument document = ObjectDocument.parse(POLICY);
        assertThat(document.position("metadata.name")).isEqualTo(new Position(4, 9, 4, 12));
        assertThat(document.position("spec.ingress[0].from[0].ipBlock.except[1]"))
                .isEqualTo(new Position(12, 35, 12, 45));
        assertThat(document.position("spec.ingress[0].ports[0].endPort")).isEqualTo(new Position(15, 20, 15, 22));
        assertThat(document.position("metadata.labels.app.kubernetes.io/name")).isNotNull();
    }

    @Test
    void aFieldThatIsNotThereIsShownAtTheNearestAbove() {
        ObjectDocument document = ObjectDocument.parse(POLICY);
        assertThat(document.position("spec.ingress[0].ports[0].protocol"))
                .isEqualTo(document.position("spec.ingress[0].ports[0]"));
        assertThat(document.position("status.x")).isNull();
    }

    @Test
    void jsonIsReadTooEvenWithTabs() {
        ObjectDocument document = ObjectDocument.parse("{\n\t\"a\": {\"b\": [1, true, null, \"\\u00e9\\/\"]}\n}");
        assertThat(document.object()).isEqualTo(Map.of("a", Map.of("b", Arrays.asList(1, true, null, "é/"))));
        assertThat(document.position("a.b[1]")).isEqualTo(new Position(2, 17, 2, 21));
    }

    @Test
    void scalarsAreReadAsKubectlReadsThem() {
        String list = "[a, yes, off, 010, 12:30, 99999999999, 1.5, 2026-01-31, ~]";
        assertThat(ObjectDocument.parse("a: " + list).object().get("a"))
                .isEqualTo(Arrays.asList("a", true, false, 8, "12:30", 99999999999L, 1.5, "2026-01-31", null));
    }

    @Test
    void whatIsNoYamlIsRefusedWithLineAndColumn() {
        assertWrong("spec:\n  a: [1, 2\n", 3, "not YAML");
        assertWrong("a: 1\n b: 2\n", 2, "not YAML");
        assertWrong("spec:\n\tpodSelector: {}\n", 2, "not YAML");
        assertWrong("", 1, "object with fields");
        assertWrong("- 1\n", 1, "object with fields");
        assertWrong("a: 1\n---\nb: 2\n", 3, "more than one document");
        assertWrong("a: 1\nb: 2\na: 3\n", 3, "twice");
        assertWrong("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "Merge keys");
        assertWrong("a: &x [*x]\n", 1, "");
    }

    private static void assertWrong(String text, int line, String words) {
        assertThatThrownBy(() -> ObjectDocument.parse(text))
                .isInstanceOfSatisfying(DocumentSyntaxException.class, wrong -> {
                    assertThat(wrong.position().line()).isEqualTo(line);
                    assertThat(wrong).hasMessageContaining(words);
                });
    }

    @Test
    void causesOfTheApiServerAreShownWhereTheyStand() {
        Invalid invalid = new Invalid(
                "NetworkPolicy \"web\" is invalid",
                List.of(new Cause(
                        "spec.ingress[0].from[0].ipBlock.except[1]", "must be a strict subset", "FieldValueInvalid")),
                new IllegalStateException());
        assertThat(Findings.of(invalid, ObjectDocument.parse(POLICY)))
                .containsExactly(new Finding(
                        "spec.ingress[0].from[0].ipBlock.except[1]",
                        "must be a strict subset",
                        "value-invalid",
                        new Position(12, 35, 12, 45)));
    }

    @Test
    void unknownFieldsAreFoundInTheSentenceOfStrictDecoding() {
        Invalid invalid = new Invalid(
                "strict decoding error: unknown field \"metadata.nmae\", unknown field \"spec.ingress[0].form\"",
                List.of(),
                new IllegalStateException());
        assertThat(Findings.of(invalid, ObjectDocument.parse("metadata:\n  nmae: x\nspec: {}\n")))
                .containsExactly(
                        new Finding(
                                "metadata.nmae",
                                "The field metadata.nmae does not exist.",
                                "unknown-field",
                                new Position(2, 9, 2, 10)),
                        new Finding(
                                "spec.ingress[0].form",
                                "The field spec.ingress[0].form does not exist.",
                                "unknown-field",
                                new Position(3, 1, 3, 5)));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> object = ObjectDocument.parse(POLICY).object();
        assertThat(ObjectDocument.parse(YamlText.of(object)).object()).isEqualTo(object);
        assertThat(YamlText.of(object)).contains("app.kubernetes.io/name: 'yes'");
    }
}
