package dev.weir.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.document.FieldPath;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.document.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said to make no difference makes none, judged by the evaluator over every packet of a small cluster; and nothing planted is missed. */
class IdleRulesTests {
    private static final Set<String> SAFE_TO_REMOVE =
            Set.of("shadowed-rule", "dead-rule", "shadowed-peer", "dead-peer", "shadowed-port");

    @Test
    void whatIsSafeToRemoveChangesNoVerdictOfAnyPacket() {
        int removed = 0;
        for (long seed = 0; seed < 400; seed++) {
            String yaml = YamlText.of(new RandomRules(new Random(seed)).policy());
            Map<?, ?> before = SmallWorld.verdicts(SmallWorld.snapshot(List.of(SmallWorld.read(yaml))));
            for (int round = 0; round < 20; round++) {
                List<Finding> idle = idle(yaml);
                if (idle.isEmpty()) {
                    break;
                }
                for (Finding finding : idle) {
                    String shorter = PolicyLinterTests.fixed(yaml, finding);
                    assertThat(SmallWorld.verdicts(SmallWorld.snapshot(List.of(SmallWorld.read(shorter)))))
                            .as("seed %d, %s of%n%s", seed, finding.message(), yaml)
                            .isEqualTo(before);
                    removed++;
                }
                yaml = PolicyLinterTests.fixed(yaml, idle.getLast());
            }
            assertThat(idle(yaml)).as("seed %d", seed).isEmpty();
        }
        assertThat(removed).as("enough was removed for this to mean something").isGreaterThan(400);
    }

    @Test
    void everyPlantedRuleThatMakesNoDifferenceIsFound() {
        for (long seed = 0; seed < 600; seed++) {
            RandomRules random = new RandomRules(new Random(seed));
            Map<String, Object> policy = random.policy();
            int planted = random.plantCovered(policy);
            String yaml = YamlText.of(policy);
            assertThat(idle(yaml))
                    .extracting(Finding::field)
                    .as("seed %d%n%s", seed, yaml)
                    .contains(FieldPath.of("spec", "ingress").item(planted).toString());
        }
    }

    private static List<Finding> idle(String yaml) {
        return PolicyLinter.lint(ObjectDocument.parse(yaml), new Surroundings(null, "shop", List.of())).stream()
                .filter(finding -> SAFE_TO_REMOVE.contains(finding.code()))
                .toList();
    }

    /** Policies over the labels, ranges and ports of the small world, so that much of it overlaps. */
    private static final class RandomRules {
        private final Random random;

        RandomRules(Random random) {
            this.random = random;
        }

        Map<String, Object> policy() {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("podSelector", selector());
            if (random.nextBoolean()) {
                spec.put("policyTypes", List.of("Ingress", "Egress"));
            }
            spec.put("ingress", rules("from", 1 + random.nextInt(3)));
            if (random.nextInt(3) == 0) {
                spec.put("egress", rules("to", 1 + random.nextInt(2)));
            }
            Map<String, Object> policy = new LinkedHashMap<>();
            policy.put("apiVersion", "networking.k8s.io/v1");
            policy.put("kind", "NetworkPolicy");
            policy.put("metadata", Map.of("name", "p", "namespace", "shop"));
            policy.put("spec", spec);
            return policy;
        }

        private List<Object> rules(String peers, int count) {
            List<Object> rules = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Map<String, Object> rule = new LinkedHashMap<>();
                if (random.nextInt(5) > 0) {
                    rule.put(peers, some(this::peer));
                }
                if (random.nextInt(3) > 0) {
                    rule.put("ports", some(this::port));
                }
                rules.add(rule);
            }
            return rules;
        }

        private List<Object> some(java.util.function.Supplier<Object> one) {
            List<Object> list = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                list.add(one.get());
            }
            return list;
        }

        private Object peer() {
            return switch (random.nextInt(5)) {
                case 0, 1 -> Map.of("podSelector", selector());
                case 2 -> Map.of("namespaceSelector", namespaces());
                case 3 -> Map.of("namespaceSelector", namespaces(), "podSelector", selector());
                default -> Map.of("ipBlock", block());
            };
        }

        private Map<String, Object> block() {
            List<String> ranges = List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/29", "0.0.0.0/0", "::/0", "fd00::/16");
            List<List<String>> holes = List.of(
                    List.of("10.1.0.0/16"),
                    List.of("10.1.0.0/17", "10.1.128.0/17"),
                    List.of("10.1.0.0/30", "10.1.0.4/30"),
                    List.of("10.0.0.0/8"),
                    List.of("2001:db8::/32"),
                    List.of("fd00::/17"));
            int at = random.nextInt(ranges.size());
            return random.nextBoolean()
                    ? Map.of("cidr", ranges.get(at))
                    : Map.of("cidr", ranges.get(at), "except", holes.get(at));
        }

        private Map<String, Object> namespaces() {
            return switch (random.nextInt(3)) {
                case 0 -> Map.of();
                case 1 -> Map.of("matchLabels", Map.of("team", random.nextBoolean() ? "a" : "b"));
                default -> Map.of("matchExpressions", List.of(Map.of("key", "team", "operator", "Exists")));
            };
        }

        private Map<String, Object> selector() {
            return switch (random.nextInt(6)) {
                case 0 -> Map.of();
                case 1, 2 -> Map.of("matchLabels", Map.of("app", random.nextBoolean() ? "web" : "db"));
                case 3 -> expressions(Map.of("key", "app", "operator", "In", "values", List.of("web", "db")));
                case 4 -> expressions(Map.of("key", "tier", "operator", "NotIn", "values", List.of("front")));
                default ->
                    expressions(
                            Map.of("key", "app", "operator", "Exists"),
                            Map.of(
                                    "key",
                                    "app",
                                    "operator",
                                    random.nextBoolean() ? "NotIn" : "In",
                                    "values",
                                    List.of("db")));
            };
        }

        @SafeVarargs
        private static Map<String, Object> expressions(Map<String, Object>... expressions) {
            return Map.of("matchExpressions", List.of((Object[]) expressions));
        }

        private Object port() {
            return switch (random.nextInt(5)) {
                case 0 -> Map.of("protocol", "TCP");
                case 1 -> Map.of("port", 80, "endPort", 80 + random.nextInt(12), "protocol", "TCP");
                case 2 -> Map.of("port", "http", "protocol", "TCP");
                case 3 -> Map.of("port", 53, "protocol", "UDP");
                default -> Map.of("port", random.nextBoolean() ? 80 : 81, "protocol", "TCP");
            };
        }

        /** Puts in a rule that is part of another one, or a copy of it, and answers where. */
        @SuppressWarnings("unchecked")
        int plantCovered(Map<String, Object> policy) {
            Map<String, Object> spec = (Map<String, Object>) Objects.requireNonNull(policy.get("spec"));
            List<Object> rules = (List<Object>) Objects.requireNonNull(spec.get("ingress"));
            Map<String, Object> wide = (Map<String, Object>) rules.get(random.nextInt(rules.size()));
            Map<String, Object> narrow = new LinkedHashMap<>();
            List<Object> peers = (List<Object>) wide.get("from");
            List<Object> ports = (List<Object>) wide.get("ports");
            narrow.put(
                    "from",
                    peers == null ? List.of(peer()) : List.of(narrowed(peers.get(random.nextInt(peers.size())))));
            narrow.put("ports", ports == null ? List.of(port()) : List.of(ports.get(random.nextInt(ports.size()))));
            rules.add(narrow);
            return rules.size() - 1;
        }

        /** The same peer with one label more. */
        private Object narrowed(Object peer) {
            Map<?, ?> map = (Map<?, ?>) peer;
            if (!(map.get("podSelector") instanceof Map<?, ?> selector) || random.nextBoolean()) {
                return peer;
            }
            Map<String, Object> narrower = new LinkedHashMap<>();
            selector.forEach((key, value) -> narrower.put(String.valueOf(key), value));
            Map<String, Object> labels = new LinkedHashMap<>();
            if (narrower.get("matchLabels") instanceof Map<?, ?> there) {
                there.forEach((key, value) -> labels.put(String.valueOf(key), value));
            }
            labels.put("zone", "x");
            narrower.put("matchLabels", labels);
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((key, value) -> result.put(String.valueOf(key), value));
            result.put("podSelector", narrower);
            return result;
        }
    }
}
