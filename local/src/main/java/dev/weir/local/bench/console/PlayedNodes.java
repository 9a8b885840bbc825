package dev.weir.local.bench.console;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.weir.local.bench.BenchException;
import dev.weir.local.bench.GeneratedObjects;
import dev.weir.local.bench.GeneratedObjects.RunningPod;
import dev.weir.proto.v1.Applied;
import dev.weir.proto.v1.Direction;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.Peer;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import dev.weir.proto.v1.Workload;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Nodes without a datapath: each says that it has applied what it is sent, and one of them reports the records of all. They speak the real protocol.
 */
final class PlayedNodes implements AutoCloseable {
    private static final int BATCH = 5_000;
    private static final int AHEAD = 4 * BATCH;
    private static final long SPOOL = 1;
    private static final int TCP = 6;
    private static final long PATIENCE_SECONDS = 120;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;
    private final StreamObserver<RecordBatch> reports;
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong durable = new AtomicLong();
    private final Random random = new Random(20261126);
    private final Clock clock;
    private long sequence;

    PlayedNodes(Path socket, Clock clock) {
        this.clock = clock;
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .overrideAuthority("server")
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
        NodeServiceGrpc.NodeServiceStub service = NodeServiceGrpc.newStub(channel);
        for (int node = 0; node < Town.NODES; node++) {
            new Subscriber().start(service, GeneratedObjects.nodeName(node));
        }
        reports = service.report(new Acknowledged());
    }

    private final class Subscriber implements StreamObserver<ProgramUpdate> {
        private StreamObserver<NodeMessage> up = new Silent();

        void start(NodeServiceGrpc.NodeServiceStub service, String node) {
            up = service.subscribe(this);
            up.onNext(NodeMessage.newBuilder()
                    .setHello(Hello.newBuilder()
                            .setNode(node)
                            .setKernel("played")
                            .setAbiVersion(1)
                            .setDaemonVersion("played"))
                    .build());
        }

        @Override
        public void onNext(ProgramUpdate update) {
            if (!update.getMore()) {
                up.onNext(NodeMessage.newBuilder()
                        .setApplied(Applied.newBuilder().setRevision(update.getRevision()))
                        .build());
                applied.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable lost) {
            applied.set(Long.MIN_VALUE / 2);
        }

        @Override
        public void onCompleted() {}
    }

    /** Before a stream is open. */
    private static final class Silent implements StreamObserver<NodeMessage> {
        @Override
        public void onNext(NodeMessage message) {
            throw new IllegalStateException("the stream is not open");
        }

        @Override
        public void onError(Throwable failed) {}

        @Override
        public void onCompleted() {}
    }

    private final class Acknowledged implements StreamObserver<RecordAck> {
        @Override
        public void onNext(RecordAck ack) {
            durable.set(ack.getSequence());
        }

        @Override
        public void onError(Throwable lost) {
            durable.set(-1);
        }

        @Override
        public void onCompleted() {}
    }

    void awaitPrograms() throws InterruptedException {
        await(() -> applied.get() >= Town.NODES, "not every node has got its program");
    }

    /** Reports what happened in a day up to now, and waits until it is durable. */
    void reportDay(int records) throws InterruptedException {
        Instant now = clock.instant();
        Duration day = Duration.ofDays(1);
        for (int sent = 0; sent < records; sent += BATCH) {
            int count = Math.min(BATCH, records - sent);
            Instant first = now.minus(day.multipliedBy(records - sent).dividedBy(records));
            report(count, first, day.dividedBy(records));
            long reported = sequence;
            await(() -> durable.get() < 0 || durable.get() >= reported - AHEAD, "the server takes no records");
        }
        awaitDurable();
    }

    /** What happens now. */
    void report(int records) {
        report(records, clock.instant(), Duration.ZERO);
    }

    void awaitDurable() throws InterruptedException {
        await(() -> durable.get() < 0 || durable.get() >= sequence, "the server does not acknowledge the records");
        if (durable.get() < 0) {
            throw new BenchException("the server has refused the records");
        }
    }

    private void report(int records, Instant first, Duration apart) {
        RecordBatch.Builder batch =
                RecordBatch.newBuilder().setNode(GeneratedObjects.nodeName(0)).setSpool(SPOOL);
        for (int i = 0; i < records; i++) {
            batch.addRecords(record(first.plus(apart.multipliedBy(i))));
        }
        reports.onNext(batch.build());
    }

    /** Three of four are between neighbours in a namespace; one of ten is denied. */
    private Record record(Instant time) {
        int from = random.nextInt(Town.pods());
        int namespaceSize = Town.WORKLOADS * Town.REPLICAS;
        int to = random.nextInt(4) == 0
                ? random.nextInt(Town.pods())
                : from / namespaceSize * namespaceSize + random.nextInt(namespaceSize);
        RunningPod source = Town.pod(from);
        RunningPod destination = Town.pod(to);
        boolean denied = random.nextInt(10) == 0;
        PolicyMatch.Builder policy = PolicyMatch.newBuilder()
                .setKind("NetworkPolicy")
                .setNamespace(destination.namespace())
                .setName(denied ? "default-deny" : destination.workload());
        Record.Builder record = Record.newBuilder()
                .setSequence(++sequence)
                .setTimestamp(timestamp(time))
                .setLastTimestamp(timestamp(time))
                .setAllowed(!denied)
                .setDirection(Direction.DIRECTION_INGRESS)
                .setSourceAddress(address(source))
                .setDestinationAddress(address(destination))
                .setSourcePort(30_000 + random.nextInt(20_000))
                .setDestinationPort(Town.PORT)
                .setProtocol(TCP)
                .setSource(peer(source))
                .setDestination(peer(destination))
                .setCount(1)
                .setRevision(1);
        return denied
                ? record.addIsolatedBy(policy).build()
                : record.addPolicies(policy.addRules(0)).build();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static ByteString address(RunningPod pod) {
        try {
            return ByteString.copyFrom(InetAddress.getByName(pod.address()).getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("no address: " + pod, impossible);
        }
    }

    private static Peer peer(RunningPod pod) {
        return Peer.newBuilder()
                .setPod(Workload.newBuilder()
                        .setNamespace(pod.namespace())
                        .setPod(pod.name())
                        .setKind("Deployment")
                        .setName(pod.workload())
                        .setNode(GeneratedObjects.nodeName(pod.node())))
                .build();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition, String failure) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new BenchException(failure + " after " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(2);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
