package dev.weir.local.e2e;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens UDP connections from a pod at an even rate, each from a port that no other of them has, so that every one is a connection of its own to the
 * datapath. A port stays open until its answer has long come.
 */
final class Volley {

    private static final int TURN_MILLIS = 50;
    private static final int OPEN = 2000;
    private static final int FIRST_PORT = 16_000;

    private final NetworkNamespace from;
    private final InetSocketAddress to;
    private final int inATurn;
    private final int total;
    private final Deque<DatagramChannel> open = new ArrayDeque<>();
    private int sent;

    private Volley(NetworkNamespace from, InetSocketAddress to, int perSecond, int seconds) {
        this.from = from;
        this.to = to;
        inATurn = perSecond * TURN_MILLIS / 1000;
        total = perSecond * seconds;
    }

    /** Returns how many were opened, when the last one is. */
    static int of(Pod from, InetSocketAddress to, int perSecond, int seconds) {
        NetworkNamespace namespace = new NetworkNamespace("weir." + from.namespace() + "." + from.name());
        return new Volley(namespace, to, perSecond, seconds).run();
    }

    record Pod(String namespace, String name) {}

    static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private int run() {
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> turns = thread.scheduleAtFixedRate(this::turn, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
            turns.get();
            throw new AssertionError("it never ends without being told to");
        } catch (ExecutionException ended) {
            if (ended.getCause() instanceof Enough) {
                return sent;
            }
            throw new AssertionError("from " + from.name() + " to " + to, ended.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        } finally {
            open.forEach(Volley::close);
        }
    }

    /** How a schedule ends by itself. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void turn() {
        if (sent >= total) {
            throw new Enough();
        }
        from.call(() -> {
            for (int i = 0; i < inATurn; i++) {
                ask();
            }
            return sent;
        });
        while (open.size() > OPEN) {
            close(open.remove());
        }
    }

    private void ask() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        open.add(channel);
        channel.bind(new InetSocketAddress(FIRST_PORT + sent));
        channel.connect(to);
        channel.write(ByteBuffer.wrap(new byte[] {'?', '\n'}));
        sent++;
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
