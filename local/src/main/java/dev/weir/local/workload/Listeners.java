package dev.weir.local.workload;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open ports of one pod: every TCP connection and every datagram is answered with the pod's name, over IPv4 and IPv6. */
public final class Listeners implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final NetworkNamespace namespace;
    private final byte[] answer;
    private final List<Closeable> open = new ArrayList<>();

    public Listeners(NetworkNamespace namespace, String answer) {
        this.namespace = namespace;
        this.answer = (answer + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Listens until closed; fails when the port is taken, which the message says. */
    public void listen(Transport transport, int port) {
        switch (transport) {
            case TCP -> listenTcp(port);
            case UDP -> listenUdp(port);
        }
    }

    private void listenTcp(int port) {
        ServerSocketChannel server = namespace.call(() -> {
            ServerSocketChannel channel = ServerSocketChannel.open();
            return bound(channel, () -> channel.bind(new InetSocketAddress(port), 512));
        });
        remember(server);
        Thread.startVirtualThread(() -> accept(server));
    }

    private void listenUdp(int port) {
        DatagramChannel channel = namespace.call(() -> {
            DatagramChannel opened = DatagramChannel.open();
            return bound(opened, () -> opened.bind(new InetSocketAddress(port)));
        });
        remember(channel);
        Thread.startVirtualThread(() -> echo(channel));
    }

    private void accept(ServerSocketChannel server) {
        try {
            while (server.isOpen()) {
                SocketChannel connection = server.accept();
                Thread.startVirtualThread(() -> new Answer(connection, answer).give());
            }
        } catch (ClosedChannelException e) {
            LOG.trace("{} stopped listening", namespace.name());
        } catch (IOException e) {
            LOG.warn("{} stopped accepting connections: {}", namespace.name(), e.toString());
        }
    }

    private void echo(DatagramChannel channel) {
        ByteBuffer received = ByteBuffer.allocate(2048);
        try {
            while (channel.isOpen()) {
                var from = channel.receive(received.clear());
                if (from != null) {
                    answerDatagram(channel, from);
                }
            }
        } catch (ClosedChannelException e) {
            LOG.trace("{} stopped listening", namespace.name());
        } catch (IOException e) {
            LOG.warn("{} stopped answering datagrams: {}", namespace.name(), e.toString());
        }
    }

    /** An answer that cannot be sent is the sender's loss, as with any datagram; the port stays open. */
    private void answerDatagram(DatagramChannel channel, SocketAddress to) throws ClosedChannelException {
        try {
            channel.send(ByteBuffer.wrap(answer), to);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("{} could not answer {}: {}", namespace.name(), to, e.toString());
        }
    }

    private synchronized void remember(Closeable socket) {
        open.add(socket);
    }

    @Override
    public synchronized void close() {
        try {
            for (Closeable socket : open) {
                socket.close();
            }
            open.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T extends Closeable> T bound(T socket, BindStep bind) throws IOException {
        try {
            bind.run();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private interface BindStep {
        void run() throws IOException;
    }
}
