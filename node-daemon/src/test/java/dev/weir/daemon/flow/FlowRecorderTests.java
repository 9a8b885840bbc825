package dev.weir.daemon.flow;

import static dev.weir.daemon.testing.Programs.CLIENT_ADDRESS;
import static dev.weir.daemon.testing.Programs.WEB_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.VerdictEvent;
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
import java.util.ArrayList;
import java.util.List;
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
    private final List<FlowRecord> forServer = new ArrayList<>();
    private Path file = Path.of("not-yet.log");
    private FlowRecorder recorder = recorder(file);

    @BeforeEach
    void start() {
        file = folder.resolve("policy_action.log");
        recorder = recorder(file);
        use(EVERYTHING);
    }

    @AfterEach
    void everyEventIsAccountedFor() {
        var totals = account.totals();
        assertThat(totals.offered())
                .isEqualTo(totals.written()
                        + totals.aggregated()
                        + totals.lost().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
    }

    private FlowRecorder recorder(Path target) {
        return new FlowRecorder(
                new FlowRecorder.Options("node-1", target, WINDOW, LINES_PER_SECOND), clock, account, new RecordSink() {
                    @Override
                    public void append(FlowRecord record) {
                        forServer.add(record);
                    }

                    @Override
                    public void flush() {
                        // Nothing is buffered.
                    }
                });
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
        recorder.observe(Observation.of(
                new DenialKey(1, CLIENT_ADDRESS, WEB_ADDRESS, id(Programs.ISOLATION), port, 6, Direction.INGRESS),
                new Denial(clock.monotonicNanos(), clock.monotonicNanos(), packets, 60 * packets, 1, 40000)));
    }

    private void pass(Duration time) {
        clock.advance(time);
        recorder.tick();
    }

    private List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void anAllowedConnectionIsWrittenAtOnce() throws IOException {
        allow();
        assertThat(lines()).singleElement().asString().contains("\"disposition\":\"allow\"", "\"name\":\"client-in\"");
        assertThat(forServer).hasSize(1);
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
        assertThat(account.totals().aggregated()).isEqualTo(3);
        assertThat(account.totals().offered()).isEqualTo(5);
    }

    @Test
    void loggingThatIsOffRecordsNothing() throws IOException {
        use(LoggingSettings.OFF);
        allow();
        deny(80, 1);
        pass(WINDOW);
        assertThat(lines()).isEmpty();
        assertThat(account.totals().offered()).isZero();
    }

    @Test
    void loggingThatIsTurnedOffStopsAtOnce() throws IOException {
        deny(80, 1);
        use(LoggingSettings.OFF);
        pass(WINDOW);
        assertThat(lines()).isEmpty();
    }

    @Test
    void underDelegateOnlyAnnotatedPoliciesAreNamed() throws IOException {
        use(new LoggingSettings(Action.DELEGATED, Action.OFF, Set.of(), Set.of(), 1));
        allow();
        assertThat(lines()).isEmpty();
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
        assertThat(account.totals().lost()).containsEntry(Loss.RATE_LIMIT, 11L);
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
        for (var port = 1; port <= DenyAggregator.CAPACITY + 2; port++) {
            deny(port, 1);
        }
        assertThat(account.totals().lost()).containsEntry(Loss.AGGREGATION_LIMIT, 2L);
    }

    @Test
    void aCookieThatNobodyKnowsIsCounted() {
        recorder.observe(new Observation(
                new Connection(CLIENT_ADDRESS, WEB_ADDRESS, Connection.Ports.NONE, 6, Direction.INGRESS),
                Verdict.DENIED,
                4711,
                new Observation.Span(0, 0),
                3));
        assertThat(account.totals().lost()).containsEntry(Loss.UNRESOLVED, 3L);
    }

    @Test
    void aDiskThatRefusesIsCounted() throws IOException {
        recorder = recorder(Files.createFile(folder.resolve("no-folder")).resolve("policy_action.log"));
        use(EVERYTHING);
        allow();
        assertThat(account.totals().lost()).containsEntry(Loss.WRITE_FAILED, 1L);
        assertThat(forServer).isEmpty();
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
        assertThat(lines()).hasSize(1);
    }
}
