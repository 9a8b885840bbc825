package dev.weir.local.bench;

import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeReport;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plays the control plane for one daemon: publishes programs on request and takes in its records. Real gRPC, no compiler. */
final class BenchControlPlane extends NodeServiceGrpc.NodeServiceImplBase implements AutoCloseable {

    /** 100,000 policies in one snapshot are about 40 MB. */
    private static final int LARGEST_MESSAGE = 256 << 20;

    private static final long PATIENCE_SECONDS = 120;

    private final CompletableFuture<StreamObserver<ProgramUpdate>> daemon = new CompletableFuture<>();
    private volatile @Nullable NodeReport report;
    private final BlockingQueue<NodeMessage> answers = new LinkedBlockingQueue<>();
    private final MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server server;

    BenchControlPlane(Path socket) throws IOException {
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .addService(this)
                .build()
                .start();
    }

    /** The daemon's last report. */
    Optional<NodeReport> report() {
        return Optional.ofNullable(report);
    }

    /** Publishes a program and returns when the daemon has acknowledged it. */
    void publish(ProgramUpdate update) {
        try {
            daemon.get(PATIENCE_SECONDS, TimeUnit.SECONDS).onNext(update);
            NodeMessage answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.hasFailed()) {
                throw new BenchException(
                        "the daemon refused the program: " + (answer == null ? "no answer" : answer.getFailed()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new BenchException("the daemon did not connect: " + e);
        }
    }

    @Override
    public StreamObserver<NodeMessage> subscribe(StreamObserver<ProgramUpdate> updates) {
        return new Incoming<>() {
            @Override
            public void onNext(NodeMessage message) {
                if (message.hasHello()) {
                    daemon.complete(updates);
                } else if (message.hasReport()) {
                    report = message.getReport();
                } else if (message.hasApplied() || message.hasFailed()) {
                    answers.add(message);
                }
            }
        };
    }

    @Override
    public StreamObserver<RecordBatch> report(StreamObserver<RecordAck> acknowledgements) {
        return new Incoming<>() {
            @Override
            public void onNext(RecordBatch batch) {
                if (batch.getRecordsCount() > 0) {
                    acknowledgements.onNext(RecordAck.newBuilder()
                            .setSequence(batch.getRecords(batch.getRecordsCount() - 1)
                                    .getSequence())
                            .build());
                }
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A stream whose end needs no answer: the bench ends the daemon. */
    private abstract static class Incoming<T> implements StreamObserver<T> {
        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }
}
