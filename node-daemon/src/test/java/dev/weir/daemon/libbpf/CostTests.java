package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nanoseconds a packet, printed and not judged: they are the machine's, and a busy machine is no fault. */
@RequiresBpf
final class CostTests {
    private static final int RUNS = 200_000;
    private static final int ROUNDS = 7;
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

    private int nanos(String program, byte[] bytes, int ingressIfindex) {
        return IntStream.range(0, ROUNDS)
                .map(round -> node.program(program)
                        .testRun(bytes, TestNode.context(ingressIfindex), RUNS)
                        .nanos())
                .min()
                .orElseThrow();
    }
}
