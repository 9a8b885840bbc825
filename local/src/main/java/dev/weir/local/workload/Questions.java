package dev.weir.local.workload;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks over sockets that belong to a pod's namespace, and waits a bounded time for each answer. Used by one thread. */
final class Questions implements Closeable {

    private static final int PATIENCE_MILLIS = 1000;
    private static final byte[] QUESTION = "who is there?\n".getBytes(StandardCharsets.UTF_8);

    private final NetworkNamespace namespace;
    private final Flow flow;
    private @Nullable SocketChannel kept;

    Questions(NetworkNamespace namespace, Flow flow) {
        this.namespace = namespace;
        this.flow = flow;
    }

    void ask(InetAddress address) throws IOException {
        InetSocketAddress target = new InetSocketAddress(address, flow.port());
        if (flow.transport() == Transport.UDP) {
            askDatagram(target);
        } else if (flow.keep()) {
            askKept(target);
        } else {
            try (SocketChannel connection = connect(target)) {
                ask(connection.socket());
            }
        }
    }

    /** A connection that gives no answer is given up; the next question opens another. */
    private void askKept(InetSocketAddress target) throws IOException {
        SocketChannel connection = kept;
        if (connection == null) {
            connection = connect(target);
            kept = connection;
        }
        try {
            ask(connection.socket());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private SocketChannel connect(InetSocketAddress target) throws IOException {
        SocketChannel connection = namespace.call(SocketChannel::open);
        try {
            connection.socket().connect(target, PATIENCE_MILLIS);
            connection.socket().setSoTimeout(PATIENCE_MILLIS);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write(QUESTION);
        if (socket.getInputStream().read(new byte[1024]) < 0) {
            throw new SocketException("the other side has ended the connection");
        }
    }

    private void askDatagram(InetSocketAddress target) throws IOException {
        try (DatagramChannel channel = namespace.call(DatagramChannel::open)) {
            channel.connect(target);
            channel.write(ByteBuffer.wrap(QUESTION));
            channel.socket().setSoTimeout(PATIENCE_MILLIS);
            channel.socket().receive(new DatagramPacket(new byte[1024], 1024));
        }
    }

    @Override
    public void close() {
        SocketChannel connection = kept;
        kept = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
