package dev.weir.grpc;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.denyAll;

import dev.weir.cluster.ClusterState;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordSink;
import dev.weir.flow.Withheld;
import dev.weir.nodes.EnforcementMeter;
import dev.weir.nodes.ProgramPublisher;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server that daemons talk to over a real Unix socket. */
abstract class NodeServerTests {
    static final long SESSION = 5;

    final ClusterState cluster = new ClusterState();
    final ProgramPublisher publisher =
            new ProgramPublisher(cluster, Clock.systemUTC(), SESSION, (problem, cause) -> {}, EnforcementMeter.NONE);
    final KeepingSink sink = new KeepingSink();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    @SuppressWarnings("NullAway") // set by JUnit
    private Path directory;

    @SuppressWarnings("NullAway") // set before each test
    private NodeServerLifecycle lifecycle;

    @SuppressWarnings("NullAway") // set before each test
    ManagedChannel channel;

    Path socket() {
        return directory.resolve("server.sock");
    }

    @BeforeEach
    void serve() {
        lifecycle = new NodeServerLifecycle(
                new NodesProperties("unix:" + socket(), null),
                cluster,
                publisher,
                new NodeGrpcService(publisher, sink, EnforcementProperties.DEFAULT));
        lifecycle.start();
        channel = connection();
    }

    ManagedChannel connection() {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket().toFile()))
                .eventLoopGroup(loops)
                .channelType(EpollDomainSocketChannel.class)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        lifecycle.stop();
        loops.shutdownGracefully();
    }

    void clusterBecomesKnown() {
        cluster.replace(aCluster()
                .withPod("shop/web-1", "node-1", "10.244.1.2")
                .withPolicy(denyAll("shop", "deny-all"))
                .contents());
    }

    static final class Received<T> implements StreamObserver<T> {
        final List<T> values = new CopyOnWriteArrayList<>();
        volatile @Nullable Throwable error;

        @Override
        public void onNext(T value) {
            values.add(value);
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
        }

        @Override
        public void onCompleted() {}
    }

    static final class KeepingSink implements RecordSink {
        final List<FlowRecord> records = new CopyOnWriteArrayList<>();
        final List<Withheld> withheld = new CopyOnWriteArrayList<>();
        volatile boolean broken;

        @Override
        public long append(String node, long spool, List<FlowRecord> batch) {
            if (broken) {
                throw new IllegalStateException("the disk is full");
            }
            records.addAll(batch);
            return new ArrayList<>(records).getLast().sequence();
        }

        @Override
        public long appendWithheld(String node, long spool, List<Withheld> batch) {
            withheld.addAll(batch);
            return batch.getLast().sequence();
        }
    }
}
