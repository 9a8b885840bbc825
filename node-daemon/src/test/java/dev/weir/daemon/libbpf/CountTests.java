package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.NEIGHBOUR;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static dev.weir.daemon.net.Verdict.ALLOWED;
import static dev.weir.daemon.net.Verdict.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table of packets, and exactly what they leave in the counters, with recording and without. */
@RequiresBpf
final class CountTests {
    private static final String POD = "10.244.1.2";
    private static final String NEAR = "10.244.1.3";
    private static final String CLIENT = "10.244.2.9";
    private static final String OPEN = "10.244.1.4";
    private static final int INGRESS_ISOLATION = 8;
    private static final int EGRESS_ISOLATION = 9;
    private static final int FROM_CLIENT = 5;
    private static final int TO_NEAR = 6;

    private final TestNode node = new TestNode(65_536);

    CountTests() {
        node.pod(POD, HERE)
                .isolated(INGRESS, INGRESS_ISOLATION)
                .isolated(EGRESS, EGRESS_ISOLATION)
                .admits(INGRESS, CLIENT, TCP, 8080, FROM_CLIENT)
                .admits(EGRESS, NEAR, TCP, 80, TO_NEAR);
        node.pod(NEAR, NEIGHBOUR).isolated(INGRESS, INGRESS_ISOLATION).admits(INGRESS, POD, TCP, 80, FROM_CLIENT);
        node.pod(OPEN, HERE);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void record(int allowed, int denied) {
        node.map("settings_map").put(Abi.u32(0), new Settings(allowed, denied, Abi.VERSION, 0, 0).toBytes());
    }

    /** Four connections admitted, one of them at both ends; six packets denied; two of a pod that nothing isolates. */
    private void table() {
        for (var port = 40_000; port < 40_003; port++) {
            node.toPod(tcp(CLIENT + ":" + port, POD + ":8080", SYN));
            node.fromPod(tcp(POD + ":8080", CLIENT + ":" + port, SYN | ACK));
            node.toPod(tcp(CLIENT + ":" + port, POD + ":8080", ACK));
        }
        node.fromPod(tcp(POD + ":50000", NEAR + ":80", SYN));
        for (var i = 0; i < 4; i++) {
            node.toPod(tcp(CLIENT + ":41000", POD + ":9090", SYN));
        }
        node.fromPod(tcp(POD + ":50001", CLIENT + ":80", SYN));
        node.fromPod(tcp(POD + ":50001", CLIENT + ":80", SYN));
        node.fromPod(tcp(OPEN + ":50000", CLIENT + ":80", SYN));
        node.fromPod(tcp(OPEN + ":50001", CLIENT + ":80", SYN));
    }

    private static final Map<CounterKey, Long> VERDICTS = Map.of(
            new CounterKey(FROM_CLIENT, INGRESS, ALLOWED), 4L,
            new CounterKey(TO_NEAR, EGRESS, ALLOWED), 1L,
            new CounterKey(INGRESS_ISOLATION, INGRESS, DENIED), 4L,
            new CounterKey(EGRESS_ISOLATION, EGRESS, DENIED), 2L,
            new CounterKey(0, EGRESS, ALLOWED), 2L);

    private static final Map<PairKey, Long> PAIRS = Map.of(
            pair(CLIENT, POD, INGRESS, ALLOWED), 3L,
            pair(POD, NEAR, EGRESS, ALLOWED), 1L,
            pair(POD, NEAR, INGRESS, ALLOWED), 1L,
            pair(CLIENT, POD, INGRESS, DENIED), 4L,
            pair(POD, CLIENT, EGRESS, DENIED), 2L);

    @Test
    void withoutRecordingTheKernelCountsVerdictsAndPairs() {
        record(0, 0);
        table();

        assertThat(verdicts()).isEqualTo(VERDICTS);
        assertThat(pairs()).isEqualTo(PAIRS);
        assertThat(node.events()).isEmpty();
    }

    @Test
    void withRecordingVerdictsAreTheSameAndEventsAndDenialsTellThePairs() {
        record(1, 1);
        table();

        assertThat(verdicts()).isEqualTo(VERDICTS);
        assertThat(pairs()).isEmpty();
        var told = new HashMap<PairKey, Long>();
        node.events()
                .forEach(event -> told.merge(
                        new PairKey(event.source(), event.destination(), event.direction(), event.verdict()),
                        1L,
                        Long::sum));
        node.denials()
                .forEach((key, denial) -> told.merge(
                        new PairKey(key.source(), key.destination(), key.direction(), DENIED),
                        denial.packets(),
                        Long::sum));
        assertThat(told).isEqualTo(PAIRS);
    }

    @Test
    void oneOfTheTwoTellsAPairWhenOneKindOfRecordIsOff() {
        record(1, 0);
        table();

        assertThat(pairs().keySet()).extracting(PairKey::verdict).containsOnly(DENIED);
        assertThat(node.events()).hasSize(5);
    }

    @Test
    void whatFindsNoRoomInTheRingIsCountedAsAPair() {
        record(1, 0);
        var connections = 20_000; // the ring holds 16,384 at most
        for (var i = 0; i < connections; i++) {
            node.toPod(tcp(CLIENT + ":" + (20_000 + i), POD + ":8080", SYN));
        }

        assertThat(pairs().getOrDefault(pair(CLIENT, POD, INGRESS, ALLOWED), 0L))
                .isPositive()
                .isEqualTo(connections - node.events().size());
        assertThat(verdicts()).containsEntry(new CounterKey(FROM_CLIENT, INGRESS, ALLOWED), (long) connections);
    }

    private static PairKey pair(String source, String destination, Direction direction, Verdict verdict) {
        return new PairKey(Address.parse(source), Address.parse(destination), direction, verdict);
    }

    private Map<CounterKey, Long> verdicts() {
        var verdicts = new HashMap<CounterKey, Long>();
        node.map("counter_map").forEachSum((key, sum) -> verdicts.put(CounterKey.decode(key, 0), sum));
        return verdicts;
    }

    private Map<PairKey, Long> pairs() {
        var pairs = new HashMap<PairKey, Long>();
        node.map("pair_map").forEachSum((key, sum) -> pairs.put(PairKey.decode(key, 0), sum));
        return pairs;
    }
}
