package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNetwork.CLIENT;
import static dev.weir.daemon.libbpf.TestNetwork.CLIENT_ADDRESS;
import static dev.weir.daemon.libbpf.TestNetwork.NODE;
import static dev.weir.daemon.libbpf.TestNetwork.SERVER;
import static dev.weir.daemon.libbpf.TestNetwork.SERVER_ADDRESS;
import static dev.weir.daemon.libbpf.TestNetwork.in;
import static dev.weir.daemon.libbpf.TestNetwork.within;
import static dev.weir.daemon.net.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.daemon.layout.ConntrackFlag;
import dev.weir.daemon.layout.DropReason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets in two pods of one node, through programs that are attached to their veths. */
@RequiresBpf
final class DeliveryTests {
    private static final int PORT = 8080;
    private static final int PATIENCE_MILLIS = 400;
    private static final int TRANSFER = 64 << 20;

    private final TestNetwork network = new TestNetwork();
    private final TestNode node = new TestNode();
    private final List<BpfLink> links = new ArrayList<>();
    private TestNode.TestPod server;

    @BeforeEach
    void attach() throws Exception {
        network.forward(false);
        node.pod(CLIENT_ADDRESS, network.ifindex("client"));
        server = node.pod(SERVER_ADDRESS, network.ifindex("server"));
        within(NODE, () -> {
            for (var name : List.of("client", "server")) {
                links.add(node.program("from_pod").attach(TcxHook.INGRESS, network.ifindex(name)));
                links.add(node.program("to_pod").attach(TcxHook.EGRESS, network.ifindex(name)));
            }
            return links;
        });
    }

    @AfterEach
    void close() {
        links.forEach(BpfLink::close);
        node.close();
        network.close();
    }

    @Test
    void podsTalkPastTheKernelsRouting() throws Exception {
        try (var listener = listen()) {
            var received = receive(listener);
            assertThat(within(CLIENT, () -> send(TRANSFER))).isEqualTo(TRANSFER);
            assertThat(received.join()).isEqualTo(TRANSFER);
        }
        assertThat(ConntrackFlag.DIRECT.isSet(node.connection().flags())).isTrue();
        assertThat(ConntrackFlag.REPLIED.isSet(node.connection().flags())).isTrue();
    }

    @Test
    void podsTalkThroughTheKernelWhenTheirConnectionIsNotDirect() throws Exception {
        network.forward(true);
        links.get(0).close(); // nothing judges what the client sends before it comes to the server
        links.get(1).close();
        try (var listener = listen()) {
            var received = receive(listener);
            assertThat(within(CLIENT, () -> send(TRANSFER))).isEqualTo(TRANSFER);
            assertThat(received.join()).isEqualTo(TRANSFER);
        }
        assertThat(ConntrackFlag.DIRECT.isSet(node.connection().flags())).isFalse();
    }

    @Test
    void isolatedPodIsNotReached() throws Exception {
        server.isolated(INGRESS, 9);
        try (var listener = listen()) {
            assertThat(listener.isBound()).isTrue();
            assertThatThrownBy(() -> within(CLIENT, DeliveryTests::connect)).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(dropped()).containsOnlyKeys(DropReason.POLICY);
    }

    @Test
    void nodeReachesAnIsolatedPod() throws Exception {
        server.isolated(INGRESS, 9);
        try (var listener = listen()) {
            assertThat(listener.isBound()).isTrue();
            assertThat(within(NODE, DeliveryTests::connect).isConnected()).isTrue();
        }
    }

    @Test
    void liveConnectionIsCutByAChangeOfPolicyAndGoesOnAfterTheNext() throws Exception {
        try (var listener = listen();
                var client = within(CLIENT, DeliveryTests::connect);
                var accepted = listener.accept()) {
            accepted.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);

            server.isolated(INGRESS, 9).changed();
            client.getOutputStream().write(2);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            server.admits(INGRESS, CLIENT_ADDRESS, TestPacket.TCP, PORT, 5).changed();
            accepted.setSoTimeout(10 * PATIENCE_MILLIS);
            assertThat(accepted.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void replacingTheProgramsLosesNothing() throws Exception {
        try (var listener = listen()) {
            var received = receive(listener);
            var sent = in(CLIENT, () -> send(TRANSFER));
            var replaced = 0;
            while (!sent.isDone()) {
                links.get(0).update(node.program("from_pod"));
                links.get(1).update(node.program("to_pod"));
                replaced++;
            }
            assertThat(received.join()).isEqualTo(TRANSFER);
            assertThat(replaced).isPositive();
        }
        assertThat(dropped()).isEmpty();
    }

    /** Multicast aside, which kernels send when an interface comes up. */
    private Map<DropReason, Long> dropped() {
        var drops = node.drops();
        drops.values().removeIf(packets -> packets == 0);
        drops.remove(DropReason.MULTICAST);
        return drops;
    }

    private static ServerSocket listen() throws Exception {
        return within(SERVER, () -> {
            var listener = new ServerSocket();
            listener.bind(new InetSocketAddress(SERVER_ADDRESS, PORT));
            listener.setSoTimeout(10 * PATIENCE_MILLIS);
            return listener;
        });
    }

    private static Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(SERVER_ADDRESS, PORT), PATIENCE_MILLIS);
        return socket;
    }

    private static int send(int bytes) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(new byte[bytes]);
        }
        return bytes;
    }

    private static CompletableFuture<Integer> receive(ServerSocket listener) {
        return in(SERVER, () -> {
            try (var socket = listener.accept()) {
                socket.setSoTimeout(10 * PATIENCE_MILLIS);
                return (int) socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        });
    }
}
