package dev.weir.why;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistoryScope;
import dev.weir.history.PastCluster;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Evaluation.Basis;
import dev.weir.policy.Judgement;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.why.Why.End;
import dev.weir.why.Why.Ground;
import dev.weir.why.Why.Now;
import dev.weir.why.Why.Side;
import dev.weir.why.Why.Statement;
import dev.weir.why.Why.Today;
import dev.weir.why.Why.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains a record by the cluster as it was then. A node is a moment behind the cluster: when the policies of that time do not decide what the
 * record says, those of the revision that the node enforced are asked, which are the ones that decided.
 */
public final class RecordExplainer {
    private static final String POLICY = "policy";

    private final ClusterHistory history;
    private final ClusterView cluster;
    private final ChangeAuthors authors;

    public RecordExplainer(ClusterHistory history, ClusterView cluster, ChangeAuthors authors) {
        this.history = history;
        this.cluster = cluster;
        this.authors = authors;
    }

    /** The cluster as it was, in which the record was judged again. */
    private record Retrial(Scene scene, PastCluster past, Ground ground, Evaluation evaluation) {
        /** Whether it comes to what the record says; also when a pod of it is not known, as nothing speaks against it. */
        boolean agrees() {
            Judgement judgement = judgement();
            return scene.hasHiddenEnd()
                    || !scene.missingPods().isEmpty()
                    || (judgement != null && judgement.verdict() == scene.flow().verdict());
        }

        @Nullable
        Judgement judgement() {
            return scene.flow().direction() == Direction.INGRESS ? evaluation.ingress() : evaluation.egress();
        }
    }

    public Why explain(StoredRecord stored) {
        FlowRecord flow = stored.record();
        HistoryScope scope = Scene.scope(flow);
        Optional<PastCluster> past = history.at(flow.time(), scope);
        if (past.isEmpty()) {
            return withoutPast(stored);
        }
        Retrial retrial = retrial(flow, past.get(), Ground.TIME);
        if (!retrial.agrees()) {
            retrial = history.atRevision(flow.revision(), scope)
                    .map(earlier -> retrial(flow, earlier, Ground.REVISION))
                    .filter(Retrial::agrees)
                    .orElse(retrial);
        }
        return explain(stored, retrial);
    }

    private static Retrial retrial(FlowRecord flow, PastCluster past, Ground ground) {
        Scene scene = Scene.of(flow, past.contents());
        return new Retrial(scene, past, ground, new PolicyEvaluator(scene.cluster()).evaluate(scene.packet()));
    }

    private Why explain(StoredRecord stored, Retrial retrial) {
        FlowRecord flow = stored.record();
        List<Side> sides = sides(retrial);
        return new Why(
                stored,
                summary(flow, sides, retrial.evaluation()),
                basis(flow, retrial),
                end(flow.source(), flow.connection().source(), retrial.scene()),
                end(flow.destination(), flow.connection().destination(), retrial.scene()),
                sides,
                flow.verdict() == Verdict.DENIED ? SideExplainer.nearest(sides) : null,
                now(flow, retrial));
    }

    private static List<Side> sides(Retrial retrial) {
        if (retrial.evaluation().basis() != Basis.POLICIES) {
            return List.of();
        }
        SideExplainer explainer = new SideExplainer(retrial.scene(), retrial.past());
        FlowRecord flow = retrial.scene().flow();
        List<Side> sides = new ArrayList<>();
        side(explainer, retrial, Direction.EGRESS, flow.source()).ifPresent(sides::add);
        side(explainer, retrial, Direction.INGRESS, flow.destination()).ifPresent(sides::add);
        return sides;
    }

    private static Optional<Side> side(SideExplainer explainer, Retrial retrial, Direction direction, FlowPeer peer) {
        Judgement judgement = direction == Direction.INGRESS
                ? retrial.evaluation().ingress()
                : retrial.evaluation().egress();
        if (judgement != null) {
            return Optional.of(explainer.side(judgement));
        }
        return peer instanceof FlowPeer.PodEnd end && retrial.scene().pod(peer) == null
                ? Optional.of(explainer.unknownSide(direction, end.pod()))
                : Optional.empty();
    }

    private static String summary(FlowRecord flow, List<Side> sides, Evaluation evaluation) {
        String reason = flow.drop().reason();
        if (!reason.isEmpty() && !reason.equals(POLICY)) {
            return "The packets were not delivered for another reason than policy: " + reason.replace('_', ' ') + ".";
        }
        String verdict = flow.verdict() == Verdict.ALLOWED ? "Allowed. " : "Denied. ";
        return verdict
                + switch (evaluation.basis()) {
                    case POD_ITSELF -> "A pod always reaches itself.";
                    case OWN_NODE -> "A node always reaches its own pods.";
                    case POLICIES ->
                        sides.stream()
                                .filter(Side::recorded)
                                .map(Side::sentence)
                                .findFirst()
                                .orElse(
                                        flow.enforcedPeer() instanceof FlowPeer.HiddenEnd
                                                ? "The pod whose policies decided is in a namespace that you may not see."
                                                : "The pod whose policies decided is not known.");
                };
    }

    private static Why.Basis basis(FlowRecord flow, Retrial retrial) {
        boolean agrees = retrial.agrees();
        StringBuilder sentence = new StringBuilder(
                retrial.ground() == Ground.TIME
                        ? "With policies and labels as they were then."
                        : "With policies and labels of revision " + flow.revision()
                                + ", which the node still enforced; a newer one was on its way to it.");
        if (!retrial.past().followed()) {
            sentence.append(" This server did not follow the cluster then; it is what it knew from before.");
        }
        if (!agrees) {
            sentence.append(" Read so, they do not decide what the record says: the node enforced something else,"
                    + " or the packets were dropped for another reason.");
        }
        return new Why.Basis(retrial.ground(), flow.time(), retrial.past().followed(), agrees, sentence.toString());
    }

    private static End end(FlowPeer peer, IpAddress address, @Nullable Scene scene) {
        return switch (peer) {
            case FlowPeer.PodEnd end -> {
                Pod pod = scene == null ? null : scene.pod(peer);
                Namespace namespace = scene == null
                        ? null
                        : scene.cluster().namespace(end.pod().namespace());
                yield new End(
                        end.pod().toString(),
                        address.toString(),
                        end.node().isEmpty() ? null : end.node(),
                        pod == null ? null : pod.labels(),
                        namespace == null ? null : namespace.labels());
            }
            case FlowPeer.NodeEnd end -> new End(end.node(), address.toString(), end.node(), null, null);
            case FlowPeer.HiddenEnd hidden ->
                new End("a pod in a namespace that you may not see", address.toString(), null, null, null);
            case FlowPeer.AddressEnd end -> new End(address.toString(), address.toString(), null, null, null);
        };
    }

    /** What the record itself says is all there is. */
    private Why withoutPast(StoredRecord stored) {
        FlowRecord flow = stored.record();
        String begins = history.begins()
                .map(begin -> "The history of this cluster begins at " + begin + ", after this record.")
                .orElse("There is no history of this cluster yet.");
        List<Statement> statements = flow.policies().stream()
                .map(match -> new Statement(
                        match.policy(), Word.UNDECIDABLE, "Cannot tell: " + begins, null, null, List.of()))
                .toList();
        List<Side> sides = flow.enforcedPeer() instanceof FlowPeer.PodEnd end
                ? List.of(new Side(flow.direction(), end.pod(), true, null, "Cannot be told. " + begins, statements))
                : List.of();
        return new Why(
                stored,
                switch (flow.role()) {
                            case ADMITTING -> "Allowed by ";
                            case ISOLATING -> "Denied; isolated by ";
                            case SHADOWING -> "Allowed; in shadow, and isolating it: ";
                        }
                        + names(flow)
                        + ", says the record. " + begins,
                new Why.Basis(Ground.NONE, flow.time(), false, true, begins),
                end(flow.source(), flow.connection().source(), null),
                end(flow.destination(), flow.connection().destination(), null),
                sides,
                null,
                now(flow, null));
    }

    private static String names(FlowRecord flow) {
        return flow.policies().isEmpty()
                ? "policies it does not name"
                : flow.policies().stream()
                        .map(match -> match.policy())
                        .map(PolicyRef::toString)
                        .collect(Collectors.joining(", "));
    }

    private Now now(FlowRecord flow, @Nullable Retrial then) {
        if (cluster.freshness() instanceof Freshness.NeverSynced unknown) {
            return new Now(Today.UNDECIDABLE, null, "Not known: " + unknown.reason() + ".", List.of());
        }
        ClusterSnapshot current = cluster.current();
        ClusterContents contents =
                NowContents.of(flow, current, then == null ? null : then.scene().cluster());
        Scene scene = Scene.of(flow, contents);
        List<Why.Change> changes = then == null
                ? List.of()
                : new ChangesSince(
                                then.past().contents(),
                                current,
                                Scene.scope(flow),
                                history.changedAt(Scene.scope(flow)),
                                authors)
                        .list();
        if (scene.hasHiddenEnd()) {
            return new Now(
                    Today.UNDECIDABLE,
                    null,
                    "Cannot be told to you: one end is a pod in a namespace that you may not see.",
                    changes);
        }
        if (!scene.missingPods().isEmpty()) {
            String gone = scene.missingPods().stream().map(Object::toString).collect(Collectors.joining(", "));
            return new Now(
                    Today.UNDECIDABLE,
                    null,
                    "Cannot be told: gone since, and the labels of then are not kept: " + gone + ".",
                    changes);
        }
        Evaluation evaluation = new PolicyEvaluator(scene.cluster()).evaluate(scene.packet());
        Judgement judgement = flow.direction() == Direction.INGRESS ? evaluation.ingress() : evaluation.egress();
        Verdict verdict = judgement == null ? evaluation.verdict() : judgement.verdict();
        return new Now(
                verdict == flow.verdict() ? Today.SAME : Today.DIFFERENT,
                verdict,
                sentence(flow, verdict, NowContents.gone(flow, current)),
                changes);
    }

    private static String sentence(FlowRecord flow, Verdict verdict, List<String> gone) {
        String word = verdict == Verdict.ALLOWED ? "allowed" : "denied";
        String borrowed = gone.isEmpty()
                ? ""
                : " Gone since, and judged with the labels of then: " + String.join(", ", gone) + ".";
        return (verdict == flow.verdict()
                        ? "Still the same: today it would be " + word + "."
                        : "Since changed: today it would be " + word + ".")
                + borrowed;
    }
}
