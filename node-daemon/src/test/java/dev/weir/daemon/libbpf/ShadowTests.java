package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNode.HERE;
import static dev.weir.daemon.libbpf.TestNode.NEIGHBOUR;
import static dev.weir.daemon.libbpf.TestNode.Outcome.DELIVERED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.PASSED;
import static dev.weir.daemon.libbpf.TestNode.Outcome.dropped;
import static dev.weir.daemon.libbpf.TestPacket.ACK;
import static dev.weir.daemon.libbpf.TestPacket.SYN;
import static dev.weir.daemon.libbpf.TestPacket.TCP;
import static dev.weir.daemon.libbpf.TestPacket.tcp;
import static dev.weir.daemon.net.Direction.EGRESS;
import static dev.weir.daemon.net.Direction.INGRESS;
import static dev.weir.daemon.net.Verdict.ALLOWED;
import static dev.weir.daemon.net.Verdict.DENIED;
import static dev.weir.daemon.net.Verdict.WOULD_DENY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Verdict;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pod that only policies in shadow isolate: everything passes, and what they would deny is told. */
@RequiresBpf
final class ShadowTests {
    private static final String POD = "10.244.1.2";
    private static final String NEAR = "10.244.1.3";
    private static final String CLIENT = "10.244.2.9";
    private static final int SHADOW = 8;

    private final TestNode node = new TestNode(65_536);
    private final TestNode.TestPod pod = node.pod(POD, HERE).shadowed(INGRESS, SHADOW);

    @AfterEach
    void close() {
        node.close();
    }

    private TestNode.Outcome request(int port, int flags) {
        return node.toPod(tcp(CLIENT + ":40000", POD + ":" + port, flags));
    }

    private TestNode.Outcome answer(int port) {
        return node.fromPod(tcp(POD + ":" + port, CLIENT + ":40000", SYN | ACK));
    }

    private long told() {
        return node.denials().values().stream()
                .filter(denial -> denial.verdict() == WOULD_DENY)
                .mapToLong(Denial::packets)
                .sum();
    }

    @Test
    void connectionThatWouldBeDeniedPassesAndIsCountedAndRecordedOnce() {
        assertThat(request(22, SYN)).isEqualTo(PASSED);
        assertThat(answer(22)).isEqualTo(PASSED);
        assertThat(request(22, ACK)).isEqualTo(PASSED);

        assertThat(node.counted(SHADOW, INGRESS, WOULD_DENY)).isEqualTo(1);
        assertThat(node.counted(SHADOW, INGRESS, DENIED)).isZero();
        assertThat(node.counted(0, INGRESS, ALLOWED)).isEqualTo(1);
        assertThat(node.events()).isEmpty();
        assertThat(node.denials()).hasSize(1).allSatisfy((key, denial) -> {
            assertThat(key.cookie()).isEqualTo(SHADOW);
            assertThat(key.source()).isEqualTo(Address.parse(CLIENT));
            assertThat(key.destinationPort()).isEqualTo(22);
            assertThat(denial.verdict()).isEqualTo(WOULD_DENY);
            assertThat(denial.packets()).isEqualTo(1);
            assertThat(denial.bytes()).isZero();
        });
    }

    @Test
    void whatPoliciesInShadowAdmitIsAsOpenAsWithoutThem() {
        pod.admits(INGRESS, CLIENT, TCP, 8080, 5);
        assertThat(request(8080, SYN)).isEqualTo(PASSED);

        assertThat(node.counted(0, INGRESS, ALLOWED)).isEqualTo(1);
        assertThat(node.counted(5, INGRESS, ALLOWED)).isZero();
        assertThat(node.events()).isEmpty();
        assertThat(node.denials()).isEmpty();
    }

    @Test
    void otherDirectionIsNotConcerned() {
        assertThat(node.fromPod(tcp(POD + ":40000", CLIENT + ":80", SYN))).isEqualTo(PASSED);

        assertThat(node.counted(0, EGRESS, ALLOWED)).isEqualTo(1);
        assertThat(told()).isZero();
    }

    @Test
    void liveConnectionIsToldOnceWhenAPolicyGoesIntoShadowHoweverOftenItIsJudgedAgain() {
        pod.open(INGRESS).changed();
        request(22, SYN);
        pod.shadowed(INGRESS, SHADOW).changed();
        request(22, ACK);
        pod.changed();
        request(22, ACK);

        assertThat(node.counted(SHADOW, INGRESS, WOULD_DENY)).isEqualTo(1);
        assertThat(node.counted(0, INGRESS, ALLOWED)).isEqualTo(1);

        pod.shadowed(INGRESS, SHADOW + 1).changed();
        request(22, ACK);
        assertThat(node.counted(SHADOW + 1, INGRESS, WOULD_DENY)).isEqualTo(1);
    }

    @Test
    void promotionCutsWhatWouldBeDeniedAndNothingElse() {
        pod.admits(INGRESS, CLIENT, TCP, 8080, 5);
        request(22, SYN);
        request(8080, SYN);
        pod.isolated(INGRESS, 9).changed();

        assertThat(request(22, ACK)).isEqualTo(dropped(DropReason.POLICY));
        assertThat(request(8080, ACK)).isEqualTo(PASSED);
        assertThat(node.counted(9, INGRESS, DENIED)).isEqualTo(1);
    }

    @Test
    void connectionThatWasCutAndPassesInShadowIsAllowedAnewAndTold() {
        request(22, SYN);
        pod.isolated(INGRESS, 9).changed();
        request(22, ACK);
        pod.shadowed(INGRESS, SHADOW).changed();

        assertThat(request(22, ACK)).isEqualTo(PASSED);
        assertThat(node.counted(0, INGRESS, ALLOWED)).isEqualTo(2);
        assertThat(node.counted(SHADOW, INGRESS, WOULD_DENY)).isEqualTo(2);
    }

    @Test
    void clusterThatKeepsConnectionsKeepsThoseThatWouldBeDenied() {
        node.keepEstablished(true);
        request(22, SYN);
        pod.isolated(INGRESS, 9).changed();

        assertThat(request(22, ACK)).isEqualTo(PASSED);
    }

    @Test
    void withoutRecordingTheKernelCountsBetweenWhom() {
        node.map("settings_map").put(Abi.u32(0), new Settings(0, 0, Abi.VERSION, 0, 0).toBytes());
        request(22, SYN);

        assertThat(node.denials()).isEmpty();
        assertThat(node.counted(SHADOW, INGRESS, WOULD_DENY)).isEqualTo(1);
        var pair = new PairKey(Address.parse(CLIENT), Address.parse(POD), INGRESS, WOULD_DENY);
        assertThat(node.map("pair_map").sum(pair.toBytes())).isEqualTo(1);
    }

    @Test
    void recordingIsAskedForAsDenialsAre() {
        node.map("settings_map").put(Abi.u32(0), new Settings(1, 0, Abi.VERSION, 0, 0).toBytes());
        request(22, SYN);

        assertThat(told()).isZero();
        assertThat(node.events()).isEmpty();
    }

    @Test
    void floodThatWouldBeDeniedIsOneEntryOfItsSlice() {
        for (var port = 1024; port < 1124; port++) {
            node.toPod(tcp(CLIENT + ":" + port, POD + ":22", SYN));
        }

        assertThat(node.denials()).hasSizeLessThanOrEqualTo(3); // a slice may have ended meanwhile
        assertThat(told()).isEqualTo(100);
    }

    @Test
    void nothingIsToldOfAConnectionThatTheNeighbourDenies() {
        pod.shadowed(EGRESS, SHADOW + 1);
        node.pod(NEAR, NEIGHBOUR).isolated(INGRESS, 10);
        assertThat(node.fromPod(tcp(POD + ":40000", NEAR + ":80", SYN))).isEqualTo(dropped(DropReason.POLICY));

        assertThat(node.counted(SHADOW + 1, EGRESS, WOULD_DENY)).isZero();
        assertThat(told()).isZero();
    }

    @Test
    void bothEndsAreToldOfWhenBothAreInShadow() {
        pod.shadowed(EGRESS, SHADOW + 1);
        node.pod(NEAR, NEIGHBOUR).shadowed(INGRESS, 10);
        assertThat(node.fromPod(tcp(POD + ":40000", NEAR + ":80", SYN))).isEqualTo(DELIVERED);

        assertThat(node.counted(SHADOW + 1, EGRESS, WOULD_DENY)).isEqualTo(1);
        assertThat(node.counted(10, INGRESS, WOULD_DENY)).isEqualTo(1);
        assertThat(verdicts()).isEqualTo(Set.of(WOULD_DENY));
    }

    private Set<Verdict> verdicts() {
        var verdicts = new HashSet<Verdict>();
        node.denials().values().forEach(denial -> verdicts.add(denial.verdict()));
        return verdicts;
    }
}
