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
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters, events and denials: what a packet leaves behind. */
@RequiresBpf
final class RecordTests {
    private static final String POD = "10.244.1.2";
    private static final String CLIENT = "10.244.2.9";

    private final TestNode node = new TestNode(65_536);
    private final TestNode.TestPod pod =
            node.pod(POD, HERE).isolated(INGRESS, 8).isolated(EGRESS, 9).admits(INGRESS, CLIENT, TCP, 8080, 5);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void allowedConnectionIsOneEventWithItsCookieAndRevision() {
        pod.changed();
        var before = System.nanoTime();
        node.toPod(tcp(CLIENT + ":40000", POD + ":8080", SYN));
        node.fromPod(tcp(POD + ":8080", CLIENT + ":40000", SYN | ACK));
        node.toPod(tcp(CLIENT + ":40000", POD + ":8080", ACK));

        assertThat(node.events()).singleElement().satisfies(event -> {
            assertThat(event.source()).isEqualTo(Address.parse(CLIENT));
            assertThat(event.sourcePort()).isEqualTo(40_000);
            assertThat(event.destination()).isEqualTo(Address.parse(POD));
            assertThat(event.destinationPort()).isEqualTo(8080);
            assertThat(event.cookie()).isEqualTo(5);
            assertThat(event.revision()).isEqualTo(2);
            assertThat(event.protocol()).isEqualTo(TCP);
            assertThat(event.direction()).isEqualTo(INGRESS);
            assertThat(event.verdict()).isEqualTo(Verdict.ALLOWED);
            assertThat(event.timeNanos()).isBetween(before, System.nanoTime());
        });
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
    }

    @Test
    void connectionThatNoPolicyConcernsIsCountedAndNotRecorded() {
        node.pod("10.244.1.3", HERE);
        node.toPod(tcp(CLIENT + ":40000", "10.244.1.3:80", SYN));

        assertThat(node.events()).isEmpty();
        assertThat(node.counted(0, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
    }

    @Test
    void deniedPacketsOfAFloodAreOneEntryOfTheirSlice() {
        var packet = tcp(POD + ":40000", CLIENT + ":22", SYN);
        for (var i = 0; i < 100; i++) {
            node.fromPod(packet);
        }

        var denials = node.denials();
        assertThat(denials).hasSizeLessThanOrEqualTo(3); // a slice may have ended meanwhile
        assertThat(denials.values().stream()
                        .mapToLong(denial -> denial.packets())
                        .sum())
                .isEqualTo(100);
        assertThat(denials.values().stream().mapToLong(denial -> denial.bytes()).sum())
                .isEqualTo(100L * packet.bytes().length);
        assertThat(node.counted(9, EGRESS, Verdict.DENIED)).isEqualTo(100);
        assertThat(node.events()).isEmpty();
    }

    @Test
    void denialNamesWhoOpenedEvenWhenTheAnswerIsDenied() {
        node.toPod(tcp(CLIENT + ":40000", POD + ":8080", SYN));
        pod.withoutSubject();
        node.fromPod(tcp(POD + ":8080", CLIENT + ":40000", SYN | ACK));

        assertThat(node.denials()).hasSize(1).allSatisfy((key, denial) -> {
            assertThat(key.source()).isEqualTo(Address.parse(CLIENT));
            assertThat(key.destination()).isEqualTo(Address.parse(POD));
            assertThat(key.destinationPort()).isEqualTo(8080);
            assertThat(key.direction()).isEqualTo(INGRESS);
            assertThat(key.slice()).isEqualTo(denial.firstNanos() / Abi.DENIAL_SLICE_NS);
            assertThat(denial.sourcePort()).isEqualTo(40_000);
            assertThat(denial.revision()).isEqualTo(2);
        });
    }

    @Test
    void connectionThatTheNeighbourDeniesIsNoAllowedEgress() {
        node.pod("10.244.1.3", HERE).isolated(INGRESS, 10);
        pod.admits(EGRESS, "10.244.1.3", TCP, 80, 11);
        node.fromPod(tcp(POD + ":40000", "10.244.1.3:80", SYN));

        assertThat(node.events()).isEmpty();
        assertThat(node.counted(11, EGRESS, Verdict.ALLOWED)).isZero();
        assertThat(node.counted(10, INGRESS, Verdict.DENIED)).isEqualTo(1);
    }

    @Test
    void packetsFromManyForeignAddressesAreOneEntryOfTheInterfaceThatSentThem() {
        node.pod("10.244.1.3", TestNode.NEIGHBOUR);
        for (var host = 1; host <= 100; host++) {
            node.fromPod(tcp("203.0.113." + host + ":40000", CLIENT + ":22", SYN));
            node.fromPod(tcp("10.244.1.3:40000", CLIENT + ":22", SYN));
        }

        for (var reason : List.of(DropReason.SPOOFED_SOURCE, DropReason.NOT_PROGRAMMED)) {
            var spoofs = node.spoofs().entrySet().stream()
                    .filter(entry -> entry.getKey().reason() == reason)
                    .toList();
            assertThat(spoofs).hasSizeLessThanOrEqualTo(3).allSatisfy(entry -> {
                assertThat(entry.getKey().ifindex()).isEqualTo(TestNode.HERE);
                assertThat(entry.getValue().destination()).isEqualTo(Address.parse(CLIENT));
                assertThat(entry.getValue().destinationPort()).isEqualTo(22);
                assertThat(entry.getValue().protocol()).isEqualTo(TCP);
            });
            assertThat(spoofs.stream()
                            .mapToLong(entry -> entry.getValue().packets())
                            .sum())
                    .isEqualTo(100);
            assertThat(node.drops()).containsEntry(reason, 100L);
        }
        assertThat(node.denials()).isEmpty();
    }

    @Test
    void connectionThatAChangeCutsIsADenialWithTheRevisionThatCutIt() {
        node.toPod(tcp(CLIENT + ":40000", POD + ":8080", SYN));
        pod.changed().withoutSubject();
        node.toPod(tcp(CLIENT + ":40000", POD + ":8080", ACK));

        assertThat(node.denials().values())
                .singleElement()
                .satisfies(denial -> assertThat(denial.revision()).isEqualTo(3));
    }

    @Test
    void whatIsNotToBeRecordedIsStillCounted() {
        node.map("settings_map").put(Abi.u32(0), new Settings(0, 0, Abi.VERSION, 0, 0).toBytes());
        node.toPod(tcp(CLIENT + ":40000", POD + ":8080", SYN));
        node.toPod(tcp(CLIENT + ":40000", POD + ":22", SYN));
        node.fromPod(tcp("203.0.113.1:40000", CLIENT + ":22", SYN));

        assertThat(node.events()).isEmpty();
        assertThat(node.denials()).isEmpty();
        assertThat(node.spoofs()).isEmpty();
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(1);
        assertThat(node.counted(8, INGRESS, Verdict.DENIED)).isEqualTo(1);
    }

    @Test
    void eventsThatTheRingCannotHoldAreCountedAsLost() {
        var connections = 20_000;
        for (var port = 1024; port < 1024 + connections; port++) {
            node.toPod(tcp(CLIENT + ":" + port, POD + ":8080", SYN));
        }

        assertThat(node.events().size() + node.lost(Loss.RING_FULL)).isEqualTo(connections);
        assertThat(node.lost(Loss.RING_FULL)).isPositive();
        assertThat(node.counted(5, INGRESS, Verdict.ALLOWED)).isEqualTo(connections);
    }
}
