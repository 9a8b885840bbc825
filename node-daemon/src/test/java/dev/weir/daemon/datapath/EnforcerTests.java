package dev.weir.daemon.datapath;

import static dev.weir.daemon.testing.Programs.CLIENT;
import static dev.weir.daemon.testing.Programs.CLIENT_ADDRESS;
import static dev.weir.daemon.testing.Programs.WEB;
import static dev.weir.daemon.testing.Programs.WEB_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.daemon.datapath.ApplyOutcome.Applied;
import dev.weir.daemon.datapath.ApplyOutcome.Refused;
import dev.weir.daemon.datapath.Judge.Question;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.program.EnforcementSettings;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PolicyRef;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Content;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.StaleDeltaException;
import dev.weir.daemon.testing.Changes;
import dev.weir.daemon.testing.Programs;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnforcerTests {
    private static final PodRef LATE = new PodRef("shop", "late");

    private final FakeDatapath datapath = new FakeDatapath();
    private final MemoryStore store = new MemoryStore();
    private final FakeInterfaces interfaces = new FakeInterfaces();
    private final List<NodeState> published = new ArrayList<>();
    private Enforcer enforcer = restarted();

    @BeforeEach
    void twoPodsAreAttached() throws IOException {
        interfaces.add("veth-web", 11);
        interfaces.add("veth-client", 12);
        enforcer.announce(WEB, "uid-web", "veth-web");
        enforcer.announce(CLIENT, "uid-client", "veth-client");
    }

    private Enforcer restarted() {
        try {
            var next = new Enforcer(
                    new Enforcer.Parts(datapath, store, interfaces, new TestClock()),
                    (state, change) -> published.add(state));
            next.start();
            return next;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String fromClient(int port) {
        return Judge.byMaps(
                datapath,
                published.getLast().ids(),
                new Question(WEB_ADDRESS, Direction.INGRESS, CLIENT_ADDRESS, 6, port));
    }

    private int endpointRevision(Address address) {
        return row(address).revision();
    }

    @Test
    void anAnnouncedPodIsClosedUntilItsProgramComes() {
        assertThat(datapath.attachments()).contains(new Attachment(Hook.FROM_POD, 11), new Attachment(Hook.TO_POD, 11));
        assertThat(fromClient(80)).isEqualTo("closed");
        assertThat(enforcer.isProgrammed(WEB, "uid-web")).isFalse();

        enforcer.apply(Programs.noPolicies().snapshot(1));
        assertThat(fromClient(80)).isEqualTo("open");
        assertThat(enforcer.isProgrammed(WEB, "uid-web")).isTrue();
        assertThat(enforcer.isProgrammed(WEB, "another-uid")).isFalse();
    }

    @Test
    void policiesComeAndGo() {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        enforcer.apply(Programs.webIsolated().snapshot(2));
        assertThat(fromClient(80)).isEqualTo("denied " + Programs.ISOLATION);
        enforcer.apply(Programs.webAdmitsClient().snapshot(3));
        assertThat(fromClient(80)).isEqualTo("allowed " + Programs.ADMISSION);
        assertThat(fromClient(81)).isEqualTo("denied " + Programs.ISOLATION);
        enforcer.apply(Programs.noPolicies().snapshot(4));
        assertThat(fromClient(81)).isEqualTo("open");
        assertThat(datapath.live(Table.VERDICT)).isEmpty();
        assertThat(datapath.live(Table.PEER_CLASS)).isEmpty();
        assertThat(datapath.live(Table.PORT_CLASS)).isEmpty();
    }

    @Test
    void whenNothingChangesNothingIsWritten() {
        enforcer.apply(Programs.webAdmitsClient().snapshot(1));
        var writes = datapath.writes;
        var outcome = enforcer.apply(Programs.webAdmitsClient().snapshot(2));
        assertThat(outcome).isInstanceOf(Applied.class);
        assertThat(datapath.writes).isEqualTo(writes);
        assertThat(store.saved().program().revision()).isEqualTo(2);
    }

    @Test
    void aConnectionIsJudgedAgainOnlyWhereTheChangeMayConcernIt() {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        var web = endpointRevision(WEB_ADDRESS);
        var client = endpointRevision(CLIENT_ADDRESS);
        enforcer.apply(Programs.webIsolated().snapshot(2));
        assertThat(endpointRevision(WEB_ADDRESS)).isGreaterThan(web);
        assertThat(endpointRevision(CLIENT_ADDRESS)).isEqualTo(client);
    }

    @Test
    void whenAnAddressChangesItsIdentityEverythingIsJudgedAgain() {
        enforcer.apply(Programs.webAdmitsClient().snapshot(1));
        var before = endpointRevision(WEB_ADDRESS);
        enforcer.apply(Programs.webAdmitsClient()
                .withIdentity("client", CLIENT_ADDRESS, 999)
                .snapshot(2));
        assertThat(endpointRevision(WEB_ADDRESS)).isGreaterThan(before);
        assertThat(fromClient(80)).isEqualTo("denied " + Programs.ISOLATION);
    }

    @Test
    void subjectsAndIdentitiesThatChangeTogetherCrossABridgeOfWhichNothingStays() {
        var subjectsOnTheWay = new HashSet<Integer>();
        datapath.watchedBy(
                () -> datapath.live(Table.IDENTITY).values().forEach(identity -> subjectsOnTheWay.add(identity)));
        enforcer.apply(Programs.webIsolated().snapshot(1));
        enforcer.apply(
                Programs.webAdmitsClient().withIdentity("web", WEB_ADDRESS, 555).snapshot(2));
        assertThat(datapath.live(Table.ENDPOINT).values())
                .allSatisfy(endpoint -> assertThat(endpoint.identityTable()).isZero());
        assertThat(datapath.live(Table.PEER_CLASS)).hasSize(1);
        assertThat(subjectsOnTheWay)
                .as("identities before and after, one bridge, and none")
                .hasSize(5);
    }

    @Test
    void whenOneEndpointTakesTheSubjectThatAnotherLeavesTheyFlipTogetherWithEveryIdentity() {
        enforcer.apply(Programs.webIsolated().snapshot(1));
        enforcer.apply(Programs.webIsolated()
                .withEndpoint(CLIENT, Programs.ISOLATED, CLIENT_ADDRESS)
                .withEndpoint(WEB, Programs.OPEN, WEB_ADDRESS)
                .withIdentity("web", WEB_ADDRESS, 555)
                .snapshot(2));
        assertThat(datapath.live(Table.ENDPOINT).values())
                .allSatisfy(endpoint -> assertThat(endpoint.identityTable()).isEqualTo(1));
        assertThat(datapath.live(Table.IDENTITY).keySet())
                .allSatisfy(key -> assertThat(key.table()).isEqualTo(1));
        assertThat(datapath.settlings).isPositive();
    }

    @Test
    void aChangeThatDoesNotFitIsRefusedAsAWhole() {
        datapath.holding(Table.PORT_CLASS, 0);
        enforcer.apply(Programs.webIsolated().snapshot(1));
        var writes = datapath.writes;
        var outcome = enforcer.apply(Programs.webAdmitsClient().snapshot(2));
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).contains("port_class_map can hold 0 entries");
            assertThat(refused.action()).contains("max_entries of port_class_map");
        });
        assertThat(datapath.writes).isEqualTo(writes);
        assertThat(store.saved().program().revision()).isEqualTo(1);
        assertThat(enforcer.program().revision()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whicheverTableIsFullTheRevisionIsRefusedAsAWholeAndTheTableNamed(Table<?, ?> table) {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        announceLate();
        datapath.holding(table, datapath.live(table).size());
        var writes = datapath.writes;
        var outcome = enforcer.apply(
                Changes.between(Programs.noPolicies().at(1), everyTableGrows().at(2)));
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).startsWith(table + " can hold " + datapath.capacity(table) + " entries");
            assertThat(refused.action()).contains(table.name());
        });
        assertThat(datapath.writes).isEqualTo(writes);
        assertThat(fromClient(81)).isEqualTo("open");
        assertThat(restarted().program().revision()).isEqualTo(1);

        datapath.holding(table, 100);
        assertThat(enforcer.apply(Changes.between(
                        Programs.noPolicies().at(1), everyTableGrows().at(3))))
                .isInstanceOf(Applied.class);
        assertThat(fromClient(81)).startsWith("denied");
    }

    private void announceLate() {
        try {
            interfaces.add("veth-late", 13);
            enforcer.announce(LATE, "uid-late", "veth-late");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Table<?, ?>> tables() {
        return Table.ALL;
    }

    private static Programs everyTableGrows() {
        var late = Address.parse("10.0.0.3");
        return Programs.webAdmitsClient()
                .withEndpoint(LATE, Programs.OPEN, late)
                .withIdentity("late", late, 103);
    }

    @Test
    void whereverTheKernelRefusesTheRevisionIsUndoneAndTheMapNamedWithItsFill() {
        enforcer.apply(Programs.webIsolated().snapshot(1));
        var before = fromClient(80);
        var refusals = 0;
        for (var writes = 0; ; writes++) {
            datapath.failOnceAfter(writes);
            var outcome = enforcer.apply(Programs.webAdmitsClient().snapshot(2 + writes));
            if (outcome instanceof Applied) {
                break;
            }
            refusals++;
            assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.reason()).contains("_map, errno=ENOMEM");
                assertThat(refused.action()).contains("_map holds ").contains(" of 65536 entries");
            });
            assertThat(fromClient(80)).isEqualTo(before);
            assertThat(store.saved().program().revision()).isEqualTo(1);
        }
        assertThat(refusals).as("one for each table that grows").isEqualTo(5);
        assertThat(fromClient(80)).isEqualTo("allowed " + Programs.ADMISSION);
    }

    @Test
    void aChangeThatTheKernelRefusesInTheMiddleIsUndone() {
        enforcer.apply(Programs.webIsolated().snapshot(1));
        var before = fromClient(80);
        datapath.failOnceAfter(3);
        var outcome = enforcer.apply(Programs.webAdmitsClient().snapshot(2));
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(fromClient(80)).isEqualTo(before);
        assertThat(store.saved().program().revision()).isEqualTo(1);
        assertThat(enforcer.apply(Programs.webAdmitsClient().snapshot(3))).isInstanceOf(Applied.class);
    }

    @Test
    void aDeltaIsSavedAsAStepAndARestartedDaemonHasIt() {
        enforcer.apply(Programs.webIsolated().snapshot(1));
        var wholes = store.wholes;
        enforcer.apply(Changes.between(
                Programs.webIsolated().at(1), Programs.webAdmitsClient().at(2)));
        assertThat(store.wholes).isEqualTo(wholes);
        enforcer = restarted();
        assertThat(enforcer.program()).isEqualTo(Programs.webAdmitsClient().at(2));
        assertThat(fromClient(80)).isEqualTo("allowed " + Programs.ADMISSION);
    }

    @Test
    void whenStepsHaveOutgrownTheStateItIsSavedWholeAndIdsThatNobodyNeedsGo() {
        enforcer.apply(Programs.webAdmitsClient().snapshot(1));
        enforcer.apply(Changes.between(
                Programs.webAdmitsClient().at(1), Programs.noPolicies().at(2)));
        assertThat(store.saved().ids().find(IdTable.Kind.CLASS, 30)).isPositive();
        store.outgrown = true;
        enforcer.tidy();
        assertThat(store.saved().ids().find(IdTable.Kind.CLASS, 30)).isZero();
        assertThat(store.saved().archive().retired()).containsKey(Programs.ADMISSION);
        assertThat(store.outgrown).isFalse();
    }

    @Test
    void whatAnotherWroteIntoTheMapsIsRepaired() throws IOException {
        enforcer.apply(Programs.webAdmitsClient().snapshot(1));
        datapath.live(Table.VERDICT).clear();
        datapath.live(Table.SUBJECT)
                .put(99, new SubjectEntry(new SubjectDefaults(0, 0, 0, 0), new SubjectDefaults(0, 0, 0, 0)));
        enforcer.verify();
        assertThat(fromClient(80)).isEqualTo("allowed " + Programs.ADMISSION);
        assertThat(datapath.live(Table.SUBJECT)).doesNotContainKey(99);
        var writes = datapath.writes;
        enforcer.verify();
        assertThat(datapath.writes).isEqualTo(writes);
    }

    @Test
    void aStateThatCannotBeSavedIsNotEnforced() {
        enforcer.apply(Programs.webIsolated().snapshot(1));
        var writes = datapath.writes;
        store.full = true;
        assertThat(enforcer.apply(Programs.noPolicies().snapshot(2)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("disk is full"));
        assertThat(datapath.writes).isEqualTo(writes);
    }

    @Test
    void aRestartedDaemonWritesNothingAndReplacesThePrograms() throws IOException {
        enforcer.apply(Programs.webAdmitsClient().snapshot(5));
        var writes = datapath.writes;
        enforcer = restarted();
        assertThat(enforcer.program().revision()).isEqualTo(5);
        assertThat(datapath.writes).isEqualTo(writes);
        assertThat(datapath.replaced).hasSize(4);
        assertThat(enforcer.isProgrammed(WEB, "uid-web")).isTrue();
        enforcer.scan(Map.of());
        assertThat(datapath.writes).isEqualTo(writes);
    }

    @Test
    void aRestartedDaemonRepairsWhatDiffers() {
        enforcer.apply(Programs.webAdmitsClient().snapshot(5));
        datapath.live(Table.VERDICT).clear();
        var writes = datapath.writes;
        enforcer = restarted();
        assertThat(fromClient(80)).isEqualTo("allowed " + Programs.ADMISSION);
        assertThat(datapath.writes).isEqualTo(writes + 1);
    }

    @Test
    void aDaemonThatLostItsFileTakesIdsAboveThoseInTheMaps() {
        enforcer.apply(Programs.webAdmitsClient().snapshot(5));
        var subjects = Set.copyOf(datapath.live(Table.SUBJECT).keySet());
        store.state = null;
        enforcer = restarted();
        assertThat(fromClient(81)).as("goes on until a server is heard").startsWith("denied");
        enforcer.apply(Programs.webAdmitsClient().snapshot(6));
        assertThat(fromClient(80)).isEqualTo("allowed " + Programs.ADMISSION);
        assertThat(datapath.live(Table.SUBJECT).keySet()).doesNotContainAnyElementsOf(subjects);
    }

    @Test
    void aPodThatIsGoneLosesRowsAndLinks() throws IOException {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        interfaces.remove("veth-web");
        enforcer.scan(Map.of());
        assertThat(datapath.live(Table.ENDPOINT)).containsOnlyKeys(CLIENT_ADDRESS);
        assertThat(datapath.attachments()).extracting(Attachment::ifindex).containsOnly(12);
    }

    @Test
    void aWithdrawnPodLosesRowsAndLinks() throws IOException {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        enforcer.withdraw(WEB, "another-uid");
        assertThat(datapath.live(Table.ENDPOINT)).containsKey(WEB_ADDRESS);
        enforcer.withdraw(WEB, "uid-web");
        assertThat(datapath.live(Table.ENDPOINT)).containsOnlyKeys(CLIENT_ADDRESS);
        assertThat(datapath.attachments()).extracting(Attachment::ifindex).containsOnly(12);
    }

    @Test
    void aWithdrawnPodIsNotFoundByItsRouteAgain() throws IOException {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        enforcer.withdraw(WEB, "uid-web");
        enforcer.scan(Map.of(WEB_ADDRESS, "veth-web"));
        assertThat(datapath.live(Table.ENDPOINT)).containsOnlyKeys(CLIENT_ADDRESS);
        enforcer.announce(WEB, "uid-web", "veth-web");
        assertThat(enforcer.isProgrammed(WEB, "uid-web")).isTrue();
    }

    @Test
    void aPodThatNobodyAnnouncedIsFoundByItsRoute() throws IOException {
        var other = Address.parse("10.0.0.9");
        var pod = new PodRef("shop", "late");
        interfaces.add("veth-late", 13);
        enforcer.apply(
                Programs.noPolicies().withEndpoint(pod, Programs.OPEN, other).snapshot(1));
        assertThat(enforcer.isProgrammed(pod, "")).isFalse();
        enforcer.scan(Map.of(other, "veth-late"));
        assertThat(enforcer.isProgrammed(pod, "")).isTrue();
        assertThat(datapath.attachments()).contains(new Attachment(Hook.TO_POD, 13));
    }

    @Test
    void aDeltaFromAnotherRevisionIsNotApplied() {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        var delta = new ProgramChange(new ProgramStamp(Programs.SESSION, 9), 8, Content.NONE, null);
        assertThatThrownBy(() -> enforcer.apply(delta)).isInstanceOf(StaleDeltaException.class);
    }

    @Test
    void loggingThatNobodyCanAskForCostsNothing() {
        var delegated = new LoggingSettings(Action.DELEGATED, Action.ALL, Set.of(), Set.of(), 1);
        enforcer.apply(Programs.noPolicies().withLogging(delegated).snapshot(1));
        assertThat(datapath.settings.recordAllowed()).isZero();
        assertThat(datapath.settings.recordDenied()).isEqualTo(1);
        var annotated = new LoggingSettings(
                Action.DELEGATED, Action.OFF, Set.of(), Set.of(new PolicyRef("shop", "client-in")), 2);
        enforcer.apply(Programs.noPolicies().withLogging(annotated).snapshot(2));
        assertThat(datapath.settings.recordAllowed()).isEqualTo(1);
        assertThat(datapath.settings.recordDenied()).isZero();
    }

    @Test
    void whichCookiesAreInForceIsSaidOnlyWhenItIsKnown() {
        assertThat(enforcer.cookiesInForce()).isEmpty();
        enforcer.apply(Programs.webAdmitsClient().snapshot(1));

        var ids = published.getLast().ids();
        assertThat(enforcer.cookiesInForce())
                .contains(Set.of(
                        ids.find(IdTable.Kind.COOKIE, Programs.ISOLATION),
                        ids.find(IdTable.Kind.COOKIE, Programs.ADMISSION)));
        enforcer.apply(Programs.noPolicies().snapshot(2));
        assertThat(enforcer.cookiesInForce()).contains(Set.of());
    }

    @Test
    void aClusterThatKeepsConnectionsSaysSoToTheKernelUntilItSaysOtherwise() {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        assertThat(datapath.settings.keepEstablished()).isZero();

        enforcer.apply(keeping(2, 1, true));
        assertThat(datapath.settings.keepEstablished()).isEqualTo(1);
        enforcer.apply(new ProgramChange(new ProgramStamp(Programs.SESSION, 3), 2, Content.NONE, null));
        assertThat(datapath.settings.keepEstablished()).isEqualTo(1);
        assertThat(restarted().program().enforcement().keepEstablished()).isTrue();
        enforcer.apply(keeping(4, 3, false));
        assertThat(datapath.settings.keepEstablished()).isZero();
    }

    private static ProgramChange keeping(long revision, long base, boolean keep) {
        return new ProgramChange(
                new ProgramStamp(Programs.SESSION, revision), base, Content.NONE, null, new EnforcementSettings(keep));
    }

    @Test
    void anAddressKeepsItsFirstRevisionUntilItComesToAnotherInterface() throws IOException {
        enforcer.apply(Programs.noPolicies().snapshot(1));
        var first = row(WEB_ADDRESS).since();
        assertThat(first).isEqualTo(row(WEB_ADDRESS).revision());
        enforcer.apply(Programs.webAdmitsClient().snapshot(2));
        assertThat(row(WEB_ADDRESS).since())
                .isEqualTo(first)
                .isLessThan(row(WEB_ADDRESS).revision());

        interfaces.add("veth-next", 14);
        enforcer.announce(WEB, "uid-web", "veth-next");
        assertThat(row(WEB_ADDRESS).since())
                .isGreaterThan(first)
                .isEqualTo(row(WEB_ADDRESS).revision());
    }

    private EndpointEntry row(Address address) {
        return datapath.live(Table.ENDPOINT).getOrDefault(address, new EndpointEntry(0, 0, 0, 0, 0));
    }

    private final class FakeInterfaces implements NetworkInterfaces {
        private final Map<Integer, String> names = new HashMap<>();

        void add(String name, int ifindex) {
            names.put(ifindex, name);
            datapath.addInterface(ifindex);
        }

        void remove(String name) {
            names.values().remove(name);
        }

        @Override
        public OptionalInt indexOf(String name) {
            return names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public Map<Integer, String> all() {
            return Map.copyOf(names);
        }
    }
}
