package dev.weir.local.kubelet;

import dev.weir.local.fabric.NodeNetwork;
import dev.weir.local.fabric.PodAddresses;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Whether a node reaches its pod, as a kubelet's probe would find out: by a TCP connection on both families. */
final class Reachability {

    private static final int PATIENCE_MILLIS = 1000;
    private static final int DISCARD = 9;

    private Reachability() {}

    /** A refused connection is an answer too: the pod was reached and has no such port. */
    static void check(NodeNetwork node, PodAddresses addresses, List<ContainerPort> ports)
            throws NotProgrammedException {
        int port = ports.stream()
                .filter(declared ->
                        declared.getProtocol() == null || declared.getProtocol().equals("TCP"))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(DISCARD);
        for (String address : addresses.all()) {
            connect(node, new InetSocketAddress(InetAddress.ofLiteral(address), port));
        }
    }

    private static void connect(NodeNetwork node, InetSocketAddress target) throws NotProgrammedException {
        try (SocketChannel connection = node.namespace().call(SocketChannel::open)) {
            connection.socket().connect(target, PATIENCE_MILLIS);
        } catch (ConnectException e) {
            if (!String.valueOf(e.getMessage()).contains("refused")) {
                throw unreachable(node, target, e);
            }
        } catch (IOException e) {
            throw unreachable(node, target, e);
        }
    }

    private static NotProgrammedException unreachable(NodeNetwork node, InetSocketAddress target, IOException cause) {
        return new NotProgrammedException(node.name() + " does not reach the pod at " + target, cause);
    }
}
