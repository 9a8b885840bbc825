package dev.weir.words;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.policy.MatchedPods;
import dev.weir.words.WordLines.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in sentences what a NetworkPolicy does. A policy never denies: it isolates the pods that it selects, and admits. So the sentences
 * speak of what these pods accept and open, and of "every other connection" once.
 */
public final class PolicyWords {
    private static final int DNS = 53;
    private static final int SENTENCES_IN_A_ROW = 3;

    private final Phrases texts;
    private final RuleWords rules;

    public PolicyWords(Phrases texts) {
        this.texts = texts;
        rules = new RuleWords(texts);
    }

    /**
     * What a policy does.
     *
     * @param cautions what is probably not meant
     * @param summary the sentences on one line, for a row of a table
     */
    public record WordsView(Sentence subject, List<Sentence> sentences, List<String> cautions, String summary) {
        /** The same with what is found in the text instead, which says more. */
        public WordsView withoutCautions() {
            return new WordsView(subject, sentences, List.of(), summary);
        }
    }

    public WordsView explain(NetworkPolicy policy, ClusterSnapshot snapshot) {
        return explain(policy, snapshot, WordLines.NONE);
    }

    /** @param lines where the policy's text says what the sentences say */
    public WordsView explain(NetworkPolicy policy, ClusterSnapshot snapshot, WordLines lines) {
        List<Sentence> sentences = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            if (policy.types().contains(direction)) {
                sentences.addAll(controlled(policy, direction, lines));
            }
        }
        String summary = summary(policy);
        for (Direction direction : Direction.values()) {
            if (!policy.types().contains(direction)) {
                sentences.add(lines.ofTypes(texts.of("words." + direction.label() + ".not-controlled")));
            }
        }
        if (policy.declaredTypes().isEmpty()) {
            sentences.add(lines.ofSpec(texts.of(
                    policy.types().contains(Direction.EGRESS) ? "words.types.both-derived" : "words.types.derived")));
        }
        return new WordsView(
                lines.ofSelector(subject(policy, snapshot)), sentences, cautions(policy, snapshot), summary);
    }

    /** "pods app=cart in shop (3 pods now)". */
    private String subject(NetworkPolicy policy, ClusterSnapshot snapshot) {
        long now = MatchedPods.selectedBy(policy, snapshot).stream()
                .filter(Pod::isEnforced)
                .count();
        return texts.of(
                "words.subject", rules.pods(policy.podSelector(), policy.ref().namespace()), texts.of("pods.now", now));
    }

    private List<Sentence> controlled(NetworkPolicy policy, Direction direction, WordLines lines) {
        String prefix = "words." + direction.label();
        List<Rule> list = policy.rules(direction);
        if (list.isEmpty()) {
            return List.of(lines.ofNoRules(direction, texts.of(prefix + ".nothing")));
        }
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Rule rule = list.get(i);
            if (RuleWords.admitsEverything(rule)) {
                return List.of(lines.ofRule(direction, i, texts.of(prefix + ".everything")));
            }
            String text = texts.of(
                    prefix + ".rule",
                    rules.ports(rule.ports()),
                    rules.peers(rule.peers(), policy.ref().namespace(), direction));
            sentences.add(lines.ofRule(direction, i, text));
        }
        sentences.add(lines.ofTypes(texts.of(prefix + ".nothing-else")));
        return sentences;
    }

    /** What it admits, without saying each time that the rest is refused. */
    private String summary(NetworkPolicy policy) {
        List<String> sentences = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            if (policy.types().contains(direction)) {
                List<String> all = controlled(policy, direction, WordLines.NONE).stream()
                        .map(Sentence::text)
                        .toList();
                sentences.addAll(all.size() == 1 ? all : all.subList(0, all.size() - 1));
            }
        }
        if (sentences.size() <= SENTENCES_IN_A_ROW) {
            return String.join("; ", sentences);
        }
        String first = String.join("; ", sentences.subList(0, SENTENCES_IN_A_ROW - 1));
        return texts.of("words.more", first, sentences.size() - SENTENCES_IN_A_ROW + 1);
    }

    private List<String> cautions(NetworkPolicy policy, ClusterSnapshot snapshot) {
        List<String> cautions = new ArrayList<>();
        List<Pod> selected = MatchedPods.selectedBy(policy, snapshot);
        if (selected.isEmpty()) {
            cautions.add(texts.of("caution.selects-none"));
        }
        long hostNetwork = selected.stream().filter(Pod::hostNetwork).count();
        if (hostNetwork > 0) {
            cautions.add(texts.of("caution.host-network", hostNetwork));
        }
        if (policy.types().contains(Direction.EGRESS) && !policy.egress().isEmpty() && !admitsDns(policy)) {
            cautions.add(texts.of("caution.no-dns"));
        }
        cautions.addAll(rules.missingNamedPorts(policy, selected));
        unknownMode(policy, snapshot)
                .map(word -> texts.of("caution.mode", word))
                .ifPresent(cautions::add);
        return cautions;
    }

    /** What somebody wrote to put it into shadow, and that does not. */
    private static Optional<String> unknownMode(NetworkPolicy policy, ClusterSnapshot snapshot) {
        String own = policy.annotations().get(PolicyMode.ANNOTATION);
        Namespace namespace = snapshot.namespace(policy.ref().namespace());
        String word =
                own != null || namespace == null ? own : namespace.annotations().get(PolicyMode.ANNOTATION);
        return Optional.ofNullable(word).filter(written -> !PolicyMode.isKnown(written));
    }

    private static boolean admitsDns(NetworkPolicy policy) {
        return policy.egress().stream().anyMatch(rule -> admits(rule, Protocol.UDP))
                && policy.egress().stream().anyMatch(rule -> admits(rule, Protocol.TCP));
    }

    private static boolean admits(Rule rule, Protocol protocol) {
        return rule.ports().isEmpty()
                || rule.ports().stream().anyMatch(port -> port.protocol().equals(protocol) && isDns(port));
    }

    private static boolean isDns(PolicyPort port) {
        return switch (port.match()) {
            case PolicyPort.AnyPort any -> true;
            case PolicyPort.NumberedPorts numbers -> numbers.range().contains(DNS);
            case PolicyPort.NamedPort named -> named.name().startsWith("dns");
        };
    }
}
