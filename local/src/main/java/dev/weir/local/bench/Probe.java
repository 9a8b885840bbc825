package dev.weir.local.bench;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A datagram from one pod to another every half millisecond, always of the same connection. Each carries the time at which it was sent, so
 * its arrival, or its absence, tells which policy judged it. Two threads: one sends, one receives.
 */
final class Probe implements AutoCloseable {

    static final int PORT = 9999;
    private static final int PERIOD_NANOS = 400_000; // what a timer adds makes it half a millisecond
    private static final int REMEMBERED = 1 << 16;

    private final DatagramChannel sender;
    private final DatagramChannel receiver;
    private final long[] sentAt = new long[REMEMBERED];
    private volatile long sent;
    private volatile long arrived = -1;
    private volatile long armedAt = Long.MAX_VALUE;
    private volatile long firstArrival;

    Probe(NetworkNamespace from, NetworkNamespace to, String address) throws IOException {
        receiver = to.call(DatagramChannel::open);
        receiver.bind(new InetSocketAddress(PORT));
        sender = from.call(DatagramChannel::open);
        sender.connect(new InetSocketAddress(address, PORT));
        Thread.ofPlatform().daemon().name("probe-receives").start(this::receive);
        Thread.ofPlatform().daemon().name("probe-sends").start(this::send);
    }

    private void send() {
        ByteBuffer datagram = ByteBuffer.allocate(2 * Long.BYTES);
        try {
            for (long number = 0; sender.isOpen(); number++) {
                long now = System.nanoTime();
                sentAt[(int) (number % REMEMBERED)] = now;
                sender.write(datagram.clear().putLong(number).putLong(now).flip());
                sent = number;
                LockSupport.parkNanos(PERIOD_NANOS);
            }
        } catch (ClosedChannelException e) {
            sent = -1; // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive() {
        ByteBuffer datagram = ByteBuffer.allocate(2 * Long.BYTES);
        try {
            while (receiver.isOpen()) {
                receiver.receive(datagram.clear());
                datagram.flip();
                long number = datagram.getLong();
                long at = datagram.getLong();
                arrived = number;
                if (firstArrival == 0 && at - armedAt >= 0) {
                    firstArrival = at;
                }
            }
        } catch (ClosedChannelException e) {
            arrived = -1; // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on arrivals of packets that are sent later count. */
    long arm() {
        firstArrival = 0;
        long now = System.nanoTime();
        armedAt = now;
        return now;
    }

    /** When the first packet was sent that arrived, of those sent since {@link #arm}. */
    long awaitFirstArrival() {
        await(() -> firstArrival != 0, () -> "no packet arrives");
        return firstArrival;
    }

    /** When the first packet was sent of those that do not arrive: none of fifty sent after it did. */
    long awaitSilence() {
        await(() -> sent - arrived > 50, () -> "packets still arrive");
        return sentAt[(int) ((arrived + 1) % REMEMBERED)];
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new BenchException("after 10 s " + otherwise.get());
            }
            LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() throws IOException {
        sender.close();
        receiver.close();
    }
}
