package dev.weir.daemon.grpc;

import dev.weir.daemon.datapath.ApplyOutcome;
import dev.weir.daemon.datapath.AttachedProgram;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.proto.v1.Applied;
import dev.weir.proto.v1.EndpointReading;
import dev.weir.proto.v1.Failed;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeReport;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.ReadEndpoint;
import dev.weir.proto.v1.RecordAck;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection with its two streams. Belongs to the thread of the client; it ends as a whole, whichever stream breaks. */
final class ControlPlaneSession {
    private static final int BATCH = 500;
    private static final int BATCHES_UNDER_WAY = 4;

    interface Listener {
        void heard(ControlPlaneSession from, ProgramUpdate update);

        void asked(ControlPlaneSession from, ReadEndpoint question);

        void ended(ControlPlaneSession from, Throwable cause);
    }

    private final ManagedChannel channel;
    private final RecordSpool spool;
    private final Listener listener;
    /** The spools of the batches that are not answered. */
    private final ArrayDeque<Long> underWay = new ArrayDeque<>();

    private final UpdateAssembly updates = new UpdateAssembly();
    private String node = "";
    private long countsSent;
    private @Nullable List<AttachedProgram> programsSent;
    private @Nullable StreamObserver<NodeMessage> up;
    private @Nullable StreamObserver<ReadyBatch> records;

    ControlPlaneSession(ManagedChannel channel, RecordSpool spool, Listener listener) {
        this.channel = channel;
        this.spool = spool;
        this.listener = listener;
    }

    void open(ControlPlaneClient.Greeting greeting, ProgramStamp applied) {
        node = greeting.node();
        var service = NodeServiceGrpc.newStub(channel).withWaitForReady();
        var subscribed = service.subscribe(new Inbound<ProgramUpdate>() {
            @Override
            public void onNext(ProgramUpdate message) {
                received(message);
            }
        });
        subscribed.onNext(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setNode(greeting.node())
                        .setKernel(greeting.kernel())
                        .setAbiVersion(greeting.abiVersion())
                        .setDaemonVersion(greeting.daemonVersion())
                        .setSession(applied.session())
                        .setRevision(applied.revision())
                        .setReadsEndpoints(true))
                .build());
        up = subscribed;
        records = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(ReadyBatch.REPORT, CallOptions.DEFAULT.withWaitForReady()), new Inbound<RecordAck>() {
                    @Override
                    public void onNext(RecordAck ack) {
                        acknowledged(ack.getSequence());
                    }
                });
    }

    // A question may stand between the messages of an update.
    private void received(ProgramUpdate message) {
        if (message.hasReadEndpoint()) {
            listener.asked(this, message.getReadEndpoint());
            return;
        }
        try {
            updates.add(message).ifPresent(update -> listener.heard(this, update));
        } catch (StatusException e) {
            listener.ended(this, e);
        }
    }

    /** Either stream's end is the session's end. */
    private abstract class Inbound<T> implements StreamObserver<T> {
        @Override
        public void onError(Throwable cause) {
            listener.ended(ControlPlaneSession.this, cause);
        }

        @Override
        public void onCompleted() {
            onError(Status.UNAVAILABLE
                    .withDescription("the server ended the stream")
                    .asException());
        }
    }

    void send(ApplyOutcome outcome) {
        send(
                switch (outcome) {
                    case ApplyOutcome.Applied done ->
                        NodeMessage.newBuilder()
                                .setApplied(Applied.newBuilder()
                                        .setRevision(done.revision())
                                        .setTookUs(done.took().toNanos() / 1000)
                                        .setMapWrites(done.writes()))
                                .build();
                    case ApplyOutcome.Refused refused ->
                        NodeMessage.newBuilder()
                                .setFailed(Failed.newBuilder()
                                        .setRevision(refused.revision())
                                        .setReason(refused.reason())
                                        .setAction(refused.action()))
                                .build();
                });
    }

    /** The version of the counts that the server has from this session. */
    long countsSent() {
        return countsSent;
    }

    void sentCounts(long version) {
        countsSent = version;
    }

    /** The programs, when the server does not have them from this session. */
    Optional<List<AttachedProgram>> changed(List<AttachedProgram> programs) {
        if (programs.equals(programsSent)) {
            return Optional.empty();
        }
        programsSent = programs;
        return Optional.of(programs);
    }

    void send(EndpointReading reading) {
        send(NodeMessage.newBuilder().setReading(reading).build());
    }

    void send(NodeReport report) {
        send(NodeMessage.newBuilder().setReport(report).build());
    }

    private void send(NodeMessage message) {
        var target = up;
        if (target != null) {
            target.onNext(message);
        }
    }

    /** Sends what the spool holds, as far as the server keeps up. */
    void sendRecords() throws IOException {
        var target = records;
        while (target != null && underWay.size() < BATCHES_UNDER_WAY) {
            var batch = spool.read(BATCH);
            if (batch.isEmpty()) {
                return;
            }
            target.onNext(ReadyBatch.of(node, batch));
            underWay.add(batch.spool());
        }
    }

    /** Answers come one for each batch, in their order. */
    private void acknowledged(long sequence) {
        var answered = underWay.poll();
        if (answered == null) {
            listener.ended(this, new IllegalStateException("the server acknowledges what was not sent"));
            return;
        }
        try {
            spool.acknowledge(answered, sequence);
            sendRecords();
        } catch (IOException e) {
            listener.ended(this, e);
        }
    }

    void close() {
        up = null;
        records = null;
        channel.shutdownNow();
    }
}
