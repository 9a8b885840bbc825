package dev.weir.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditReader;
import dev.weir.audit.AuditSettings;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Author;
import dev.weir.audit.Sightings;
import dev.weir.change.ChangeSet.State;
import dev.weir.change.Step.Result;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.counts.ClusterCounts;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeSetsTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PairEnd WEB = new PairEnd("shop", "Deployment", "web");
    private static final PairEnd CART = new PairEnd("shop", "Deployment", "cart");
    private static final PairEnd ROGUE = new PairEnd("shop", "Pod", "rogue");

    @TempDir
    Path directory;

    private final MemoryApiServer api = new MemoryApiServer();
    private final ClusterState cluster = new ClusterState();
    private final FakeNodeRegistry nodes = new FakeNodeRegistry();
    private final SettableClock clock = new SettableClock(NOON);

    private ChangeSets changes() {
        ChangeBook book = new ChangeBook(directory.resolve("changes.json").toString());
        return new ChangeSets(book, api, cluster, new ClusterCounts(nodes, clock), clock);
    }

    private static Edit edit(String name, String label) {
        return new Edit(ref(name), object(label));
    }

    private static Edit deletion(String name) {
        return new Edit(ref(name), null);
    }

    private static PolicyRef ref(String name) {
        return new PolicyRef("shop", name);
    }

    private static Map<String, Object> object(String label) {
        return Map.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("labels", Map.of("made", "here")),
                "spec",
                Map.of("podSelector", Map.of("matchLabels", Map.of("app", label))));
    }

    private void given(String name, String label) {
        api.create(ObjectRef.policy(ref(name)), object(label), WriteOptions.DEFAULT);
    }

    private @Nullable Object spec(String name) {
        try {
            return api.get(ObjectRef.policy(ref(name))).get("spec");
        } catch (KubernetesException.NotFound none) {
            return null;
        }
    }

    private static Terms plain() {
        return new Terms("anna", "", true, null, 0);
    }

    private static Terms guarded(long newDenies) {
        return new Terms("anna", "ticket 4711", true, Duration.ofMinutes(10), newDenies);
    }

    private static List<Result> results(ChangeSet set) {
        return set.steps().stream().map(Step::result).toList();
    }

    @Test
    void eachPolicyIsCreatedConfiguredDeletedOrLeftAsItIs() {
        given("changed", "old");
        given("gone", "x");
        given("same", "s");
        ChangeSet set = changes()
                .apply(
                        List.of(
                                edit("new", "n"),
                                edit("changed", "new"),
                                deletion("gone"),
                                edit("same", "s"),
                                deletion("never")),
                        plain(),
                        api);
        assertThat(set.state()).isEqualTo(State.APPLIED);
        assertThat(results(set))
                .containsExactly(Result.CREATED, Result.CONFIGURED, Result.DELETED, Result.UNCHANGED, Result.UNCHANGED);
        assertThat(spec("new")).isNotNull();
        assertThat(spec("changed")).isEqualTo(object("new").get("spec"));
        assertThat(spec("gone")).isNull();
    }

    @Test
    void whenOneIsNotValidNoneIsWritten() {
        Map<String, Object> invalid = Map.of("spec", Map.of("ingress", List.of(Map.of("from", "cidr=10.0.0.0/99"))));
        ChangeSet set = changes().apply(List.of(edit("good", "g"), new Edit(ref("bad"), invalid)), plain(), api);
        assertThat(set.state()).isEqualTo(State.FAILED);
        assertThat(set.steps().get(1).note()).contains("invalid");
        assertThat(spec("good")).isNull();
        assertThat(changes().list()).as("what was never begun is not kept").isEmpty();
    }

    @Test
    void whenOneFailsWhileWritingTheOthersAreTakenBack() {
        given("changed", "old");
        api.failWritesOf(ObjectRef.policy(ref("late")), new KubernetesException.Forbidden("no", new Exception()));
        ChangeSet set =
                changes().apply(List.of(edit("changed", "new"), edit("first", "f"), edit("late", "l")), plain(), api);
        assertThat(set.state()).isEqualTo(State.FAILED);
        assertThat(results(set)).containsExactly(Result.RESTORED, Result.RESTORED, Result.FAILED);
        assertThat(spec("changed")).isEqualTo(object("old").get("spec"));
        assertThat(spec("first")).isNull();
    }

    @Test
    void inBestEffortTheOthersStay() {
        api.failWritesOf(ObjectRef.policy(ref("bad")), new KubernetesException.Forbidden("no", new Exception()));
        ChangeSet set = changes()
                .apply(List.of(edit("bad", "b"), edit("good", "g")), new Terms("anna", "", false, null, 0), api);
        assertThat(results(set)).containsExactly(Result.FAILED, Result.CREATED);
        assertThat(set.isWhole()).isFalse();
        assertThat(spec("good")).isNotNull();
    }

    @Test
    void whatNobodyConfirmsIsTakenBack() {
        given("changed", "old");
        ChangeSets changes = changes();
        ChangeSet set =
                changes.apply(List.of(edit("changed", "new"), deletion("none"), edit("new", "n")), guarded(0), api);
        assertThat(set.state()).isEqualTo(State.GUARDED);
        clock.set(NOON.plus(Duration.ofMinutes(9)));
        changes.watch();
        assertThat(changes.find(set.id()).orElseThrow().state()).isEqualTo(State.GUARDED);
        clock.set(NOON.plus(Duration.ofMinutes(10)));
        changes.watch();
        ChangeSet ended = changes.find(set.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(State.REVERTED);
        assertThat(ended.ending()).contains("Nobody confirmed it");
        assertThat(spec("changed")).isEqualTo(object("old").get("spec"));
        assertThat(spec("new")).isNull();
    }

    @Test
    void whatIsConfirmedStays() {
        ChangeSets changes = changes();
        ChangeSet set = changes.apply(List.of(edit("new", "n")), guarded(0), api);
        changes.confirm(set.id());
        clock.set(NOON.plus(Duration.ofDays(1)));
        changes.watch();
        assertThat(spec("new")).isNotNull();
        assertThatThrownBy(() -> changes.confirm(set.id())).isInstanceOf(ChangeException.class);
    }

    @Test
    void aDeletedPolicyComesBack() {
        given("gone", "x");
        ChangeSets changes = changes();
        ChangeSet set = changes.apply(List.of(deletion("gone")), plain(), api);
        assertThat(spec("gone")).isNull();
        assertThat(results(changes.revert(set.id(), "anna asked for it"))).containsExactly(Result.RESTORED);
        assertThat(spec("gone")).isEqualTo(object("x").get("spec"));
    }

    @Test
    void whatSomebodyElseHasChangedSinceIsLeftAsTheyLeftIt() {
        given("changed", "old");
        ChangeSets changes = changes();
        ChangeSet set = changes.apply(List.of(edit("changed", "new"), edit("other", "o")), plain(), api);
        api.replace(ObjectRef.policy(ref("changed")), object("theirs"), WriteOptions.DEFAULT);
        ChangeSet ended = changes.revert(set.id(), "anna asked for it");
        assertThat(results(ended)).containsExactly(Result.LEFT, Result.RESTORED);
        assertThat(spec("changed")).isEqualTo(object("theirs").get("spec"));
    }

    private void counted(long allowed, long deniedWeb, long deniedRogue, Instant at) {
        nodes.report(
                "node-1",
                new NodeCounts(
                        true,
                        NOON.minusSeconds(3600),
                        List.of(),
                        List.of(),
                        List.of(pair(WEB, allowed, deniedWeb, at), pair(ROGUE, allowed, deniedRogue, at)),
                        List.of(),
                        0,
                        0,
                        0,
                        0),
                at);
    }

    private static PairCount pair(PairEnd from, long allowed, long denied, Instant at) {
        Tally tally = new Tally(allowed, denied, at, denied == 0 ? null : at);
        return new PairCount(from, CART, Direction.INGRESS, tally, NOON.minusSeconds(3600));
    }

    @Test
    void denialsBetweenWhoCouldTalkBeforeTakeTheChangeBack() {
        counted(100, 0, 7, NOON.minusSeconds(60));
        ChangeSets changes = changes();
        ChangeSet set = changes.apply(List.of(edit("new", "n")), guarded(3), api);
        counted(100, 3, 99, NOON.plusSeconds(2));
        changes.watch();
        assertThat(changes.find(set.id()).orElseThrow().state())
                .as("three are not more than three, and the rogue was denied before")
                .isEqualTo(State.GUARDED);
        counted(100, 4, 99, NOON.plusSeconds(4));
        changes.watch();
        ChangeSet ended = changes.find(set.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(State.REVERTED);
        assertThat(ended.ending()).startsWith("4 packets were denied");
        assertThat(spec("new")).isNull();
    }

    @Test
    void whateverIsDeniedAtAPodThatNobodyIsolatedCouldPassBefore() {
        nobodyIsolatesTheCart();
        ChangeSets changes = changes();
        ChangeSet set = changes.apply(List.of(edit("new", "n")), guarded(3), api);
        counted(0, 2, 2, NOON.plusSeconds(2));
        changes.watch();
        assertThat(changes.find(set.id()).orElseThrow().state()).isEqualTo(State.REVERTED);
    }

    private void nobodyIsolatesTheCart() {
        cluster.replace(new ClusterContents(
                List.of(new Namespace("shop", Map.of(), Map.of())),
                List.of(),
                List.of(new Pod(
                        new PodRef("shop", "cart-1"),
                        "uid",
                        Map.of(),
                        new NodeName("node-1"),
                        List.of(IpAddress.parse("10.0.0.1")),
                        false,
                        PodPhase.RUNNING,
                        true,
                        new Workload("Deployment", "cart"),
                        List.of())),
                List.of(),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT));
    }

    @Test
    void whatAnEarlierChangeSetDeniedDoesNotTakeTheNextOneBack() {
        nobodyIsolatesTheCart();
        counted(0, 50, 50, NOON.minusSeconds(60));
        ChangeSets changes = changes();
        ChangeSet set = changes.apply(List.of(edit("new", "n")), guarded(3), api);
        changes.watch();
        assertThat(changes.find(set.id()).orElseThrow().state()).isEqualTo(State.GUARDED);
        counted(0, 52, 52, NOON.plusSeconds(2));
        changes.watch();
        assertThat(changes.find(set.id()).orElseThrow().ending()).startsWith("4 packets were denied");
    }

    @Test
    void aServerThatDiesWhileWritingTakesItBackWhenItStartsAgain() {
        given("changed", "old");
        api.failWritesOf(ObjectRef.policy(ref("late")), new IllegalStateException("the process ends here"));
        assertThatThrownBy(() -> changes()
                        .apply(List.of(edit("changed", "new"), edit("first", "f"), edit("late", "l")), plain(), api))
                .hasMessageContaining("the process ends here");
        assertThat(spec("first")).isNotNull();
        ChangeSets again = changes();
        again.watch();
        assertThat(again.list()).singleElement().satisfies(set -> {
            assertThat(set.state()).isEqualTo(State.FAILED);
            assertThat(set.ending()).contains("The server stopped");
        });
        assertThat(spec("changed")).isEqualTo(object("old").get("spec"));
        assertThat(spec("first")).isNull();
    }

    @Test
    void theGuardOutlivesTheServerAndTheApiServersAbsence() {
        ChangeSet set = changes().apply(List.of(edit("new", "n")), guarded(0), api);
        clock.set(NOON.plus(Duration.ofMinutes(11)));
        ChangeSets again = changes();
        api.goDown();
        again.watch();
        assertThat(again.find(set.id()).orElseThrow().state()).isEqualTo(State.REVERTING);
        api.comeBack();
        again.watch();
        assertThat(again.find(set.id()).orElseThrow().state()).isEqualTo(State.REVERTED);
        assertThat(spec("new")).isNull();
    }

    @Test
    void aPlanWritesNothingAndSaysWhatEachPolicyWouldBe() {
        given("same", "s");
        List<Step> plan = changes().plan(List.of(edit("new", "n"), edit("same", "s")), api);
        assertThat(plan).extracting(Step::result).containsExactly(Result.PENDING, Result.UNCHANGED);
        assertThat(spec("new")).isNull();
    }

    @Test
    void termsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Terms("anna", "", true, Duration.ofSeconds(1), 0))
                .hasMessageContaining("10 s");
        assertThatThrownBy(() -> new Terms("anna", "", true, null, 3)).hasMessageContaining("confirmWithin");
        assertThatThrownBy(() -> changes().apply(List.of(), plain(), api)).isInstanceOf(ChangeException.class);
    }

    @Test
    void whatASetWritesAndTakesBackIsInTheHistoryWithItsIdAndTheReason() {
        AuditTrail trail = new AuditTrail(new AuditSettings("", Duration.ofDays(7), 1000), () -> Author.SERVER, clock);
        KubernetesObjects objects = trail.claiming(api);
        ChangeSets changes =
                new ChangeSets(new ChangeBook(""), objects, cluster, new ClusterCounts(nodes, clock), clock);
        ObjectRef first = ObjectRef.policy(ref("first"));
        ChangeSet set = changes.apply(List.of(edit("first", "a")), guarded(0), objects);
        Map<String, Object> written = api.get(first);
        Sightings watch = new Sightings(trail).complete(NOON).see(NOON, first, null, written);
        changes.revert(set.id(), "it broke the shop");
        watch.see(NOON.plusSeconds(1), first, written, null);
        AuditReader reader = new AuditReader("admin", true, true, Set.of());
        assertThat(trail.list(AuditQuery.ALL.ofChangeSet(set.id()), reader, 10))
                .extracting(entry ->
                        entry.action().label() + ": " + entry.occasion().reason())
                .containsExactly("deleted: it broke the shop", "created: ticket 4711");
        trail.close();
    }
}
