package dev.weir.daemon.flow;

import static dev.weir.daemon.testing.Programs.CLIENT_ADDRESS;
import static dev.weir.daemon.testing.Programs.WEB_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.RecordAccount.DenialLines;
import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.PolicyRef;
import dev.weir.daemon.testing.Programs;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowRecorderTests {
    private static final LoggingSettings EVERYTHING =
            new LoggingSettings(Action.ALL, Action.ALL, Set.of(), Set.of(), 1);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final int LINES_PER_SECOND = 10;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final IdTable ids = new IdTable();
    private final RecordAccount account = new RecordAccount(RecordAccount.Totals.ZERO);
    private final RecordActivity activity = new RecordActivity();
    private final List<FlowRecord> forServer = new ArrayList<>();
    private final List<Withheld> withheldForServer = new ArrayList<>();
    private boolean serverKept;
    private long offered;
    private Path file = Path.of("not-yet.log");
    private FlowRecorder recorder = recorder(file);

    @BeforeEach
    void start() {
        file = folder.resolve("policy_action.log");
        recorder = recorder(file);
        use(EVERYTHING);
    }

    @AfterEach
    void everyEventThatWasAskedForIsAccountedFor() throws IOException {
        recorder.close();
        assertThat(account.totals().node().offered()).isEqualTo(offered);
    }

    private FlowRecorder recorder(Path target) {
        var options =
                RecordOptions.defaults("node-1").withFile(target, 10 << 20, 5).withLinesPerSecond(LINES_PER_SECOND);
        return new FlowRecorder(
                options,
                clock,
                new FlowRecorder.Books(account, activity, new LoggingChanges(clock)),
                new KeepingSink());
    }

    private final class KeepingSink implements RecordSink {
        @Override
        public void append(FlowRecord record) {
            forServer.add(record);
            serverKept = false;
        }

        @Override
        public void append(Withheld withheld) {
            withheldForServer.add(withheld);
        }

        @Override
        public void flush() throws IOException {
            if (forServer.size() < 100) {
                assertThat(read().size())
                        .as("the file comes after the server's copy")
                        .isLessThan(forServer.size() + withheldForServer.size());
            }
            serverKept = true;
        }
    }

    private void use(LoggingSettings logging) {
        use(Programs.webAdmitsClient().withLogging(logging).at(3));
    }

    private void use(NodeProgram program) {
        program.cookies().keySet().forEach(cookie -> ids.intern(IdTable.Kind.COOKIE, cookie));
        recorder.use(recorder.names().next(new NodeState(program, ids, CookieArchive.EMPTY, 1), null, clock));
    }

    private int id(long cookie) {
        return ids.find(IdTable.Kind.COOKIE, cookie);
    }

    private void allow() {
        offered++;
        recorder.observe(Observation.of(new VerdictEvent(
                clock.monotonicNanos(),
                CLIENT_ADDRESS,
                WEB_ADDRESS,
                id(Programs.ADMISSION),
                40000,
                80,
                1,
                6,
                Direction.INGRESS,
                Verdict.ALLOWED)));
    }

    private void deny(int port, long packets) {
        offered += packets;
        recorder.observe(Observation.of(
                new DenialKey(1, CLIENT_ADDRESS, WEB_ADDRESS, id(Programs.ISOLATION), port, 6, Direction.INGRESS),
                new Denial(
                        clock.monotonicNanos(),
                        clock.monotonicNanos(),
                        packets,
                        60 * packets,
                        1,
                        40000,
                        Verdict.DENIED)));
    }

    private void pass(Duration time) {
        clock.advance(time);
        recorder.tick();
    }

    private List<String> lines() throws IOException {
        recorder.tick();
        return read();
    }

    private List<String> read() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void anAllowedConnectionIsWrittenAtOnce() throws IOException {
        allow();
        assertThat(lines()).singleElement().asString().contains("\"disposition\":\"allow\"", "\"name\":\"client-in\"");
        assertThat(forServer).hasSize(1);
        assertThat(serverKept).isTrue();
    }

    @Test
    void denialsOfOneKeyBecomeOneLineAfterTheWindow() throws IOException {
        deny(80, 1);
        pass(Duration.ofSeconds(2));
        deny(80, 3);
        deny(81, 1);
        pass(Duration.ofSeconds(2));
        assertThat(lines()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(lines()).singleElement().asString().contains("\"count\":4", "\"name\":\"default-deny\"");
        pass(WINDOW);
        assertThat(lines()).hasSize(2);
        assertThat(account.totals().node().aggregated()).isEqualTo(3);
        assertThat(account.totals().node().offered()).isEqualTo(5);
    }

    private void wouldDeny(int port, long connections) {
        offered += connections;
        var now = clock.monotonicNanos();
        recorder.observe(Observation.of(
                new DenialKey(1, CLIENT_ADDRESS, WEB_ADDRESS, id(Programs.ISOLATION), port, 6, Direction.INGRESS),
                new Denial(now, now, connections, 0, 1, 40000, Verdict.WOULD_DENY)));
    }

    @Test
    void whatWouldBeDeniedIsMergedAsDenialsAreAndIsAllowed() throws IOException {
        wouldDeny(80, 2);
        pass(Duration.ofSeconds(2));
        wouldDeny(80, 3);
        assertThat(lines()).isEmpty();
        pass(WINDOW);

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"disposition\":\"allow\"", "\"count\":5", "\"shadow\":[{", "\"name\":\"default-deny\"")
                .doesNotContain("drop_reason", "isolated_by", "\"policies\"", "\"rule\"");
        assertThat(activity.totals().lines()).isEqualTo(new RecordActivity.Counts(1, 0));
        assertThat(activity.totals().events()).isEqualTo(new RecordActivity.Counts(5, 0));
    }

    @Test
    void whatWouldBeDeniedAndWhatIsAreNeverOneLine() throws IOException {
        wouldDeny(80, 1);
        deny(80, 1);
        pass(WINDOW);

        assertThat(lines()).hasSize(2);
    }

    @Test
    void whatWouldBeDeniedIsRecordedWhereDenialsAre() throws IOException {
        use(new LoggingSettings(Action.ALL, Action.OFF, Set.of(), Set.of(), 1));
        var before = offered;
        wouldDeny(80, 1);
        offered = before;
        pass(WINDOW);

        assertThat(lines()).isEmpty();
    }

    @Test
    void packetsFromAForeignAddressAreDenialsOfThePodThatSentThem() throws IOException {
        var now = clock.monotonicNanos();
        var foreign = Address.parse("203.0.113.9");
        recorder.observe(new Spoof(now, now, 5, 300, foreign, WEB_ADDRESS, 40_000, 80, 6), CLIENT_ADDRESS);
        offered += 5;
        pass(WINDOW);

        assertThat(lines())
                .singleElement()
                .asString()
                .contains(
                        "\"src_ip\":\"203.0.113.9\"",
                        "\"direction\":\"egress\"",
                        "\"disposition\":\"deny\"",
                        "\"src\":{\"pod_name\":\"client\"",
                        "\"count\":5",
                        "\"isolated_by\":[]",
                        "\"drop_reason\":\"spoofed_source\"");
    }

    @Test
    void loggingThatIsOffRecordsNothing() throws IOException {
        use(LoggingSettings.OFF);
        allow();
        deny(80, 1);
        pass(WINDOW);
        assertThat(lines()).isEmpty();
        assertThat(account.totals().node().offered()).isZero();
        assertThat(activity.totals().events()).isEqualTo(new RecordActivity.Counts(1, 1));
        offered = 0;
    }

    @Test
    void loggingThatIsTurnedOffStopsAtOnce() throws IOException {
        deny(80, 1);
        use(LoggingSettings.OFF);
        pass(WINDOW);
        assertThat(lines()).isEmpty();
        offered = 0;
    }

    @Test
    void underDelegateOnlyAnnotatedPoliciesAreNamed() throws IOException {
        use(new LoggingSettings(Action.DELEGATED, Action.OFF, Set.of(), Set.of(), 1));
        allow();
        assertThat(lines()).isEmpty();
        offered = 0;
        use(new LoggingSettings(Action.DELEGATED, Action.OFF, Set.of(), Set.of(new PolicyRef("shop", "client-in")), 2));
        allow();
        assertThat(lines()).hasSize(1);
    }

    @Test
    void underDelegateTheEnforcingPodsNamespaceDecides() throws IOException {
        use(new LoggingSettings(Action.OFF, Action.DELEGATED, Set.of("other"), Set.of(), 1));
        deny(80, 1);
        pass(WINDOW);
        assertThat(lines()).isEmpty();
        offered = 0;
        use(new LoggingSettings(Action.OFF, Action.DELEGATED, Set.of("shop"), Set.of(), 2));
        deny(80, 1);
        pass(WINDOW);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void beyondTheRateDeniesComeFirstAndTheRestIsCounted() throws IOException {
        for (var i = 0; i < LINES_PER_SECOND + 5; i++) {
            allow();
        }
        deny(80, 7);
        pass(WINDOW);
        for (var i = 0; i < LINES_PER_SECOND + 5; i++) {
            allow();
        }
        deny(81, 7);
        clock.advance(Duration.ofMillis(1));
        assertThat(lines()).filteredOn(line -> line.contains("deny")).hasSize(1);
        assertThat(account.totals().node().lost()).containsEntry(Loss.RATE_LIMIT, 11L);
    }

    @Test
    void whatIsWithheldIsOneLineForEachSecondAndNamespace() throws IOException {
        for (var i = 0; i < LINES_PER_SECOND + 5; i++) {
            allow();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(lines()).last().asString().isEqualTo("""
            {"node_name":"node-1","timestamp":"2026-11-22T11:00:00Z",\
            "weir":{"withheld":{"namespace":"shop","allowed":5,"denied":0}}}\
            """);
        assertThat(withheldForServer)
                .containsExactly(new Withheld(Instant.parse("2026-11-22T11:00:00Z"), "shop", 5, 0));
        pass(WINDOW);
        assertThat(withheldForServer).hasSize(1);
        assertThat(account.totals().namespaces().get("shop"))
                .isEqualTo(new RecordAccount.Entry(LINES_PER_SECOND, 0, Map.of(Loss.RATE_LIMIT, 5L), DenialLines.NONE));
    }

    @Test
    void theAccountHoldsToTheLastEventAt200000EventsASecond() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var second = 0; second < 3; second++) {
            for (var slice = 0; slice < 20; slice++) {
                for (var event = 0; event < 10_000; event++) {
                    if (random.nextInt(4) > 0) {
                        allow();
                    } else {
                        deny(1 + random.nextInt(5000), 1 + random.nextInt(3));
                    }
                }
                pass(Duration.ofMillis(50));
            }
        }
        recorder.lost(Loss.RING_FULL, 17);
        recorder.lost(Loss.DENIAL_MAP_FULL, 4);
        offered += 21;
        recorder.close();
        var node = account.totals().node();
        assertThat(node.offered()).as("seed %d", seed).isEqualTo(offered);
        assertThat(node.lost()).containsKeys(Loss.RATE_LIMIT, Loss.AGGREGATION_LIMIT, Loss.RING_FULL);
        assertThat(forServer).hasSize((int) node.written());
        var inLines = forServer.stream().mapToLong(FlowRecord::count).sum();
        var inSummaries = withheldForServer.stream()
                .mapToLong(withheld -> withheld.allowed() + withheld.denied())
                .sum();
        assertThat(inLines + inSummaries + 21).as("seed %d", seed).isEqualTo(offered);
        assertThat(read()).hasSize(forServer.size() + withheldForServer.size());
    }

    @Test
    void packetsCountWithTheLineThatTheyShareOnceItIsDue() {
        deny(80, 4);
        allow();
        assertThat(denialsOfShop()).isEqualTo(DenialLines.NONE);
        pass(WINDOW);
        assertThat(denialsOfShop()).isEqualTo(new DenialLines(1, 4));
        wouldDeny(81, 3);
        pass(WINDOW);
        assertThat(denialsOfShop()).isEqualTo(new DenialLines(2, 7));
    }

    @Test
    void aLineOfDenialsThatIsWithheldCountsAsOneThatWasAskedFor() {
        var lines = LINES_PER_SECOND * 3;
        for (var port = 1; port <= lines; port++) {
            deny(port, 2);
        }
        pass(WINDOW);
        assertThat(account.totals().node().lost()).containsKey(Loss.RATE_LIMIT);
        assertThat(denialsOfShop()).isEqualTo(new DenialLines(lines, 2L * lines));
    }

    private DenialLines denialsOfShop() {
        return account.totals()
                .namespaces()
                .getOrDefault("shop", RecordAccount.Entry.ZERO)
                .denials();
    }

    @Test
    void aDenialPassesWhenAllowedConnectionsHaveUsedUpTheSecond() throws IOException {
        deny(80, 2);
        clock.advance(WINDOW);
        for (var i = 0; i < LINES_PER_SECOND; i++) {
            allow();
        }
        recorder.tick();
        assertThat(lines()).filteredOn(line -> line.contains("\"deny\"")).hasSize(1);
    }

    @Test
    void moreKeysThanTheTableHoldsAreCounted() {
        for (var port = 1; port <= 3002; port++) {
            deny(port, 1);
        }
        assertThat(account.totals().node().lost()).containsEntry(Loss.AGGREGATION_LIMIT, 2L);
        clock.advance(Duration.ofSeconds(1));
        recorder.tick();
        assertThat(withheldForServer).extracting(Withheld::denied).containsExactly(2L);
    }

    @Test
    void aCookieThatNobodyKnowsIsCounted() {
        recorder.observe(new Observation(
                new Connection(CLIENT_ADDRESS, WEB_ADDRESS, Connection.Ports.NONE, 6, Direction.INGRESS),
                Verdict.DENIED,
                4711,
                new Observation.Span(0, 0),
                new Observation.Volume(3, 180)));
        offered = 3;
        assertThat(account.totals().node().lost()).containsEntry(Loss.UNRESOLVED, 3L);
    }

    @Test
    void aDiskThatRefusesIsCounted() throws IOException {
        recorder = recorder(Files.createFile(folder.resolve("no-folder")).resolve("policy_action.log"));
        use(EVERYTHING);
        allow();
        recorder.tick();
        assertThat(account.totals().node().lost()).containsEntry(Loss.WRITE_FAILED, 1L);
        assertThat(forServer).as("another disk may still have room").hasSize(1);
    }

    @Test
    void aDepartedPodKeepsItsNameForAWhile() throws IOException {
        use(Programs.webAdmitsClient()
                .withoutIdentity(CLIENT_ADDRESS)
                .withLogging(EVERYTHING)
                .at(4));
        allow();
        assertThat(lines()).last().asString().contains("\"pod_name\":\"client\"");
        clock.advance(Names.GRACE.plusSeconds(1));
        use(Programs.noPolicies()
                .withoutIdentity(CLIENT_ADDRESS)
                .withLogging(EVERYTHING)
                .at(5));
        use(Programs.webAdmitsClient()
                .withoutIdentity(CLIENT_ADDRESS)
                .withLogging(EVERYTHING)
                .at(6));
        allow();
        assertThat(lines()).last().asString().contains("\"src\":{\"instance\":\"10.0.0.2\"}");
    }

    @Test
    void whatIsUnderWayIsWrittenWhenTheDaemonStops() throws IOException {
        deny(80, 2);
        recorder.close();
        assertThat(read()).hasSize(1);
    }
}
