package dev.weir.local.bench.control;

import dev.weir.local.bench.GeneratedObjects;
import dev.weir.proto.v1.Applied;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A daemon without a datapath: it has applied what it has read. It speaks the real protocol and dials as a daemon does, with a jitter that
 * spreads the first attempt. Everything but the control calls happens on the event loop that all simulated daemons share.
 */
final class SimulatedDaemon {
    /** The limit of a real daemon's first wait. */
    private static final int FIRST_WAIT_MS = 500;

    private static final MethodDescriptor<NodeMessage, InputStream> SUBSCRIBE =
            NodeServiceGrpc.getSubscribeMethod().toBuilder(
                            NodeServiceGrpc.getSubscribeMethod().getRequestMarshaller(), new Raw())
                    .build();

    /** What a daemon does with an update. */
    enum Manner {
        APPLIES,
        NEVER_ACKNOWLEDGES,
        READS_NOTHING
    }

    private final int number;
    private final Supplier<ManagedChannel> dial;
    private final Ledger ledger;
    private final Consumer<SimulatedDaemon> lost;
    private volatile Manner manner = Manner.APPLIES;
    private @Nullable ManagedChannel channel;
    private volatile @Nullable ClientCall<NodeMessage, InputStream> call;
    private volatile long session;
    private volatile long revision;
    /** How many updates it has acknowledged since it dialled last. */
    private volatile long acknowledged;

    private volatile long bytes;
    private volatile long snapshotBytes;
    private volatile long updates;
    private volatile long losses;
    private volatile String lastLoss = "";
    private final List<Ledger.Trace> traces = new ArrayList<>();

    /** @param lost told when the server or the network has ended its stream */
    SimulatedDaemon(int number, Supplier<ManagedChannel> dial, Ledger ledger, Consumer<SimulatedDaemon> lost) {
        this.lost = lost;
        this.number = number;
        this.dial = dial;
        this.ledger = ledger;
    }

    int number() {
        return number;
    }

    void behave(Manner next) {
        manner = next;
    }

    boolean applies() {
        return manner == Manner.APPLIES;
    }

    long acknowledged() {
        return acknowledged;
    }

    long bytes() {
        return bytes;
    }

    long snapshotBytes() {
        return snapshotBytes;
    }

    long updates() {
        return updates;
    }

    /** How often it lost its stream without having been told to. */
    long losses() {
        return losses;
    }

    String lastLoss() {
        return lastLoss;
    }

    /** Forgets what it has: it will be sent a snapshot. */
    void forget() {
        session = 0;
        revision = 0;
    }

    synchronized void connect() {
        traces.clear();
        channel = dial.get();
        ClientCall<NodeMessage, InputStream> next = channel.newCall(SUBSCRIBE, CallOptions.DEFAULT.withWaitForReady());
        next.start(new Inbound(next), new Metadata());
        next.sendMessage(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setNode(GeneratedObjects.nodeName(number))
                        .setKernel("simulated")
                        .setAbiVersion(1)
                        .setDaemonVersion("simulated")
                        .setSession(session)
                        .setRevision(revision))
                .build());
        call = next;
        if (manner != Manner.READS_NOTHING) {
            next.request(1);
        }
    }

    /** As if the network had broken: nothing is said. */
    synchronized void disconnect() {
        ManagedChannel broken = channel;
        channel = null;
        call = null;
        acknowledged = 0;
        if (broken != null) {
            broken.shutdownNow();
        }
    }

    static long firstWaitMs() {
        return ThreadLocalRandom.current().nextLong(FIRST_WAIT_MS);
    }

    private void received(ClientCall<NodeMessage, InputStream> from, InputStream message) throws IOException {
        UpdateScan update = UpdateScan.read(message, new Traces());
        bytes += update.bytes();
        snapshotBytes += update.isSnapshot() ? update.bytes() : 0;
        if (!update.more() && manner == Manner.APPLIES) {
            acknowledge(from, update);
        }
        if (manner != Manner.READS_NOTHING) {
            from.request(1);
        }
    }

    private void acknowledge(ClientCall<NodeMessage, InputStream> from, UpdateScan update) {
        session = update.session();
        revision = update.revision();
        from.sendMessage(NodeMessage.newBuilder()
                .setApplied(Applied.newBuilder().setRevision(update.revision()))
                .build());
        updates++;
        acknowledged++;
        ledger.acknowledged(number, traces);
        traces.clear();
    }

    private final class Traces implements UpdateScan.Rows {
        @Override
        public void address(int address, boolean removed) {
            traces.add(new Ledger.Trace.Address(address, removed));
        }

        @Override
        public void endpoint(String pod) {
            traces.add(new Ledger.Trace.EndpointOf(number, pod));
        }
    }

    private final class Inbound extends ClientCall.Listener<InputStream> {
        private final ClientCall<NodeMessage, InputStream> from;

        Inbound(ClientCall<NodeMessage, InputStream> from) {
            this.from = from;
        }

        @Override
        public void onMessage(InputStream message) {
            if (from != call) {
                return;
            }
            try (message) {
                received(from, message);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (from == call && applies()) {
                losses++;
                lastLoss = status.toString();
                disconnect();
                lost.accept(SimulatedDaemon.this);
            }
        }
    }

    /** Hands messages on as they came, so that only what is needed is read. */
    private static final class Raw implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            throw new UnsupportedOperationException("a daemon sends no updates");
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    }
}
