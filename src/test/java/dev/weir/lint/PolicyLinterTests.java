package dev.weir.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.document.EditableText;
import dev.weir.document.Finding;
import dev.weir.document.Finding.Severity;
import dev.weir.document.ObjectDocument;
import dev.weir.document.TreeEdit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each finding where it stands, in one sentence, and gone after its fix. */
class PolicyLinterTests {
    private static final Surroundings SHOP = Surroundings.of(SmallWorld.snapshot(List.of()), "shop");

    /** Every check: its code, its severity, the field it stands at, whether it has a fix. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            podSelector: {}, policyTypes: [Egress]                                    | dns-udp-blocked       | WARNING | spec.policyTypes                                | fix
            podSelector: {}, policyTypes: [Egress]                                    | dns-tcp-blocked       | WARNING | spec.policyTypes                                | fix
            podSelector: {}, policyTypes: [Egress]                                    | all-egress-blocked    | NOTE    | spec.policyTypes                                |
            podSelector: {}, policyTypes: [Egress], egress: [{}]                      | all-egress-allowed    | WARNING | spec.egress[0]                                  |
            podSelector: {}, policyTypes: [Ingress], ingress: []                      | all-ingress-blocked   | NOTE    | spec.ingress                                    |
            podSelector: {}, ingress: [{}]                                            | all-ingress-allowed   | WARNING | spec.ingress[0]                                 |
            podSelector: {}, ingress: [{}]                                            | missing-policy-types  | NOTE    | spec.policyTypes                                | fix
            podSelector: {}, policyTypes: [Egress], egress: [{}], ingress: [{}]       | missing-type-ingress  | WARNING | spec.ingress                                    | fix
            podSelector: {}, policyTypes: [Ingress], egress: [{}]                     | missing-type-egress   | WARNING | spec.egress                                     | fix
            podSelector: {}, ingress: [{ports: [{port: 53}]}]                         | missing-protocol      | NOTE    | spec.ingress[0].ports[0]                        | fix
            policyTypes: [Ingress]                                                    | missing-pod-selector  | NOTE    | spec.podSelector                                | fix
            podSelector: {}, policyTypes: [ingress]                                   | unknown-type          | ERROR   | spec.policyTypes[0]                             |
            podSelector: {}, ingres: [{}]                                             | unknown-field         | ERROR   | spec.ingres                                     | fix
            podSelector: {matchlabels: {a: b}}                                        | unknown-field         | ERROR   | spec.podSelector.matchlabels                    | fix
            podSelector: {matchExpressions: [{key: a, operator: Is}]}                 | unknown-operator      | ERROR   | spec.podSelector.matchExpressions[0].operator   |
            podSelector: {matchExpressions: [{key: a, operator: In}]}                 | missing-values        | ERROR   | spec.podSelector.matchExpressions[0].values     |
            podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]} | needless-values      | ERROR   | spec.podSelector.matchExpressions[0].values     | fix
            podSelector: {matchExpressions: [{key: app, operator: In, values: [web]}, {key: app, operator: DoesNotExist}]} | selects-nothing-ever | WARNING | spec.podSelector |
            podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24, except: [10.1.0.0/16]}}]}] | except-outside-cidr | ERROR | spec.ingress[0].from[0].ipBlock.except[0] | fix
            podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24, except: [10.0.0.0/24]}}]}] | except-is-all | ERROR | spec.ingress[0].from[0].ipBlock.except[0] |
            podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/99}}]}]      | invalid-cidr          | ERROR   | spec.ingress[0].from[0].ipBlock.cidr            |
            podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.5/8}}]}]       | host-bits             | NOTE    | spec.ingress[0].from[0].ipBlock.cidr            | fix
            podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}] | block-beside-selector | ERROR | spec.ingress[0].from[0]               |
            podSelector: {}, ingress: [{from: [{}]}]                                  | empty-peer            | ERROR   | spec.ingress[0].from[0]                         |
            podSelector: {}, ingress: [{from: [], ports: [{port: 80}]}]               | empty-peers           | WARNING | spec.ingress[0].from                            |
            podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]            | end-port-before-port  | ERROR   | spec.ingress[0].ports[0].endPort                | fix
            podSelector: {}, ingress: [{ports: [{port: http, endPort: 80}]}]          | end-port-without-port | ERROR   | spec.ingress[0].ports[0].endPort                | fix
            podSelector: {}, ingress: [{ports: [{port: 70000}]}]                      | invalid-port          | ERROR   | spec.ingress[0].ports[0].port                   |
            podSelector: {}, ingress: [{ports: [{port: 80, protocol: tcp}]}]          | unknown-protocol      | ERROR   | spec.ingress[0].ports[0].protocol               | fix
            podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}, {podSelector: {matchLabels: {app: web}}}]}] | selector-or-not-and | WARNING | spec.ingress[0].from[1] | fix
            podSelector: {matchLabels: {ap: web}}                                     | selects-nothing       | WARNING | spec.podSelector                                | fix
            podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: wbe}}}]}] | peer-matches-nothing | WARNING | spec.ingress[0].from[0].podSelector        | fix
            podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: x}}}]}] | peer-matches-nothing | WARNING | spec.ingress[0].from[0].namespaceSelector | fix
            podSelector: {matchLabels: {app: agent}}                                  | host-network-selected | WARNING | spec.podSelector                                |
            podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: htp}]}] | named-port-absent     | WARNING | spec.ingress[0].ports[0].port                   |
            podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.1.0.0/16}}]}]      | block-covers-pods     | NOTE    | spec.ingress[0].from[0].ipBlock.cidr            |
            podSelector: {}, ingress: [{ports: [{port: 80}]}, {from: [{podSelector: {}}], ports: [{port: 80}]}] | shadowed-rule | WARNING | spec.ingress[1]                       | fix
            podSelector: {}, ingress: [{from: [{podSelector: {}}, {podSelector: {matchLabels: {app: web}}}]}] | shadowed-peer | WARNING | spec.ingress[0].from[1]                 | fix
            podSelector: {}, ingress: [{ports: [{port: 80, endPort: 90}, {port: 85}]}] | shadowed-port        | WARNING | spec.ingress[0].ports[1]                        | fix
            podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}}]}] | dead-rule | WARNING | spec.ingress[0] | fix
            """)
    void eachCheckFindsWhatItIsFor(String spec, String code, Severity severity, String field, String fix) {
        String yaml =
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {"
                        + spec + "}\n";
        Finding finding = find(yaml, code);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.field()).isEqualTo(field);
        assertThat(finding.position()).isNotNull();
        assertThat(finding.message())
                .endsWith(code.equals("unknown-field") ? "?" : ".")
                .doesNotContain("denies");
        assertThat(finding.fix() != null).as("has a fix").isEqualTo(fix != null);
        if (finding.fix() != null) {
            assertThat(codes(fixed(yaml, finding))).doesNotContain(code);
        }
    }

    @Test
    void aPolicyWithNothingWrongHasNoFindings() {
        assertThat(codes("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: db}}
                  policyTypes: [Ingress]
                  ingress:
                    - from: [{podSelector: {matchLabels: {app: web}}}]
                      ports: [{protocol: TCP, port: 5432}]
                """)).isEmpty();
    }

    @Test
    void aTypoNamesTheLabelThatIsThere() {
        assertThat(find(policy("podSelector: {matchLabels: {app: wbe}}"), "selects-nothing")
                        .message())
                .isEqualTo("No pod of shop matches now, so the policy does nothing. There is app=web.");
    }

    @Test
    void aShadowedRuleNamesTheRuleThatIsItsProof() {
        assertThat(find(
                                policy("podSelector: {}, ingress: [{ports: [{port: 80}]}, {ports: [{port: 81}]}, "
                                        + "{from: [{podSelector: {}}], ports: [{port: 80, endPort: 81}]}]"),
                                "shadowed-rule")
                        .message())
                .isEqualTo(
                        "Rule 3 makes no difference: rule 1 and rule 2 of this policy admit together all of it, in any cluster.");
    }

    @Test
    void theLinesAreThoseOfTheFileAlsoInItsSecondDocument() {
        String file = policy("podSelector: {}, policyTypes: [Ingress]") + "---\n"
                + policy("podSelector: {}\n  ,ingress: [{ports: [{port: 0}]}]");
        List<List<Finding>> findings = PolicyLinter.lint(ObjectDocument.parseAll(file, 10), Surroundings.NONE);
        assertThat(findings.get(1)).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo("duplicate-name");
            assertThat(Objects.requireNonNull(finding.position()).line()).isEqualTo(8);
        });
        assertThat(findings.get(1)).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo("invalid-port");
            assertThat(Objects.requireNonNull(finding.position()).line()).isEqualTo(10);
            assertThat(Objects.requireNonNull(finding.position()).column()).isEqualTo(30);
        });
    }

    @Test
    void withoutAClusterOnlyTheTextIsLookedAt() {
        ObjectDocument document =
                ObjectDocument.parse(policy("podSelector: {matchLabels: {app: nobody}}, policyTypes: [Ingress]"));
        assertThat(PolicyLinter.lint(document, Surroundings.NONE))
                .extracting(Finding::code)
                .containsExactly("all-ingress-blocked");
    }

    @Test
    void dnsThatAnotherPolicyOpensIsNotMissing() {
        var dns = SmallWorld.policy(
                "dns",
                "podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53}, {port: 53, protocol: UDP}]}]");
        Surroundings beside = Surroundings.of(SmallWorld.snapshot(List.of(dns)), "shop");
        ObjectDocument document =
                ObjectDocument.parse(policy("podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]"));
        assertThat(PolicyLinter.lint(document, beside))
                .extracting(Finding::code)
                .doesNotContain("dns-udp-blocked", "dns-tcp-blocked");
    }

    static String policy(String spec) {
        return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {"
                + spec + "}\n";
    }

    private static Finding find(String yaml, String code) {
        List<Finding> findings = PolicyLinter.lint(ObjectDocument.parse(yaml), SHOP);
        return findings.stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " in " + findings));
    }

    private static List<String> codes(String yaml) {
        return PolicyLinter.lint(ObjectDocument.parse(yaml), SHOP).stream()
                .map(Finding::code)
                .toList();
    }

    static String fixed(String yaml, Finding finding) {
        EditableText text = EditableText.parse(yaml);
        for (TreeEdit edit : Objects.requireNonNull(finding.fix()).edits()) {
            text = text.with(edit);
        }
        return text.text();
    }
}
