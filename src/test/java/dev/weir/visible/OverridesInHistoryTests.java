package dev.weir.visible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.access.testing.FakeCurrentAccess;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditReader;
import dev.weir.audit.AuditSettings;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Author;
import dev.weir.audit.Sightings;
import dev.weir.change.ChangeBook;
import dev.weir.change.ChangeSet;
import dev.weir.change.ChangeSets;
import dev.weir.change.Edit;
import dev.weir.change.Terms;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.counts.ClusterCounts;
import dev.weir.document.ObjectDocument;
import dev.weir.expectation.Claim;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationGate;
import dev.weir.expectation.ExpectationRef;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.expectation.ExpectationsBrokenException;
import dev.weir.net.IpAddress;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever breaks an expectation knowingly is in the history of what they wrote, with their reason. */
class OverridesInHistoryTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectRef LOCKED = ObjectRef.policy(new PolicyRef("shop", "locked"));
    private static final Map<String, Object> NOTHING_COMES_IN =
            ObjectDocument.parse("""
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata: {name: locked, namespace: shop}
                    spec: {podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress]}
                    """).object();

    private final SettableClock clock = new SettableClock(NOON);
    private final MemoryApiServer apiServer = new MemoryApiServer();
    private final ClusterState cluster = new ClusterState();
    private final ExpectationBook book = new ExpectationBook("", clock);
    private final FakeCurrentAccess reader = new FakeCurrentAccess();
    private final AuditTrail trail =
            new AuditTrail(new AuditSettings("", Duration.ofDays(7), 1000), () -> Author.SERVER, clock);
    private final KubernetesObjects claimed = trail.claiming(apiServer);
    private String reason = "";

    private final VisibleExpectations expectations = new VisibleExpectations(
            book,
            new ExpectationWatch(book, cluster, clock),
            new ExpectationGate(book, cluster),
            reader,
            () -> reason,
            clock);

    @BeforeEach
    void webMayReachCart() {
        LoggingConfig logging = new LoggingConfig(new Switch(false, false), new Switch(false, false), 1, "1");
        cluster.replace(new ClusterContents(
                List.of(new Namespace("shop", Map.of(), Map.of())),
                List.of(),
                List.of(pod("web", "10.0.0.1"), pod("cart", "10.0.0.2")),
                List.of(),
                logging,
                logging));
        cluster.mark(new Freshness.Current(NOON));
        book.put(new ExpectationRef("shop", "cart-is-open"), Claim.parse("web may reach cart", "shop"), "admin", -1);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private static Pod pod(String name, String address) {
        return new Pod(
                new PodRef("shop", name),
                name,
                Map.of("app", name),
                new NodeName("node-1"),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
    }

    /** The change that the watch tells of, as the history has it. */
    private AuditEntry seen() {
        new Sightings(trail).complete(NOON).see(NOON, LOCKED, null, apiServer.get(LOCKED));
        List<AuditEntry> entries = trail.list(AuditQuery.ALL, new AuditReader("admin", true, true, Set.of()), 10);
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    @Test
    void aPolicyThatBreaksAnExpectationIsNotWrittenUnlessTheHistorySaysWhy() {
        ExpectedObjects objects = new ExpectedObjects(claimed, expectations);
        assertThatThrownBy(() -> objects.create(LOCKED, NOTHING_COMES_IN, WriteOptions.DEFAULT))
                .isInstanceOf(ExpectationsBrokenException.class);
        assertThat(expectations.overridings()).isEmpty();
        reason = "the cart is being moved";
        objects.create(LOCKED, NOTHING_COMES_IN, WriteOptions.DEFAULT);
        assertThat(seen().occasion().reason()).isEqualTo("Overrides 1 expectation: the cart is being moved");
        assertThat(expectations.overridings()).hasSize(1);
    }

    @Test
    void whatBreaksNothingSaysNothingOfIt() {
        book.list().forEach(one -> book.remove(one.ref(), -1));
        reason = "just in case";
        new ExpectedObjects(claimed, expectations).create(LOCKED, NOTHING_COMES_IN, WriteOptions.DEFAULT);
        assertThat(seen().occasion().reason()).isEmpty();
    }

    @Test
    void aChangeSetSaysItsOwnReasonToo() {
        NodeRegistry nowhere = new NoNodes();
        ChangeSets sets =
                new ChangeSets(new ChangeBook(""), claimed, cluster, new ClusterCounts(nowhere, clock), clock);
        VisibleChanges changes = new VisibleChanges(sets, claimed, expectations, reader);
        reason = "the cart is being moved";
        ChangeSet set = changes.apply(
                List.of(new Edit(new PolicyRef("shop", "locked"), NOTHING_COMES_IN)),
                new Terms("admin", "lockdown of the shop", true, null, 0));
        AuditEntry entry = seen();
        assertThat(entry.occasion().reason())
                .isEqualTo("Overrides 1 expectation: the cart is being moved; lockdown of the shop");
        assertThat(entry.occasion().changeSet()).isEqualTo(set.id());
    }

    private static final class NoNodes implements NodeRegistry {
        @Override
        public List<NodeProgress> nodes() {
            return List.of();
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(0, 0);
        }
    }
}
