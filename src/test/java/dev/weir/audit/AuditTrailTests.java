package dev.weir.audit;

import static dev.weir.audit.Sightings.object;
import static dev.weir.audit.Sightings.policy;
import static dev.weir.audit.Sightings.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.audit.AuditQuery.Place;
import dev.weir.audit.Author.Door;
import dev.weir.audit.Subject.Kind;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.nodes.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectRef WEB_IN = policy("shop", "web-in");
    private static final AuditReader ADMIN = new AuditReader("admin", true, true, Set.of());
    private static final Author ANNA =
            new Author(Door.CONSOLE, "anna", "192.0.2.7", "POST /ns/shop/policies/web-in/edit");

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(NOON);
    private Author author = ANNA;

    @SuppressWarnings("NullAway") // set before each test
    private AuditTrail trail;

    @BeforeEach
    void start() {
        trail = open();
    }

    private AuditTrail open() {
        AuditSettings settings =
                new AuditSettings(directory.resolve("audit.duckdb").toString(), Duration.ofDays(7), 1000);
        return new AuditTrail(settings, () -> author, clock);
    }

    @AfterEach
    void stop() {
        trail.close();
    }

    private Sightings watch() {
        return new Sightings(trail);
    }

    private static Map<String, Object> web(int port, String version, String manager, Instant at) {
        return written(policy("shop", "web-in", port), version, manager, at);
    }

    private List<AuditEntry> all() {
        return trail.list(AuditQuery.ALL, ADMIN, 100);
    }

    @Test
    void whatWasThereBeforeAnythingWasSeenIsNoChange() {
        watch().see(NOON, WEB_IN, null, web(80, "1", "kubectl-create", NOON)).complete(clock.instant());
        assertThat(all()).isEmpty();
    }

    @Test
    void anEditFromOutsideNamesItsFieldManagerAndBothTexts() {
        Map<String, Object> before = web(80, "1", "kubectl-create", NOON);
        watch().see(NOON, WEB_IN, null, before)
                .complete(clock.instant())
                .see(NOON.plusSeconds(9), WEB_IN, before, web(81, "2", "kubectl-edit", NOON.plusSeconds(9)));
        AuditEntry entry = all().getFirst();
        assertThat(entry.author()).isEqualTo(new Author(Door.OUTSIDE, "kubectl-edit", "", "update"));
        assertThat(entry.action()).isEqualTo(Action.CHANGED);
        assertThat(entry.at()).isEqualTo(NOON.plusSeconds(9));
        assertThat(entry.before()).isEqualTo(policy("shop", "web-in", 80));
        assertThat(entry.after()).isEqualTo(policy("shop", "web-in", 81));
        assertThat(entry.late()).isFalse();
    }

    @Test
    void theOneWhoWroteIsTheFieldManagerThatIsNewEvenWithinOneSecond() {
        Map<String, Object> before = web(80, "1", "argocd-controller", NOON);
        Map<String, Object> after = web(81, "2", "argocd-controller", NOON);
        ObjectTexts.map(after.get("metadata"));
        Map<String, Object> metadata = ObjectTexts.map(after.get("metadata"));
        metadata.put(
                "managedFields",
                List.of(
                        Map.of("manager", "kubectl-edit", "operation", "Update", "time", NOON.toString()),
                        Map.of("manager", "argocd-controller", "operation", "Update", "time", NOON.toString())));
        after.put("metadata", metadata);
        watch().see(NOON, WEB_IN, null, before).complete(clock.instant()).see(NOON, WEB_IN, before, after);
        assertThat(all().getFirst().author().name()).isEqualTo("kubectl-edit");
    }

    @Test
    void whoLostFieldsToAnotherWithinOneSecondIsNotTheOneWhoWrote() {
        Map<String, Object> mine = web(80, manager("argocd-controller", "f:podSelector", "f:ingress"));
        Map<String, Object> taken =
                web(81, manager("argocd-controller", "f:podSelector"), manager("shell", "f:ingress", "f:policyTypes"));
        Map<String, Object> back =
                web(80, manager("argocd-controller", "f:podSelector", "f:ingress"), manager("shell", "f:policyTypes"));
        watch().see(NOON, WEB_IN, null, mine)
                .complete(clock.instant())
                .see(NOON, WEB_IN, mine, taken)
                .see(NOON, WEB_IN, taken, back);
        assertThat(all()).extracting(entry -> entry.author().name()).containsExactly("argocd-controller", "shell");
    }

    private static Map<String, Object> web(int port, Object... managers) {
        Map<String, Object> object = web(port, String.valueOf(port), "", NOON);
        Map<String, Object> metadata = ObjectTexts.map(object.get("metadata"));
        metadata.put("managedFields", List.of(managers));
        object.put("metadata", metadata);
        return object;
    }

    private static Map<String, Object> manager(String name, String... fields) {
        Map<String, Object> spec = Stream.of(fields).collect(Collectors.toMap(field -> field, _ -> Map.of()));
        return Map.of(
                "manager", name, "operation", "Apply", "time", NOON.toString(), "fieldsV1", Map.of("f:spec", spec));
    }

    @Test
    void whatPeopleDoNotWriteIsNoChange() {
        Map<String, Object> before = web(80, "1", "kubectl-create", NOON);
        Map<String, Object> after = web(80, "2", "kube-controller", NOON.plusSeconds(1));
        after.put("status", Map.of("conditions", List.of()));
        watch().see(NOON, WEB_IN, null, before)
                .complete(clock.instant())
                .see(NOON.plusSeconds(1), WEB_IN, before, after);
        assertThat(all()).isEmpty();
    }

    @Test
    void ofANamespaceLabelsAndSwitchesCountAndNothingElse() {
        ObjectRef shop = ObjectRef.namespace("shop");
        Map<String, Object> plain = object("metadata: {name: shop, labels: {team: a}}");
        watch().see(NOON, shop, null, plain)
                .complete(clock.instant())
                .see(NOON, shop, plain, object("metadata: {name: shop, labels: {team: a}, annotations: {other: x}}"));
        assertThat(all()).isEmpty();
        watch().see(NOON, shop, plain, object("metadata: {name: shop, labels: {team: b}}"))
                .see(
                        NOON.plusSeconds(1),
                        shop,
                        null,
                        object("metadata: {name: shop, labels: {team: b}, annotations:"
                                + " {policy.network.gke.io/enable-deny-logging: 'true'}}"));
        assertThat(all()).hasSize(2);
        assertThat(all().getFirst().after()).contains("enable-deny-logging");
        assertThat(all().getFirst().subject()).isEqualTo(new Subject(Kind.NAMESPACE, "shop", "shop"));
    }

    @Test
    void anEditThatAControllerTookBackSaysByWhomAndWhen() {
        Map<String, Object> argo = web(80, "1", "argocd-controller", NOON);
        Map<String, Object> edited = web(81, "2", "kubectl-edit", NOON.plusSeconds(60));
        watch().see(NOON, WEB_IN, null, argo)
                .complete(clock.instant())
                .see(NOON.plusSeconds(60), WEB_IN, argo, edited)
                .see(NOON.plusSeconds(240), WEB_IN, edited, web(80, "3", "argocd-controller", NOON.plusSeconds(240)));
        AuditEntry edit = all().getLast();
        AuditEntry undo = Objects.requireNonNull(trail.undoneBy(all(), ADMIN).get(edit.id()));
        assertThat(undo).isEqualTo(all().getFirst());
        assertThat(undo.author().name()).isEqualTo("argocd-controller");
        assertThat(Duration.between(edit.at(), undo.at())).isEqualTo(Duration.ofMinutes(3));
        assertThat(undo.undoes()).isEqualTo(edit.id());
    }

    @Test
    void aFurtherEditUndoesNothing() {
        Map<String, Object> first = web(80, "1", "a", NOON);
        Map<String, Object> second = web(81, "2", "b", NOON);
        watch().see(NOON, WEB_IN, null, first)
                .complete(clock.instant())
                .see(NOON, WEB_IN, first, second)
                .see(NOON, WEB_IN, second, web(82, "3", "a", NOON));
        assertThat(trail.undoneBy(all(), ADMIN)).isEmpty();
    }

    @Test
    void whatWasWrittenThroughWeirIsThePersonsWithItsOccasion() {
        MemoryApiServer server = new MemoryApiServer();
        KubernetesObjects objects = trail.claiming(server);
        watch().complete(clock.instant());
        Map<String, Object> stored = new Occasion("c0ffee", "ticket 4711")
                .during(() -> objects.create(WEB_IN, object(policy("shop", "web-in", 80)), WriteOptions.DEFAULT));
        watch().see(NOON, WEB_IN, null, stored);
        AuditEntry entry = all().getFirst();
        assertThat(entry.author()).isEqualTo(ANNA);
        assertThat(entry.occasion()).isEqualTo(new Occasion("c0ffee", "ticket 4711"));
        objects.delete(WEB_IN, "", WriteOptions.DEFAULT);
        watch().see(NOON.plusSeconds(1), WEB_IN, stored, null);
        assertThat(all().getFirst().author()).isEqualTo(ANNA);
        assertThat(all().getFirst().action()).isEqualTo(Action.DELETED);
    }

    @Test
    void anotherWriteOfTheSameObjectIsNotThePersons() {
        KubernetesObjects objects = trail.claiming(new MemoryApiServer());
        watch().complete(clock.instant());
        Map<String, Object> stored = objects.create(WEB_IN, object(policy("shop", "web-in", 80)), WriteOptions.DEFAULT);
        watch().see(NOON, WEB_IN, null, stored)
                .see(NOON.plusSeconds(5), WEB_IN, stored, web(81, "777", "kubectl-edit", NOON.plusSeconds(5)));
        assertThat(all().getFirst().author().name()).isEqualTo("kubectl-edit");
        assertThat(all().getLast().author()).isEqualTo(ANNA);
    }

    @Test
    void aDryRunAndARefusedWriteClaimNothing() {
        MemoryApiServer server = new MemoryApiServer();
        KubernetesObjects objects = trail.claiming(server);
        watch().complete(clock.instant());
        server.failWritesOf(
                WEB_IN, new KubernetesException.Unavailable("no answer", new IllegalStateException("test")));
        Map<String, Object> policy = object(policy("shop", "web-in", 80));
        assertThatThrownBy(() -> objects.create(WEB_IN, policy, WriteOptions.DEFAULT))
                .isInstanceOf(KubernetesException.Unavailable.class);
        objects.create(WEB_IN, policy, WriteOptions.DRY_RUN);
        watch().see(NOON, WEB_IN, null, web(80, "101", "kubectl-create", NOON));
        assertThat(all().getFirst().author().name()).isEqualTo("kubectl-create");
    }

    @Test
    void theWatchMayTellOfAWriteBeforeItsAnswerIsThere() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Claims claims = new Claims(clock);
        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> {
            claims.begin(WEB_IN);
            writing.countDown();
            await(answer);
            claims.end(WEB_IN, "9", ANNA, Occasion.NONE);
        });
        assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Author> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return claims.take(WEB_IN, "9").orElseThrow().author();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        answer.countDown();
        write.get(30, TimeUnit.SECONDS);
        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo(ANNA);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void changesAndWhatIsKnownSurviveARestart() {
        Map<String, Object> before = web(80, "1", "kubectl-create", NOON);
        watch().see(NOON, WEB_IN, null, before)
                .complete(clock.instant())
                .see(NOON, WEB_IN, before, web(81, "2", "kubectl-edit", NOON));
        long id = all().getFirst().id();
        trail.close();
        trail = open();
        watch().see(NOON, WEB_IN, null, web(81, "2", "kubectl-edit", NOON)).complete(clock.instant());
        assertThat(all()).hasSize(1);
        assertThat(trail.find(id, ADMIN)).isPresent();
        trail.note(Subject.own(Kind.PERSON, "bert"), "", "roles: viewer@shop\n");
        assertThat(all().getFirst().id()).isGreaterThan(id);
    }

    @Test
    void aPolicyThatWasDeletedWhileTheServerWasAwayIsFoundAtItsRestart() {
        watch().see(NOON, WEB_IN, null, web(80, "1", "kubectl-create", NOON)).complete(clock.instant());
        trail.close();
        trail = open();
        clock.pass(Duration.ofHours(1));
        watch().complete(clock.instant());
        AuditEntry entry = all().getFirst();
        assertThat(entry.action()).isEqualTo(Action.DELETED);
        assertThat(entry.before()).isEqualTo(policy("shop", "web-in", 80));
        assertThat(entry.author().name()).isEmpty();
        assertThat(entry.late()).isTrue();
    }

    @Test
    void anEditWhileTheServerWasAwayHasTheTimeThatKubernetesGives() {
        watch().see(NOON, WEB_IN, null, web(80, "1", "kubectl-create", NOON)).complete(clock.instant());
        trail.close();
        trail = open();
        clock.pass(Duration.ofHours(1));
        watch().see(clock.instant(), WEB_IN, null, web(81, "2", "kubectl-edit", NOON.plusSeconds(60)))
                .complete(clock.instant());
        AuditEntry entry = all().getFirst();
        assertThat(entry.at()).isEqualTo(NOON.plusSeconds(60));
        assertThat(entry.late()).isTrue();
        assertThat(entry.author().name()).isEqualTo("kubectl-edit");
    }

    @Test
    void aReaderOfOneNamespaceSeesItsChangesAndThoseOfTheClustersSwitchesWithoutAddresses() {
        watch().complete(clock.instant())
                .see(NOON, WEB_IN, null, web(80, "1", "a", NOON))
                .see(NOON, policy("payments", "in"), null, written(policy("payments", "in", 80), "2", "a", NOON))
                .see(NOON, ObjectRef.namespace("payments"), null, object("metadata: {name: payments}"))
                .see(
                        NOON,
                        ObjectRef.networkLogging(),
                        null,
                        object("{metadata: {name: default}, spec: {cluster: {}}}"));
        trail.note(Subject.own(Kind.PERSON, "bert"), "", "roles: viewer@shop\n");
        trail.note(Subject.own(Kind.ALERTS, "scan"), "on", "off");
        AuditReader reader = new AuditReader("bert", false, false, Set.of("shop"));
        assertThat(trail.list(AuditQuery.ALL, reader, 100))
                .extracting(entry -> entry.subject().kind())
                .containsExactlyInAnyOrder(Kind.NETWORK_POLICY, Kind.NETWORK_LOGGING);
        AuditReader everywhere = new AuditReader("carla", false, true, Set.of());
        assertThat(trail.list(AuditQuery.ALL, everywhere, 100))
                .hasSize(5)
                .noneMatch(entry -> entry.subject().kind() == Kind.PERSON)
                .allMatch(entry -> entry.author().address().isEmpty());
        assertThat(trail.list(AuditQuery.ALL, ADMIN, 100))
                .hasSize(6)
                .anyMatch(entry -> entry.author().address().equals("192.0.2.7"));
        long ofPayments = trail.list(new AuditQuery("payments", "in", "", "", null, null, null), ADMIN, 1)
                .getFirst()
                .id();
        assertThat(trail.find(ofPayments, reader)).isEmpty();
    }

    @Test
    void aQueryNarrowsByNamespacePolicyAuthorAndTime() {
        watch().complete(clock.instant())
                .see(NOON, WEB_IN, null, web(80, "1", "argocd-controller", NOON))
                .see(
                        NOON.plusSeconds(60),
                        policy("shop", "in"),
                        null,
                        written(policy("shop", "in", 80), "2", "b", NOON));
        assertThat(found(new AuditQuery("shop", "web-in", "", "", null, null, null)))
                .isEqualTo(1);
        assertThat(found(new AuditQuery("shop", "", "", "", null, null, null))).isEqualTo(2);
        assertThat(found(new AuditQuery("", "", "argocd-controller", "", null, null, null)))
                .isEqualTo(1);
        assertThat(found(new AuditQuery("", "", "", "", NOON.plusSeconds(1), null, null)))
                .isEqualTo(1);
        assertThat(found(new AuditQuery("", "", "", "", null, NOON.plusSeconds(1), null)))
                .isEqualTo(1);
        assertThat(found(new AuditQuery("cart", "", "", "", null, null, null))).isZero();
    }

    private int found(AuditQuery query) {
        return trail.list(query, ADMIN, 100).size();
    }

    @Test
    void pagesGoOnWhereTheLastEndedAlsoAmongChangesOfOneMoment() {
        for (int i = 0; i < 25; i++) {
            trail.note(Subject.own(Kind.PERSON, "p" + i), "", "roles: viewer@shop\n");
        }
        List<Long> ids = new ArrayList<>();
        Place place = null;
        do {
            List<AuditEntry> page = trail.list(AuditQuery.ALL.behind(place), ADMIN, 7);
            page.forEach(entry -> ids.add(entry.id()));
            place = page.size() < 7
                    ? null
                    : new Place(page.getLast().at(), page.getLast().id());
        } while (place != null);
        assertThat(ids).hasSize(25).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(Place.parse(new Place(NOON, 7).toString())).isEqualTo(new Place(NOON, 7));
    }

    @Test
    void theOldAndTheTooManyGo() {
        trail.note(Subject.own(Kind.PERSON, "old"), "", "x");
        clock.pass(Duration.ofDays(8));
        for (int i = 0; i < 1005; i++) {
            trail.note(Subject.own(Kind.PERSON, "p" + i), "", "x");
        }
        trail.clean();
        List<AuditEntry> kept = trail.list(AuditQuery.ALL, ADMIN, 5000);
        assertThat(kept).hasSize(1000);
        assertThat(kept.getLast().subject().name()).isEqualTo("p5");
    }

    @Test
    void theChangeBehindAStateIsTheOneJustBeforeItAndNoOther() {
        Map<String, Object> first = web(80, "1", "a", NOON);
        Map<String, Object> second = web(81, "2", "b", NOON.plusSeconds(60));
        watch().complete(NOON).see(NOON, WEB_IN, null, first).see(NOON.plusSeconds(60), WEB_IN, first, second);
        assertThat(behind(NOON.plusMillis(20))).isEqualTo("a");
        assertThat(behind(NOON.plusSeconds(60))).isEqualTo("b");
        assertThat(behind(NOON.plusSeconds(30)))
                .as("that would be another change")
                .isEmpty();
        assertThat(behind(NOON.minusSeconds(60))).isEmpty();
        trail.close();
        trail = open();
        watch().see(NOON.plusSeconds(7200), WEB_IN, null, web(82, "3", "c", NOON.plusSeconds(600)))
                .complete(NOON.plusSeconds(7200));
        assertThat(behind(NOON.plusSeconds(7200)))
                .as("nobody saw it happen, the history dates it when it was found")
                .isEqualTo("c");
    }

    private String behind(Instant since) {
        return trail.behind(Subject.of(WEB_IN), since, ADMIN)
                .map(entry -> entry.author().name())
                .orElse("");
    }

    @Test
    void aTextHasTheOrderOfAnApiServerAndNotWhatKubectlRemembers() {
        Map<String, Object> mixed = object("""
                spec:
                  policyTypes: [Ingress]
                  ingress:
                    - from: [{podSelector: {}, namespaceSelector: {matchLabels: {b: x, a: y}}}]
                      ports: [{port: 80, protocol: TCP}]
                  podSelector: {}
                metadata:
                  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}
                  namespace: shop
                  name: web-in
                """);
        assertThat(ObjectTexts.of(WEB_IN, mixed)).isEqualTo("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: web-in
                  namespace: shop
                spec:
                  podSelector: {}
                  ingress:
                    - ports:
                        - protocol: TCP
                          port: 80
                      from:
                        - podSelector: {}
                          namespaceSelector:
                            matchLabels:
                              b: x
                              a: y
                  policyTypes:
                    - Ingress
                """);
    }
}
