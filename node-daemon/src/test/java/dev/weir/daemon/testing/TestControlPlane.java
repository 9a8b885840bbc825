package dev.weir.daemon.testing;

import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of the node protocol, played by the test: it sends what the test says and keeps what the daemon says. */
public final class TestControlPlane implements AutoCloseable {
    public final List<NodeMessage> heard = new CopyOnWriteArrayList<>();
    public final List<Record> records = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server server;
    private volatile @Nullable StreamObserver<ProgramUpdate> node;
    private volatile boolean acknowledging = true;

    public TestControlPlane(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(new Service())
                .build()
                .start();
    }

    /** Whether a daemon has said hello. */
    public boolean isConnected() {
        return node != null;
    }

    public void send(ProgramUpdate update) {
        var target = node;
        if (target == null) {
            throw new IllegalStateException("no daemon is connected");
        }
        target.onNext(update);
    }

    public boolean applied(long revision) {
        return heard.stream()
                .anyMatch(
                        message -> message.hasApplied() && message.getApplied().getRevision() == revision);
    }

    public boolean failed(long revision) {
        return heard.stream()
                .anyMatch(message -> message.hasFailed() && message.getFailed().getRevision() == revision);
    }

    /** From now on records are taken but not acknowledged, or acknowledged again. */
    public void acknowledge(boolean on) {
        acknowledging = on;
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private final class Service extends NodeServiceGrpc.NodeServiceImplBase {
        @Override
        public StreamObserver<NodeMessage> subscribe(StreamObserver<ProgramUpdate> out) {
            return new Inbound<>() {
                @Override
                public void onNext(NodeMessage message) {
                    heard.add(message);
                    if (message.hasHello()) {
                        node = out;
                    }
                }
            };
        }

        @Override
        public StreamObserver<RecordBatch> report(StreamObserver<RecordAck> out) {
            return new Inbound<>() {
                @Override
                public void onNext(RecordBatch batch) {
                    records.addAll(batch.getRecordsList());
                    if (acknowledging) {
                        out.onNext(RecordAck.newBuilder()
                                .setSequence(batch.getRecords(batch.getRecordsCount() - 1)
                                        .getSequence())
                                .build());
                    }
                }
            };
        }
    }

    private abstract static class Inbound<T> implements StreamObserver<T> {
        @Override
        public void onError(Throwable cause) {
            // The daemon is gone; it comes back with another stream.
        }

        @Override
        public void onCompleted() {
            // As above.
        }
    }
}
