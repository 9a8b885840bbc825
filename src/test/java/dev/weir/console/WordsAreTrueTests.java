package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.document.ObjectDocument;
import dev.weir.lint.SmallWorld;
import dev.weir.net.Direction;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.words.PolicyWords;
import dev.weir.words.WordLines;
import dev.weir.words.WordLines.Sentence;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each sentence is read back by somebody who knows English only, and then asked about every packet of a small cluster: what it says is what
 * the specification does.
 */
class WordsAreTrueTests {
    private final PolicyWords words = new PolicyWords(PolicyWordsTests.texts());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "podSelector: {}",
                "podSelector: {}, policyTypes: [Egress]",
                "podSelector: {}, policyTypes: [Ingress, Egress]",
                "podSelector: {matchLabels: {app: web}}, ingress: []",
                "podSelector: {}, ingress: [{}]",
                "podSelector: {}, policyTypes: [Egress], egress: [{}]",
                "podSelector: {}, egress: [{}]",
                "podSelector: {}, ingress: [{from: []}]",
                "podSelector: {}, ingress: [{ports: []}]",
                "podSelector: {}, ingress: [{ports: [{port: 80}]}]",
                "podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]",
                "podSelector: {}, ingress: [{ports: [{port: 80, endPort: 90}, {port: 53, protocol: UDP}]}]",
                "podSelector: {}, ingress: [{ports: [{port: http}]}]",
                "podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]",
                "podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: http}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web, tier: front}}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: b}}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: b, env: prod}}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: b}}, podSelector: {matchLabels: {app: db}}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: b}}}, {podSelector: {matchLabels: {app: db}}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [web, db]}]}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web, db]}]}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: tier, operator: Exists}]}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}]}]",
                "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: team, operator: NotIn, values: [b]}]}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}}]}]",
                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.1.0.0/16}}]}]",
                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]",
                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/29, 10.9.0.0/16]}}]}]",
                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]",
                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: '::/0'}}]}]",
                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: '::/0', except: ['fd00::/8']}}]}]",
                "podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 443}]}]",
                "podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}, {ipBlock: {cidr: 10.9.0.0/16}}]}]",
                "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: db}}}, {ipBlock: {cidr: 10.9.0.0/16}}, {namespaceSelector: {matchLabels: {team: b}}}], ports: [{port: 80}, {port: 443}, {port: 53, protocol: UDP}]}]",
                "podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress], ingress: [{ports: [{port: 80}]}, {from: [{podSelector: {}}]}], egress: [{ports: [{port: 53, protocol: UDP}]}, {to: [{namespaceSelector: {}}]}]"
            })
    void everySentenceIsWhatTheSpecificationDoes(String spec) {
        String yaml = "metadata: {name: p, namespace: shop}\nspec: {" + spec + "}\n";
        NetworkPolicy policy = SmallWorld.policy("p", spec);
        ClusterSnapshot cluster = SmallWorld.snapshot(List.of(policy));
        List<String> sentences =
                words.explain(policy, cluster, new WordLines(ObjectDocument.parse(yaml))).sentences().stream()
                        .map(Sentence::text)
                        .toList();
        for (Direction direction : Direction.values()) {
            Predicate<Packet> said = said(sentences, direction, new SentenceReader(cluster));
            boolean isolates = !sentences.contains(
                    (direction == Direction.INGRESS ? "inbound" : "outbound") + " is not affected by this policy");
            check(policy, cluster, direction, isolates, said);
        }
    }

    private static Predicate<Packet> said(List<String> sentences, Direction direction, SentenceReader reader) {
        String verb = direction == Direction.INGRESS ? "accept " : "open ";
        return sentences.stream()
                .filter(sentence -> sentence.startsWith(verb) && !sentence.startsWith(verb + "no "))
                .map(sentence -> reader.read(sentence, direction))
                .reduce(packet -> false, Predicate::or);
    }

    private static void check(
            NetworkPolicy policy,
            ClusterSnapshot cluster,
            Direction direction,
            boolean isolates,
            Predicate<Packet> said) {
        PolicyEvaluator evaluator = new PolicyEvaluator(cluster);
        int judged = 0;
        for (Packet packet : SmallWorld.packets(cluster)) {
            Pod pod = cluster.podAt(direction == Direction.INGRESS ? packet.destination() : packet.source());
            Judgement judgement = direction == Direction.INGRESS
                    ? evaluator.evaluate(packet).ingress()
                    : evaluator.evaluate(packet).egress();
            if (pod == null || judgement == null || !policy.selects(pod)) {
                continue;
            }
            var outcome =
                    Objects.requireNonNull(judgement).explanations().getFirst().outcome();
            assertThat(!(outcome instanceof NotApplicable))
                    .as("isolates %s", direction)
                    .isEqualTo(isolates);
            if (isolates) {
                assertThat(outcome instanceof Admits)
                        .as("%s %s", direction, packet)
                        .isEqualTo(said.test(packet));
            }
            judged++;
        }
        assertThat(judged).isPositive();
    }
}
