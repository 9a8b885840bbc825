package dev.weir.why;

import static java.util.Comparator.comparing;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowPeer;
import dev.weir.history.ObjectKey;
import dev.weir.history.PastCluster;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.DoesNotAdmit;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.why.Why.Miss;
import dev.weir.why.Why.Side;
import dev.weir.why.Why.Statement;
import dev.weir.why.Why.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what the evaluator found about one pod into words, and withholds a word where a fact is missing. */
final class SideExplainer {
    private final Scene scene;
    private final PastCluster past;

    SideExplainer(Scene scene, PastCluster past) {
        this.scene = scene;
        this.past = past;
    }

    /** A side whose pod is known. */
    Side side(Judgement judgement) {
        boolean peerUnknown = scene.isUnknown(peer(judgement.direction()));
        List<Statement> statements = judgement.explanations().stream()
                .map(explanation -> statement(judgement, explanation, peerUnknown))
                .sorted(comparing((Statement statement) -> order(statement.word()))
                        .thenComparing(Statement::ref))
                .toList();
        boolean undecidable = statements.stream().anyMatch(statement -> statement.word() == Word.UNDECIDABLE)
                && judgement.verdict() == Verdict.DENIED;
        return new Side(
                judgement.direction(),
                judgement.pod(),
                judgement.direction() == scene.flow().direction(),
                undecidable ? null : judgement.verdict(),
                sentence(judgement, statements, undecidable),
                statements);
    }

    /** A side whose pod is not kept: every policy of its namespace might have selected it. */
    Side unknownSide(Direction direction, PodRef pod) {
        String reason = "Cannot tell: the labels of " + pod + " at that time are not kept.";
        List<Statement> statements = past.contents().policies().stream()
                .filter(policy -> policy.ref().namespace().equals(pod.namespace()))
                .sorted(comparing(NetworkPolicy::ref))
                .map(policy -> new Statement(
                        policy.ref(),
                        Word.UNDECIDABLE,
                        reason,
                        past.since(ObjectKey.of(policy.ref())),
                        policy,
                        List.of()))
                .toList();
        return new Side(direction, pod, direction == scene.flow().direction(), null, reason, statements);
    }

    private FlowPeer peer(Direction direction) {
        return direction == Direction.INGRESS
                ? scene.flow().source()
                : scene.flow().destination();
    }

    private static int order(Word word) {
        return switch (word) {
            case ADMITS -> 0;
            case DOES_NOT_ADMIT, UNDECIDABLE -> 1;
            case NOT_APPLICABLE -> 2;
        };
    }

    private Statement statement(Judgement judgement, Explanation explanation, boolean peerUnknown) {
        PolicyRef ref = explanation.policy();
        NetworkPolicy policy = Objects.requireNonNull(scene.cluster().policy(ref));
        Direction direction = judgement.direction();
        List<Miss> misses = new ArrayList<>();
        Word word;
        String reason;
        switch (explanation.outcome()) {
            case NotApplicable notApplicable -> {
                word = Word.NOT_APPLICABLE;
                reason = notApplicable(policy, judgement, notApplicable);
            }
            case Admits admits -> {
                word = Word.ADMITS;
                reason = "It selects " + judgement.pod() + ", and " + rules(admits.rules()) + " it.";
            }
            case DoesNotAdmit doesNot -> {
                boolean open = peerUnknown && couldMatch(policy, doesNot, direction);
                word = open ? Word.UNDECIDABLE : Word.DOES_NOT_ADMIT;
                misses.addAll(open ? List.of() : new NearMisses(scene.cluster(), scene.packet(), direction).of(policy));
                reason = open ? "Cannot tell: " + unknown(peer(direction)) : doesNotAdmit(judgement, policy, misses);
            }
        }
        return new Statement(ref, word, reason, past.since(ObjectKey.of(ref)), policy, misses);
    }

    /** Whether a rule of which only the peer failed asks for a pod, and so might have matched one that is not known. */
    private static boolean couldMatch(NetworkPolicy policy, DoesNotAdmit doesNot, Direction direction) {
        return doesNot.rules().stream()
                .filter(finding -> finding.portMatches() && !finding.peerMatches())
                .flatMap(finding -> policy.rules(direction).get(finding.rule()).peers().stream())
                .anyMatch(peer -> !(peer instanceof Peer.IpBlockPeer));
    }

    private static String unknown(FlowPeer peer) {
        return peer instanceof FlowPeer.PodEnd end
                ? "the labels of " + end.pod() + " at that time are not kept."
                : "the other end is a pod in a namespace that you may not see.";
    }

    private String notApplicable(NetworkPolicy policy, Judgement judgement, NotApplicable outcome) {
        return switch (outcome.reason()) {
            case OTHER_DIRECTION ->
                "It selects " + judgement.pod() + ", but says nothing about "
                        + judgement.direction().label() + ".";
            case POD_NOT_SELECTED -> {
                Pod pod = Objects.requireNonNull(scene.cluster().pod(judgement.pod()));
                yield "It does not select " + judgement.pod() + ": that would need "
                        + String.join(" and ", SelectorGap.of(policy.podSelector(), pod.labels())) + ".";
            }
        };
    }

    private static String rules(List<Integer> indexes) {
        String numbers =
                indexes.stream().map(index -> Integer.toString(index + 1)).collect(Collectors.joining(" and "));
        return indexes.size() == 1 ? "rule " + numbers + " admits" : "rules " + numbers + " admit";
    }

    private static String doesNotAdmit(Judgement judgement, NetworkPolicy policy, List<Miss> misses) {
        int rules = policy.rules(judgement.direction()).size();
        if (rules == 0) {
            return "It selects " + judgement.pod() + " and has no "
                    + judgement.direction().label() + " rules: it isolates and admits nothing.";
        }
        String none = rules == 1 ? "its one rule does not match." : "none of its " + rules + " rules matches.";
        return "It selects " + judgement.pod() + ", but " + none + " "
                + misses.getFirst().sentence();
    }

    private static String sentence(Judgement judgement, List<Statement> statements, boolean undecidable) {
        String what = judgement.direction() == Direction.INGRESS ? "Entering " : "Leaving ";
        String start = what + judgement.pod() + " (" + judgement.direction().label() + "): ";
        if (undecidable) {
            return start
                    + "cannot be told, because a fact is missing: a policy here may or may not admit the other end.";
        }
        if (judgement.wouldDeny()) {
            return start + "no policy that is enforced isolates it, so it passes; "
                    + String.join(", ", shadowing(judgement))
                    + " would isolate it and not admit this, but is in shadow.";
        }
        if (!judgement.isIsolated()) {
            return start + "no policy isolates it, so it passes.";
        }
        List<String> admitting = names(statements, Word.ADMITS);
        if (!admitting.isEmpty()) {
            return start + "admitted by " + String.join(", ", admitting) + ".";
        }
        return start + "isolated by " + String.join(", ", names(statements, Word.DOES_NOT_ADMIT)) + "; none admits.";
    }

    private static List<String> shadowing(Judgement judgement) {
        return judgement.shadow().stream()
                .filter(explanation -> !(explanation.outcome() instanceof NotApplicable))
                .map(explanation -> explanation.policy().name())
                .toList();
    }

    private static List<String> names(List<Statement> statements, Word word) {
        return statements.stream()
                .filter(statement -> statement.word() == word)
                .map(statement -> statement.ref().name())
                .toList();
    }

    static @Nullable Miss nearest(List<Side> sides) {
        return sides.stream()
                .filter(side -> side.verdict() == Verdict.DENIED)
                .flatMap(side -> side.policies().stream())
                .flatMap(statement -> statement.misses().stream())
                .min(comparing(Miss::differences))
                .orElse(null);
    }
}
