package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.net.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nanoseconds a packet, printed and not judged: they are the machine's, and a busy machine is no fault. */
@RequiresBpf
final class CostTests {
    private static final int RUNS = 200_000;
    private static final int ROUNDS = 7;
    private static final int OPENINGS = 10_000;
    private static final String POD = "10.244.1.2";
    private static final String NEIGHBOUR = "10.244.1.3";
    private static final String REMOTE = "10.244.2.9";

    private final TestNode node = new TestNode(262_144);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void packetsOfEveryKindAboveOneThatIsNotJudged() {
        node.pod(POD, HERE)
                .isolated(EGRESS, 9)
                .admits(EGRESS, REMOTE, TCP, 80, 5)
                .admits(EGRESS, NEIGHBOUR, TCP, 80, 5);
        node.pod(NEIGHBOUR, HERE).isolated(INGRESS, 8).admits(INGRESS, POD, TCP, 80, 6);
        node.fromPod(tcp(POD + ":40000", REMOTE + ":80", SYN));
        node.fromPod(tcp(POD + ":40000", NEIGHBOUR + ":80", SYN));

        var nothing = nanos("from_pod", TestPacket.arp(), 1);
        var notOurs = nanos(
                "from_uplink", tcp(REMOTE + ":40000", "203.0.113.10:80", ACK).bytes(), 7);
        var kernel = nanos("from_pod", tcp(POD + ":40000", REMOTE + ":80", ACK).bytes(), 1);
        var answer = nanos("to_pod", tcp(REMOTE + ":80", POD + ":40000", ACK).bytes(), 7);
        var direct =
                nanos("from_pod", tcp(POD + ":40000", NEIGHBOUR + ":80", ACK).bytes(), 1);
        var denied = nanos("from_pod", tcp(POD + ":40000", REMOTE + ":81", SYN).bytes(), 1);

        System.out.printf(
                "ns per packet: unjudged (ARP) %d; above that: not for a pod %d, established %d, its answer %d, "
                        + "both ends here and delivery %d, denied and recorded %d%n",
                nothing, notOurs - nothing, kernel - nothing, answer - nothing, direct - nothing, denied - nothing);
        assertThat(node.connections()).hasSize(2);
    }

    @Test
    void connectionsThatOpenAndPacketsThatAreDeniedRecordedAndNot() {
        node.pod(POD, HERE).isolated(INGRESS, 8).admits(INGRESS, REMOTE, TCP, 80, 5);
        var nothing = nanos("from_pod", TestPacket.arp(), 1);
        for (var recorded : List.of(1, 0)) {
            node.map("settings_map").put(Abi.u32(0), new Settings(recorded, recorded, Abi.VERSION, 0, 0).toBytes());
            var denied =
                    nanos("to_pod", tcp(REMOTE + ":40000", POD + ":81", SYN).bytes(), 7);
            System.out.printf(
                    "ns per packet above an unjudged one, %s: opens %d, denied %d%n",
                    recorded == 1 ? "recorded" : "not recorded", opening() - nothing, denied - nothing);
        }
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(2L * ROUNDS * OPENINGS);
    }

    /** Each packet opens another connection, so each is a run of its own; the events of a round are taken out after it. */
    private int opening() {
        return IntStream.range(0, ROUNDS)
                .map(round -> {
                    var nanos = 0L;
                    for (var i = 0; i < OPENINGS; i++) {
                        var syn = tcp(REMOTE + ":" + (1024 + i), POD + ":80", SYN);
                        nanos += node.program("to_pod")
                                .testRun(syn.bytes(), TestNode.context(7), 1)
                                .nanos();
                    }
                    node.events();
                    forgetConnections();
                    return (int) (nanos / OPENINGS);
                })
                .min()
                .orElseThrow();
    }

    private void forgetConnections() {
        var connections = node.map("conntrack_map");
        node.connections().keySet().forEach(key -> connections.remove(key.toBytes()));
    }

    private int nanos(String program, byte[] bytes, int ingressIfindex) {
        return IntStream.range(0, ROUNDS)
                .map(round -> node.program(program)
                        .testRun(bytes, TestNode.context(ingressIfindex), RUNS)
                        .nanos())
                .min()
                .orElseThrow();
    }
}
