package dev.weir.why;

import static dev.weir.cluster.testing.Clusters.allowIngress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.testing.FakeCurrentAccess;
import dev.weir.audit.Action;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.Author;
import dev.weir.audit.Occasion;
import dev.weir.audit.Subject;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.cluster.Rule;
import dev.weir.cluster.Workload;
import dev.weir.document.YamlText;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.history.PastClusters;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeStatus;
import dev.weir.reach.Ports;
import dev.weir.why.ReachExplainer.Question;
import dev.weir.why.VerdictExplainer.Place;
import dev.weir.why.WhoReaches.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReachExplainerTests {
    private static final Instant NOON = FlowRecords.NOON;
    private static final Instant BEFORE = NOON.minusSeconds(3600);

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final ClusterState cluster = new ClusterState();
    private final ClusterHistory history =
            new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock);
    private final RecordStore store = new MemoryRecordStore();
    private final Map<String, Map<String, String>> labels = new TreeMap<>(Map.of("shop", Map.of(), "lab", Map.of()));
    private final List<Pod> pods = new ArrayList<>(List.of(
            pod("shop", "web", "Deployment", "10.244.1.7", "node-1"),
            pod("shop", "redis-cart", "StatefulSet", "10.244.2.9", "node-2"),
            pod("lab", "probe", "Deployment", "10.244.1.30", "node-1")));
    private NodeStatus status = new NodeStatus.UpToDate(1, NOON);

    @AfterEach
    void close() {
        history.close();
        store.close();
    }

    private static Pod pod(String namespace, String app, String kind, String address, String node) {
        return new Pod(
                new PodRef(namespace, app + "-1"),
                app,
                Map.of("app", app),
                new NodeName(node),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                new Workload(kind, app),
                List.of());
    }

    private void become(Instant time, NetworkPolicy... policies) {
        cluster.replace(new ClusterContents(
                labels.entrySet().stream()
                        .map(entry -> new Namespace(entry.getKey(), entry.getValue(), Map.of()))
                        .toList(),
                List.of(),
                pods,
                List.of(policies),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT));
        PastClusters.record(history, cluster.current(), time);
    }

    private WhoReaches ask(String to, @Nullable String from, @Nullable Instant diffFrom) {
        Question question = new Question(
                EndPattern.parse(to), from == null ? null : EndPattern.parse(from), Ports.EVERYTHING, null, diffFrom);
        return new ReachExplainer(
                        cluster,
                        new ReadableHistory(history, new FakeCurrentAccess()),
                        new TwoFakeNodes(),
                        store,
                        (object, at) -> Optional.empty(),
                        clock)
                .explain(question)
                .orElseThrow();
    }

    /** Pods of namespaces with the label team=shop may reach redis-cart. */
    private static NetworkPolicy fromTeams() {
        Peer teams = new Peer.NamespacePeer(LabelSelector.ofLabels(Map.of("team", "shop")), LabelSelector.EVERYTHING);
        return new NetworkPolicy(
                new PolicyRef("shop", "cart-in"),
                Map.of(),
                LabelSelector.ofLabels(Map.of("app", "redis-cart")),
                Set.of(Direction.INGRESS),
                List.of(new Rule(List.of(teams), List.of())),
                List.of());
    }

    @Test
    void aSourceCanWhenPoliciesAdmitItAndBothNodesEnforceThatAndItSaysWhenItWasLastSeen() {
        become(BEFORE, allowIngress("shop", "cart-in", "web", "redis-cart"));
        store.append("node-2", 1, List.of(FlowRecords.allowed(1, NOON.minusSeconds(60))));
        WhoReaches answer = ask("shop/redis-cart", null, null);
        assertThat(answer.sources()).singleElement().satisfies(source -> {
            assertThat(source.from()).hasToString("shop/web");
            assertThat(source.answer()).isEqualTo(Answer.YES);
            assertThat(source.reason())
                    .isEqualTo("Leaving shop/web-1: no policy isolates it; Entering shop/redis-cart-1: admitted by"
                            + " cart-in (rule 1).");
            assertThat(source.seen()).isNotNull();
        });
    }

    @Test
    void itCannotBeToldWhileANodeOfOneEndEnforcesSomethingElse() {
        become(BEFORE, allowIngress("shop", "cart-in", "web", "redis-cart"));
        status = new NodeStatus.Gone(BEFORE);
        assertThat(ask("shop/redis-cart", null, null).sources()).singleElement().satisfies(source -> {
            assertThat(source.answer()).isEqualTo(Answer.UNDECIDABLE);
            assertThat(source.enforcement()).contains("node-2", "has been away");
        });
    }

    @Test
    void whoIsAskedForAndCannotIsToldWhy() {
        become(BEFORE, allowIngress("shop", "cart-in", "web", "redis-cart"));
        assertThat(ask("shop/redis-cart", "lab", null).sources())
                .singleElement()
                .satisfies(source -> {
                    assertThat(source.answer()).isEqualTo(Answer.NO);
                    assertThat(source.reason()).contains("isolated by cart-in, none admits");
                });
        assertThat(ask("shop/redis-cart", "203.0.113.9", null).sources())
                .singleElement()
                .satisfies(source -> assertThat(source.answer()).isEqualTo(Answer.NO));
    }

    @Test
    void aNamespaceThatWasRelabelledIsNamedAsTheCauseAlthoughNoPolicyChanged() {
        become(BEFORE, fromTeams());
        labels.put("lab", Map.of("team", "shop"));
        become(NOON.minusSeconds(60), fromTeams());
        WhoReaches.Then then = Objects.requireNonNull(
                ask("shop/redis-cart", null, BEFORE.plusSeconds(1)).then());
        assertThat(then.lost()).isEmpty();
        assertThat(then.gained()).singleElement().satisfies(turn -> {
            assertThat(turn.from()).hasToString("lab/probe");
            assertThat(cause(turn).object().name()).isEqualTo("lab");
            assertThat(cause(turn).sentence())
                    .isEqualTo("The labels of Namespace lab were changed: team=shop (was not there).");
        });
    }

    @Test
    void eachDifferenceHasTheChangeThatMadeItAndNotALaterOne() {
        become(BEFORE, allowIngress("shop", "cart-in", "web", "redis-cart"));
        become(NOON.minusSeconds(600));
        pods.add(pod("lab", "later", "Deployment", "10.244.1.31", "node-1"));
        become(NOON.minusSeconds(300));
        WhoReaches.Then then = Objects.requireNonNull(
                ask("shop/redis-cart", null, BEFORE.plusSeconds(1)).then());
        assertThat(then.gained())
                .filteredOn(turn -> turn.from().toString().equals("lab/probe"))
                .singleElement()
                .satisfies(turn ->
                        assertThat(cause(turn).sentence()).isEqualTo("NetworkPolicy shop/cart-in was deleted."));
        assertThat(then.gained())
                .filteredOn(turn -> turn.from().toString().equals("lab/later"))
                .singleElement()
                .satisfies(turn -> assertThat(cause(turn).sentence()).isEqualTo("Pod lab/later-1 was created."));
        assertThat(then.gained())
                .filteredOn(turn -> turn.from().toString().equals("0.0.0.0/0"))
                .singleElement()
                .satisfies(turn -> assertThat(cause(turn).object().name()).isEqualTo("cart-in"));
    }

    @Test
    void whenThereWereTooManyChangesNoneOfThemIsBlamed() {
        become(BEFORE, allowIngress("shop", "cart-in", "web", "redis-cart"));
        for (int i = 0; i <= Causes.MOST_STEPS; i++) {
            Instant time = BEFORE.plusSeconds(2 + i);
            if (i % 2 == 0) {
                become(time);
            } else {
                become(time, allowIngress("shop", "cart-in", "web", "redis-cart"));
            }
        }
        WhoReaches.Then then = Objects.requireNonNull(
                ask("shop/redis-cart", null, BEFORE.plusSeconds(1)).then());
        assertThat(then.gained()).isNotEmpty().allMatch(turn -> turn.cause() == null);
    }

    private static WhoReaches.Cause cause(WhoReaches.Turn turn) {
        return Objects.requireNonNull(turn.cause());
    }

    @Test
    void aVerdictGivesEachPolicyOneOfFourWords() {
        become(BEFORE, allowIngress("shop", "cart-in", "web", "redis-cart"));
        VerdictExplainer explainer =
                new VerdictExplainer(cluster, new ReadableHistory(history, new FakeCurrentAccess()));
        Place cart = new Place.OfWorkload(EndPattern.parse("shop/redis-cart"));
        assertThat(verdict(explainer, new Place.OfPod(new PodRef("shop", "web-1")), cart, null))
                .satisfies(one -> assertThat(one.verdict()).isEqualTo(Verdict.ALLOWED))
                .satisfies(one -> assertThat(words(one)).contains(Why.Word.ADMITS, Why.Word.NOT_APPLICABLE));
        assertThat(verdict(explainer, new Place.OfAddress(IpAddress.parse("203.0.113.1")), cart, null))
                .satisfies(one -> assertThat(one.verdict()).isEqualTo(Verdict.DENIED))
                .satisfies(one -> assertThat(words(one)).containsExactly(Why.Word.DOES_NOT_ADMIT));
        assertThat(verdict(explainer, new Place.OfLabels("shop", Map.of("app", "web")), cart, null)
                        .verdict())
                .isEqualTo(Verdict.ALLOWED);
        assertThat(verdict(explainer, new Place.OfLabels("lab", Map.of("app", "web")), cart, null)
                        .verdict())
                .isEqualTo(Verdict.DENIED);
    }

    @Test
    void aPodThatNobodyKnowsIsUndecidableAndTheClusterOfThenIsAsked() {
        become(BEFORE);
        become(NOON, allowIngress("shop", "cart-in", "web", "redis-cart"));
        VerdictExplainer explainer =
                new VerdictExplainer(cluster, new ReadableHistory(history, new FakeCurrentAccess()));
        Place cart = new Place.OfWorkload(EndPattern.parse("shop/redis-cart"));
        VerdictExplainer.Case unknown = verdict(explainer, new Place.OfPod(new PodRef("shop", "gone")), cart, null);
        assertThat(unknown.verdict()).isNull();
        assertThat(words(unknown)).contains(Why.Word.UNDECIDABLE);
        Place lab = new Place.OfWorkload(EndPattern.parse("lab/probe"));
        assertThat(verdict(explainer, lab, cart, null).verdict()).isEqualTo(Verdict.DENIED);
        assertThat(verdict(explainer, lab, cart, BEFORE.plusSeconds(1)).verdict())
                .isEqualTo(Verdict.ALLOWED);
    }

    private static VerdictExplainer.Case verdict(
            VerdictExplainer explainer, Place from, Place to, @Nullable Instant at) {
        return explainer
                .answer(new VerdictExplainer.Question(from, to, Protocol.TCP, 6379, at))
                .orElseThrow()
                .cases()
                .getFirst();
    }

    private static List<Why.Word> words(VerdictExplainer.Case one) {
        return one.sides().stream()
                .flatMap(side -> side.policies().stream())
                .map(Why.Statement::word)
                .toList();
    }

    /** node-1 is up to date; node-2 is what the test says. */
    private final class TwoFakeNodes implements NodeRegistry {
        @Override
        public List<NodeProgress> nodes() {
            return List.of(progress("node-1", new NodeStatus.UpToDate(1, NOON)), progress("node-2", status));
        }

        private NodeProgress progress(String name, NodeStatus its) {
            return new NodeProgress(new NodeName(name), its, 1, 1, null, null, NOON);
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return nodes().stream()
                    .filter(node -> node.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(1, 1);
        }
    }

    private ChangeExplainer changes() {
        return new ChangeExplainer(cluster, new ReadableHistory(history, new FakeCurrentAccess()));
    }

    private static AuditEntry change(ObjectRef object, Instant at, String before, String after) {
        return new AuditEntry(
                1,
                at,
                Author.SERVER,
                Subject.of(object),
                Action.between(before, after),
                before,
                after,
                Occasion.NONE,
                0,
                false);
    }

    @Test
    void aRelabelledNamespaceSaysWhoCanSinceAndWhoNoLonger() {
        become(NOON.minusSeconds(60), fromTeams());
        String lab = "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab, labels: {team: %s}}\n";
        ChangeEffect effect = changes()
                .effect(change(ObjectRef.namespace("lab"), NOON, lab.formatted("other"), lab.formatted("shop")))
                .orElseThrow();
        assertThat(effect.gained())
                .extracting(pair -> pair.from() + " " + pair.to())
                .containsExactly("lab/probe shop/redis-cart");
        assertThat(effect.lost()).isEmpty();
        assertThat(effect.basis()).contains("By the pods, labels and other policies of that time");
    }

    @Test
    void aDeletedPolicySaysWhoCanSinceByThePodsOfThatTime() {
        become(NOON.minusSeconds(60), fromTeams());
        String policy = YamlText.of(PolicyTree.of(fromTeams()));
        AuditEntry deleted = change(ObjectRef.policy(fromTeams().ref()), NOON.minusSeconds(30), policy, "");
        pods.removeIf(pod -> pod.ref().name().startsWith("probe"));
        become(NOON);
        assertThat(changes().effect(deleted).orElseThrow().gained())
                .extracting(pair -> pair.from().toString())
                .contains("lab/probe", "shop/web");
        AuditEntry unreadable = change(ObjectRef.policy(fromTeams().ref()), NOON, "kind: [", "");
        assertThat(changes().effect(unreadable)).isEmpty();
    }
}
