package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestNetwork.CLIENT;
import static dev.weir.daemon.libbpf.TestNetwork.SERVER;
import static dev.weir.daemon.libbpf.TestNetwork.SERVER_ADDRESS;
import static dev.weir.daemon.libbpf.TestNetwork.in;
import static dev.weir.daemon.libbpf.TestNetwork.within;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What goes on between the two pods until it is stopped: one connection with a question and its answer at a time, new connections, and
 * datagrams to a port that no policy admits. A connection that stalls for longer than a few retransmissions is lost, and says so.
 */
final class TestTraffic implements AutoCloseable {
    static final int ADMITTED = 80;
    static final int DENIED = 81;

    private static final int LOST_MILLIS = 8_000;
    private static final long PAUSE_NANOS = 500_000;

    private final ServerSocket listener;
    private final DatagramSocket closed;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger leaked = new AtomicInteger();
    private final List<CompletableFuture<?>> senders;
    private volatile boolean stopped;

    TestTraffic() throws Exception {
        listener = within(SERVER, () -> {
            var socket = new ServerSocket();
            socket.bind(new InetSocketAddress(SERVER_ADDRESS, ADMITTED));
            return socket;
        });
        closed = within(SERVER, () -> new DatagramSocket(new InetSocketAddress(SERVER_ADDRESS, DENIED)));
        in(SERVER, this::answerAll);
        in(SERVER, this::countLeaks);
        senders = List.of(in(CLIENT, this::askOnOneConnection), in(CLIENT, this::open), in(CLIENT, this::sendDenied));
    }

    int answers() {
        return answers.get();
    }

    int opened() {
        return opened.get();
    }

    long denied() {
        return sent.get();
    }

    int leaked() {
        return leaked.get();
    }

    /** @throws java.util.concurrent.CompletionException when a connection was lost */
    void stop() {
        stopped = true;
        senders.forEach(CompletableFuture::join);
    }

    private Callable<Void> answering(Socket socket) {
        return () -> {
            try (socket) {
                for (var question = socket.getInputStream().read();
                        question >= 0;
                        question = socket.getInputStream().read()) {
                    socket.getOutputStream().write(question);
                }
            }
            return null;
        };
    }

    private Void answerAll() throws IOException {
        while (!listener.isClosed()) {
            in(SERVER, answering(listener.accept()));
        }
        return null;
    }

    private Void countLeaks() throws IOException {
        while (!closed.isClosed()) {
            closed.receive(new DatagramPacket(new byte[8], 8));
            leaked.incrementAndGet();
        }
        return null;
    }

    private Void askOnOneConnection() throws IOException {
        try (var socket = connected()) {
            while (!stopped) {
                ask(socket, answers.incrementAndGet() & 0x7f);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return null;
    }

    private Void open() throws IOException {
        while (!stopped) {
            try (var socket = connected()) {
                ask(socket, 1);
            }
            opened.incrementAndGet();
        }
        return null;
    }

    private static Socket connected() throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LOST_MILLIS);
        socket.connect(new InetSocketAddress(SERVER_ADDRESS, ADMITTED), LOST_MILLIS);
        return socket;
    }

    private static void ask(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        var answer = socket.getInputStream().read();
        if (answer != question) {
            throw new IOException("the connection was lost: " + answer + " instead of " + question);
        }
    }

    private Void sendDenied() throws IOException {
        try (var socket = new DatagramSocket()) {
            while (!stopped) {
                socket.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(SERVER_ADDRESS, DENIED)));
                sent.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        listener.close();
        closed.close();
    }
}
