package dev.weir.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.audit.Action;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.Author;
import dev.weir.audit.Author.Door;
import dev.weir.audit.Occasion;
import dev.weir.audit.Subject;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.cluster.testing.Clusters;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.StoredRecord;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.history.PastClusters;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.why.Why.Change;
import dev.weir.why.Why.Ground;
import dev.weir.why.Why.Side;
import dev.weir.why.Why.Statement;
import dev.weir.why.Why.Today;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordExplainerTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final NetworkPolicy DENY = Clusters.denyAll("shop", "default-deny");
    private static final NetworkPolicy CART_IN = policy(
            "cart-in",
            "redis",
            new Rule(List.of(pods("cart")), List.of(tcp(6379))),
            new Rule(List.of(pods("web")), List.of(tcp(8443))));

    private final ClusterState cluster = new ClusterState();
    private ClusterHistory history;
    private RecordExplainer explainer;

    @BeforeEach
    void open() {
        history = new ClusterHistory(
                new HistorySettings("", Duration.ofDays(7), 1000), Clock.fixed(NOON.plusSeconds(3600), ZoneOffset.UTC));
        explainer = new RecordExplainer(history, cluster, (object, at) -> Optional.empty());
    }

    @AfterEach
    void close() {
        history.close();
    }

    private static Peer pods(String app) {
        return new Peer.PodPeer(LabelSelector.ofLabels(Map.of("app", app)));
    }

    private static PolicyPort tcp(int port) {
        return new PolicyPort(Protocol.TCP, new NumberedPorts(PortRange.single(port)));
    }

    private static NetworkPolicy policy(String name, String app, Rule... ingress) {
        return new NetworkPolicy(
                new PolicyRef("shop", name),
                Map.of(),
                LabelSelector.ofLabels(Map.of("app", app)),
                Set.of(Direction.INGRESS),
                List.of(ingress),
                List.of());
    }

    private static ClusterContents shop(NetworkPolicy... policies) {
        Clusters clusters = Clusters.aCluster()
                .withNamespace("shop", Map.of("team", "a"), Map.of())
                .withPod("shop/web-1", "node-1", "10.0.0.1")
                .withPod("shop/rogue-1", "node-1", "10.0.0.2")
                .withPod("shop/redis-1", "node-2", "10.0.0.3");
        for (NetworkPolicy policy : policies) {
            clusters.withPolicy(policy);
        }
        return clusters.contents();
    }

    /** The cluster becomes this, and the history knows it. */
    private void become(int second, ClusterContents contents) {
        cluster.mark(new Freshness.Current(NOON));
        PastClusters.record(history, cluster.replace(contents), NOON.plusSeconds(second));
    }

    private static FlowPeer pod(String name) {
        return new FlowPeer.PodEnd(new PodRef("shop", name), null, "node-1");
    }

    private static StoredRecord denied(String from, int port, int second, long revision) {
        Connection connection = new Connection(
                Protocol.TCP,
                IpAddress.parse(from.equals("web-1") ? "10.0.0.1" : "10.0.0.2"),
                40_000,
                IpAddress.parse("10.0.0.3"),
                port);
        return record(connection, pod(from), second, revision, Verdict.DENIED);
    }

    private static StoredRecord record(
            Connection connection, FlowPeer from, int second, long revision, Verdict verdict) {
        Instant time = NOON.plusSeconds(second);
        return new StoredRecord(
                1,
                "node-2",
                9,
                new FlowRecord(
                        1,
                        time,
                        time,
                        verdict,
                        Direction.INGRESS,
                        connection,
                        from,
                        pod("redis-1"),
                        List.of(new PolicyMatch("NetworkPolicy", DENY.ref(), List.of())),
                        1,
                        revision));
    }

    private static List<String> words(Side side) {
        return side.policies().stream()
                .map(statement ->
                        statement.ref().name() + " " + statement.word().label())
                .toList();
    }

    private static Why.Miss nearest(Why why) {
        return Objects.requireNonNull(why.nearest());
    }

    private static Statement statement(Why why, String policy) {
        return why.recordedSide().orElseThrow().policies().stream()
                .filter(statement -> statement.ref().name().equals(policy))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPolicyHasItsWordAndNoneIsSaidToDeny() {
        become(0, shop(DENY, CART_IN, policy("other", "web", new Rule(List.of(), List.of()))));
        Why why = explainer.explain(denied("rogue-1", 6379, 10, 1));
        Side side = why.recordedSide().orElseThrow();
        assertThat(words(side))
                .containsExactly("cart-in DoesNotAdmit", "default-deny DoesNotAdmit", "other NotApplicable");
        assertThat(side.sentence())
                .isEqualTo("Entering shop/redis-1 (ingress): isolated by cart-in, default-deny; none admits.");
        assertThat(statement(why, "default-deny").reason())
                .contains("has no ingress rules: it isolates and admits nothing");
        assertThat(statement(why, "other").reason())
                .isEqualTo("It does not select shop/redis-1: that would need the label app=web (it has app=redis).");
        assertThat(why.toString()).doesNotContainIgnoringCase("denied by").doesNotContainIgnoringCase("blocked");
        assertThat(why.source().labels()).containsEntry("app", "rogue");
        assertThat(why.destination().namespaceLabels()).containsEntry("team", "a");
        assertThat(why.basis().agrees()).isTrue();
    }

    @Test
    void theOtherEndIsExplainedToo() {
        become(0, shop(CART_IN));
        Why why = explainer.explain(denied("rogue-1", 6379, 10, 1));
        assertThat(why.sides()).extracting(Side::direction).containsExactly(Direction.EGRESS, Direction.INGRESS);
        assertThat(why.sides().getFirst().sentence())
                .isEqualTo("Leaving shop/rogue-1 (egress): no policy isolates it, so it passes.");
        assertThat(why.sides().getFirst().recorded()).isFalse();
    }

    @Test
    void theNearestMissNamesThePort() {
        become(0, shop(DENY, CART_IN));
        Why why = explainer.explain(denied("web-1", 9000, 10, 1));
        assertThat(nearest(why).sentence())
                .isEqualTo("Rule 2 of shop/cart-in would admit it if the port were TCP 8443 (it is TCP 9000).");
        assertThat(nearest(why).rule()).isEqualTo(1);
    }

    @Test
    void theNearestMissNamesTheLabel() {
        become(0, shop(DENY, CART_IN));
        assertThat(nearest(explainer.explain(denied("rogue-1", 6379, 10, 1))).sentence())
                .isEqualTo(
                        "Rule 1 of shop/cart-in would admit it if the source had the label app=cart (it has app=rogue).");
    }

    @Test
    void theNearestMissNamesTheAddressOfSomethingOutside() {
        Peer block =
                new Peer.IpBlockPeer(IpPrefix.parse("203.0.113.0/24"), List.of(IpPrefix.parse("203.0.113.128/25")));
        become(0, shop(policy("from-outside", "redis", new Rule(List.of(block), List.of()))));
        Connection near =
                new Connection(Protocol.TCP, IpAddress.parse("203.0.113.200"), 1, IpAddress.parse("10.0.0.3"), 80);
        Connection far =
                new Connection(Protocol.TCP, IpAddress.parse("198.51.100.1"), 1, IpAddress.parse("10.0.0.3"), 80);
        FlowPeer outside = new FlowPeer.AddressEnd("203.0.113.200");
        assertThat(nearest(explainer.explain(record(near, outside, 1, 1, Verdict.DENIED)))
                        .sentence())
                .contains("if 203.0.113.128/25 were not excepted from 203.0.113.0/24");
        assertThat(nearest(explainer.explain(record(far, outside, 1, 1, Verdict.DENIED)))
                        .sentence())
                .contains("if the source’s address were in 203.0.113.0/24 (it is 198.51.100.1)");
    }

    @Test
    void policiesAreThoseOfThatTimeAndTodaysAnswerIsAnother() {
        become(0, shop(CART_IN));
        NetworkPolicy wider = policy("cart-in", "redis", new Rule(List.of(pods("rogue")), List.of()));
        become(100, shop(wider));
        Why why = explainer.explain(denied("rogue-1", 6379, 50, 1));
        assertThat(statement(why, "cart-in").policy()).isEqualTo(CART_IN);
        assertThat(statement(why, "cart-in").since()).isEqualTo(NOON);
        assertThat(why.now().today()).isEqualTo(Today.DIFFERENT);
        assertThat(why.now().verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(why.now().changes())
                .containsExactly(new Change(NOON.plusSeconds(100), "Policy shop/cart-in was changed.", null));
        Why later = explainer.explain(denied("web-1", 1, 150, 2));
        assertThat(later.now().today()).isEqualTo(Today.SAME);
        assertThat(later.now().changes()).isEmpty();
    }

    @Test
    void whatHasChangedSinceSaysByWhom() {
        AuditEntry byBob = new AuditEntry(
                7,
                NOON.plusSeconds(100),
                new Author(Door.CONSOLE, "bob", "", "POST /ns/shop/policies/cart-in/edit"),
                new Subject(Subject.Kind.NETWORK_POLICY, "shop", "cart-in"),
                Action.CHANGED,
                "before",
                "after",
                Occasion.NONE,
                0,
                false);
        explainer = new RecordExplainer(
                history,
                cluster,
                (object, at) -> Optional.of(byBob)
                        .filter(entry -> object.equals(ObjectRef.policy(CART_IN.ref())) && at.equals(entry.at())));
        become(0, shop(CART_IN));
        become(100, shop(policy("cart-in", "redis", new Rule(List.of(pods("rogue")), List.of()))));
        Why why = explainer.explain(denied("rogue-1", 6379, 50, 1));
        assertThat(why.now().verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(why.now().changes()).extracting(Change::by).containsExactly(byBob);
    }

    @Test
    void aPodThatIsGoneIsJudgedWithItsLabelsOfThen() {
        become(0, shop(CART_IN));
        become(
                100,
                Clusters.aCluster()
                        .withNamespace("shop", Map.of(), Map.of())
                        .withPolicy(CART_IN)
                        .contents());
        Why why = explainer.explain(denied("rogue-1", 6379, 50, 1));
        assertThat(why.source().labels()).containsEntry("app", "rogue");
        assertThat(words(why.recordedSide().orElseThrow())).containsExactly("cart-in DoesNotAdmit");
        assertThat(why.now().today()).isEqualTo(Today.SAME);
        assertThat(why.now().sentence()).contains("with the labels of then: shop/redis-1, shop/rogue-1");
        assertThat(why.now().changes())
                .extracting(Change::sentence)
                .contains("Pod shop/rogue-1 was deleted.", "The labels of namespace shop were changed.");
    }

    @Test
    void aNodeThatWasAMomentBehindIsExplainedByItsRevision() {
        become(0, shop(CART_IN));
        become(10, shop(policy("cart-in", "redis", new Rule(List.of(), List.of()))));
        Why why = explainer.explain(denied("rogue-1", 6379, 11, 1));
        assertThat(why.basis().ground()).isEqualTo(Ground.REVISION);
        assertThat(why.basis().sentence()).contains("revision 1, which the node still enforced");
        assertThat(words(why.recordedSide().orElseThrow())).containsExactly("cart-in DoesNotAdmit");
    }

    @Test
    void whatDoesNotAddUpIsSaid() {
        become(0, shop());
        Why why = explainer.explain(denied("rogue-1", 6379, 11, 1));
        assertThat(why.basis().agrees()).isFalse();
        assertThat(why.basis().sentence()).contains("they do not decide what the record says");
    }

    @Test
    void labelsThatAreNotKeptMakeItUndecidableAndAreNamed() {
        become(0, shop(DENY, CART_IN));
        StoredRecord unknown = record(
                new Connection(Protocol.TCP, IpAddress.parse("10.0.0.77"), 1, IpAddress.parse("10.0.0.3"), 6379),
                pod("vanished-1"),
                10,
                1,
                Verdict.DENIED);
        Why why = explainer.explain(unknown);
        assertThat(words(why.recordedSide().orElseThrow()))
                .containsExactly("cart-in Undecidable", "default-deny DoesNotAdmit");
        assertThat(statement(why, "cart-in").reason())
                .isEqualTo("Cannot tell: the labels of shop/vanished-1 at that time are not kept.");
        assertThat(why.now().today()).isEqualTo(Today.UNDECIDABLE);
    }

    @Test
    void aRecordFromBeforeTheHistoryIsUndecidableWithItsReason() {
        become(0, shop(DENY));
        Why why = explainer.explain(denied("rogue-1", 6379, -10, 1));
        assertThat(why.basis().ground()).isEqualTo(Ground.NONE);
        assertThat(words(why.recordedSide().orElseThrow())).containsExactly("default-deny Undecidable");
        assertThat(statement(why, "default-deny").reason())
                .contains("begins at 2026-03-01T12:00:00Z, after this record");
    }

    @Test
    void anAllowedConnectionNamesTheRuleThatAdmits() {
        become(0, shop(DENY, CART_IN));
        StoredRecord allowed = record(
                new Connection(Protocol.TCP, IpAddress.parse("10.0.0.1"), 1, IpAddress.parse("10.0.0.3"), 8443),
                pod("web-1"),
                10,
                1,
                Verdict.ALLOWED);
        Why why = explainer.explain(allowed);
        assertThat(statement(why, "cart-in").reason()).isEqualTo("It selects shop/redis-1, and rule 2 admits it.");
        assertThat(why.nearest()).isNull();
        assertThat(why.summary()).startsWith("Allowed. Entering shop/redis-1 (ingress): admitted by cart-in");
    }
}
