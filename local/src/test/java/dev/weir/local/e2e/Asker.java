package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.fabric.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks a pod's UDP port over and over, each time from a new port, so that each question is judged as a connection that begins. An answer is looked for when it
 * has long been there; so a slow machine is never taken for a dropped packet.
 */
final class Asker implements AutoCloseable {

    private static final byte[] QUESTION = "who is there?\n".getBytes(StandardCharsets.UTF_8);
    private static final int CALMLY_MILLIS = 20;
    private static final int OFTEN_MILLIS = 4;
    private static final int UNDER_WAY = 50;
    private static final int NO_LONGER_MILLIS = 1;
    private static final int LONG_ENOUGH_MILLIS = 5000;

    private final NetworkNamespace from;
    private final InetSocketAddress to;
    private final boolean admitted;
    private final Deque<DatagramChannel> questions = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> asking;
    private volatile int asked;
    private int wrong;

    private Asker(NetworkNamespace from, InetSocketAddress to, boolean admitted, int periodMillis) {
        this.from = from;
        this.to = to;
        this.admitted = admitted;
        asking = thread.scheduleWithFixedDelay(this::askNext, 0, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** Every question must be answered. */
    static Asker admitted(String namespace, String pod, String address, int port) {
        return new Asker(of(namespace, pod), at(address, port), true, CALMLY_MILLIS);
    }

    /** As {@link #admitted}, for much to record; the machine may be too busy for some answers. */
    static Asker often(String namespace, String pod, String address, int port) {
        return new Asker(of(namespace, pod), at(address, port), true, OFTEN_MILLIS);
    }

    /** No question may be answered. */
    static Asker denied(String namespace, String pod, String address, int port) {
        return new Asker(of(namespace, pod), at(address, port), false, CALMLY_MILLIS);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static NetworkNamespace of(String namespace, String pod) {
        return new NetworkNamespace("weir." + namespace + "." + pod);
    }

    /** How many questions were sent up to now. */
    int asked() {
        return asked;
    }

    private void askNext() {
        try {
            DatagramChannel channel = from.call(DatagramChannel::open);
            questions.add(channel);
            channel.connect(to);
            channel.write(ByteBuffer.wrap(QUESTION));
            asked++;
            if (questions.size() > UNDER_WAY) {
                judge(questions.remove());
            }
        } catch (IOException e) {
            throw new AssertionError("from " + from.name() + " to " + to, e);
        }
    }

    private void judge(DatagramChannel question) throws IOException {
        try (question) {
            if (answered(question) != admitted) {
                wrong++;
            }
        }
    }

    private boolean answered(DatagramChannel question) throws IOException {
        question.socket().setSoTimeout(admitted ? LONG_ENOUGH_MILLIS : NO_LONGER_MILLIS);
        try {
            question.socket().receive(new DatagramPacket(new byte[64], 64));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Ends it, and fails when one question was answered that should not have been, or was not that should. */
    void assertNotOneWrong() throws Exception {
        asking.cancel(false);
        thread.submit(this::judgeAll).get(1, TimeUnit.MINUTES);
        assertThat(asking.state()).as("it asked to the end").isEqualTo(Future.State.CANCELLED);
        assertThat(wrong)
                .as(
                        "of %d questions from %s to %s, which are %s",
                        asked, from.name(), to, admitted ? "admitted" : "denied")
                .isZero();
    }

    private Void judgeAll() throws IOException {
        while (!questions.isEmpty()) {
            judge(questions.remove());
        }
        return null;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        for (DatagramChannel question : questions) {
            try {
                question.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
