package dev.weir.grpc;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.testing.Clusters;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordSink;
import dev.weir.flow.Withheld;
import dev.weir.grpc.EnforcementProperties.EstablishedConnections;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.nodes.EnforcementMeter;
import dev.weir.nodes.NodeAnswer;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeStatus;
import dev.weir.nodes.ProgramPublisher;
import dev.weir.program.IsolationMode;
import dev.weir.program.PodName;
import dev.weir.proto.v1.Applied;
import dev.weir.proto.v1.AttachedProgram;
import dev.weir.proto.v1.AttachedPrograms;
import dev.weir.proto.v1.DenialLines;
import dev.weir.proto.v1.EndpointReading;
import dev.weir.proto.v1.EndpointRow;
import dev.weir.proto.v1.EnforcementSettings;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.IdentityEntry;
import dev.weir.proto.v1.IdentityKind;
import dev.weir.proto.v1.NamespaceAccounting;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeReport;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.Peer;
import dev.weir.proto.v1.PeerClassInMaps;
import dev.weir.proto.v1.PolicyMatch;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.ReadEndpoint;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAccounting;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import dev.weir.proto.v1.SideInMaps;
import dev.weir.proto.v1.SubjectInMaps;
import dev.weir.proto.v1.Workload;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two streams over a real Unix socket. */
class NodeProtocolTests {
    private static final long SESSION = 5;

    private final ClusterState cluster = new ClusterState();
    private final ProgramPublisher publisher =
            new ProgramPublisher(cluster, Clock.systemUTC(), SESSION, problem -> {}, EnforcementMeter.NONE);
    private final KeepingSink sink = new KeepingSink();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Received<ProgramUpdate> updates = new Received<>();

    @TempDir
    @SuppressWarnings("NullAway") // set by JUnit
    private Path directory;

    @SuppressWarnings("NullAway") // set before each test
    private NodeServerLifecycle lifecycle;

    @SuppressWarnings("NullAway") // set before each test
    private ManagedChannel channel;

    private Path socket() {
        return directory.resolve("server.sock");
    }

    @BeforeEach
    void serve() {
        serve(EnforcementProperties.DEFAULT);
    }

    private void serve(EnforcementProperties enforcement) {
        lifecycle = new NodeServerLifecycle(
                new NodesProperties("unix:" + socket(), null),
                cluster,
                publisher,
                new NodeGrpcService(publisher, sink, enforcement));
        lifecycle.start();
        channel = connection();
    }

    private ManagedChannel connection() {
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

    private void clusterBecomesKnown() {
        cluster.replace(aCluster()
                .withPod("shop/web-1", "node-1", "10.244.1.2")
                .withPolicy(denyAll("shop", "deny-all"))
                .contents());
    }

    private StreamObserver<NodeMessage> dial() {
        StreamObserver<NodeMessage> stream = NodeServiceGrpc.newStub(channel).subscribe(updates);
        stream.onNext(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder().setNode("node-1").setKernel("6.18").setAbiVersion(1))
                .build());
        return stream;
    }

    private NodeProgress progress() {
        return publisher.nodes().stream()
                .filter(node -> node.name().equals(new NodeName("node-1")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nobodyIsLetInBeforeTheClusterIsKnown() throws Exception {
        assertThat(socket()).doesNotExist();

        clusterBecomesKnown();

        assertThat(socket()).exists();
        assertThat(Files.getPosixFilePermissions(socket()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void aDaemonGetsItsProgramAcknowledgesAndReports() {
        clusterBecomesKnown();
        StreamObserver<NodeMessage> stream = dial();
        await().until(() -> updates.values.size() == 1);
        ProgramUpdate update = updates.values.getFirst();
        assertThat(update.getSession()).isEqualTo(SESSION);
        assertThat(update.getBaseRevision()).isZero();
        assertThat(update.getEndpointsList()).hasSize(1);
        assertThat(update.getEndpoints(0).getAddresses(0))
                .isEqualTo(ByteString.copyFrom(new byte[] {10, (byte) 244, 1, 2}));
        assertThat(update.getCookiesList()).hasSize(2);
        assertThat(update.hasLogging()).isTrue();

        stream.onNext(NodeMessage.newBuilder()
                .setApplied(Applied.newBuilder().setRevision(update.getRevision()))
                .build());
        stream.onNext(NodeMessage.newBuilder()
                .setReport(NodeReport.newBuilder()
                        .setRecords(RecordAccounting.newBuilder()
                                .addNamespaces(NamespaceAccounting.newBuilder()
                                        .setNamespace("shop")
                                        .setDenials(DenialLines.newBuilder()
                                                .setLines(2)
                                                .setEvents(48)))))
                .build());

        await().until(() -> progress().report() != null);
        assertThat(progress().status()).isInstanceOf(NodeStatus.UpToDate.class);
        assertThat(Objects.requireNonNull(progress().report()).records().namespaces())
                .hasEntrySatisfying(
                        "shop",
                        account -> assertThat(account.denials())
                                .isEqualTo(new dev.weir.nodes.NodeReport.DenialLines(2, 48)));
        channel.shutdownNow();
        await().until(() -> progress().status() instanceof NodeStatus.Gone);
    }

    private StreamObserver<NodeMessage> dialAndApply() {
        StreamObserver<NodeMessage> stream = NodeServiceGrpc.newStub(channel).subscribe(updates);
        stream.onNext(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder().setNode("node-1").setReadsEndpoints(true))
                .build());
        await().until(() -> updates.values.size() == 1);
        stream.onNext(NodeMessage.newBuilder()
                .setApplied(Applied.newBuilder()
                        .setRevision(updates.values.getFirst().getRevision()))
                .build());
        await().until(() -> progress().status() instanceof NodeStatus.UpToDate);
        return stream;
    }

    private CompletableFuture<NodeAnswer> asked() {
        CompletableFuture<NodeAnswer> answer = CompletableFuture.supplyAsync(
                () -> publisher.read(new NodeName("node-1"), new PodName("shop", "web-1")));
        await().until(() -> updates.values.getLast().hasReadEndpoint());
        return answer;
    }

    @Test
    void aDaemonIsAskedWhatItsKernelHasAndAnswersOnTheSameStream() {
        clusterBecomesKnown();
        StreamObserver<NodeMessage> stream = dialAndApply();
        CompletableFuture<NodeAnswer> answer = asked();
        ReadEndpoint question = updates.values.getLast().getReadEndpoint();
        assertThat(updates.values.getLast())
                .isEqualTo(ProgramUpdate.newBuilder().setReadEndpoint(question).build());
        assertThat(question.getAddresses(0)).isEqualTo(ByteString.copyFrom(new byte[] {10, (byte) 244, 1, 2}));

        stream.onNext(NodeMessage.newBuilder()
                .setReading(EndpointReading.newBuilder()
                        .setId(question.getId())
                        .setRevision(1)
                        .addRows(EndpointRow.newBuilder()
                                .setAddress(question.getAddresses(0))
                                .setInterface("veth1")
                                .setSubject(-2))
                        .addSubjects(SubjectInMaps.newBuilder()
                                .setFingerprint(-2)
                                .setIngress(SideInMaps.newBuilder()
                                        .setIsolated(true)
                                        .addPeerClasses(PeerClassInMaps.newBuilder()
                                                .setIdentity(4)
                                                .setKind(IdentityKind.IDENTITY_KIND_POD)
                                                .setClass_(9)))))
                .build());

        assertThat(answer.join().reading().rows().getFirst().interfaceName()).isEqualTo("veth1");
        var ingress = answer.join().reading().subjects().getFirst().ingress();
        assertThat(ingress.isolation().mode()).isEqualTo(IsolationMode.ENFORCED);
        assertThat(ingress.peerClasses()).hasSize(1).containsValue(9L);
        assertThat(answer.join().program().endpoints().size()).isEqualTo(1);
    }

    @Test
    void anAnswerThatCannotBeReadConcernsWhoAskedAndNotTheStream() {
        clusterBecomesKnown();
        StreamObserver<NodeMessage> stream = dialAndApply();
        CompletableFuture<NodeAnswer> answer = asked();
        stream.onNext(NodeMessage.newBuilder()
                .setReading(EndpointReading.newBuilder()
                        .setId(updates.values.getLast().getReadEndpoint().getId())
                        .addRows(EndpointRow.newBuilder().setAddress(ByteString.copyFromUtf8("x"))))
                .build());
        assertThatThrownBy(answer::join).hasMessageContaining("could not read its maps");
        assertThat(progress().status()).isInstanceOf(NodeStatus.UpToDate.class);
    }

    @Test
    void programsThatAreToldOnceStayKnownWhileReportsDoNotRepeatThem() {
        clusterBecomesKnown();
        StreamObserver<NodeMessage> stream = dialAndApply();
        stream.onNext(NodeMessage.newBuilder()
                .setReport(NodeReport.newBuilder()
                        .setPrograms(AttachedPrograms.newBuilder()
                                .addPrograms(AttachedProgram.newBuilder()
                                        .setHook("to_pod")
                                        .setId(70)
                                        .setTag("a04f5eef06a7f555")
                                        .addInterfaces("veth1"))))
                .build());
        stream.onNext(NodeMessage.newBuilder()
                .setReport(NodeReport.newBuilder().setRssBytes(4096))
                .build());
        await().until(() ->
                progress().report() instanceof dev.weir.nodes.NodeReport report && report.rssBytes() == 4096);
        assertThat(Objects.requireNonNull(progress().report()).programs())
                .singleElement()
                .satisfies(program -> {
                    assertThat(program.id()).isEqualTo(70);
                    assertThat(program.interfaces()).containsExactly("veth1");
                });
    }

    private void clusterBecomesLarge() {
        Clusters large = aCluster().withPod("shop/web-1", "node-1", "10.244.1.2");
        for (int pod = 0; pod < 12_000; pod++) {
            large.withPod("shop/other-" + pod, "node-2", "10.245." + pod / 250 + "." + (pod % 250 + 1));
        }
        cluster.replace(large.contents());
    }

    private static ProgramUpdate together(List<ProgramUpdate> messages) {
        ProgramUpdate.Builder whole = ProgramUpdate.newBuilder();
        messages.forEach(whole::mergeFrom);
        return whole.build();
    }

    @Test
    void aSnapshotSaysWhatBecomesOfEstablishedConnections() {
        clusterBecomesKnown();
        dial();
        await().until(() -> updates.values.size() == 1);
        ProgramUpdate update = updates.values.getFirst();
        assertThat(update.hasEnforcement()).isTrue();
        assertThat(update.getEnforcement()).isEqualTo(EnforcementProperties.DEFAULT.settings());

        EnforcementSettings keeping = new EnforcementProperties(EstablishedConnections.KEEP).settings();
        assertThat(update.getEnforcement().getKeepEstablished()).isFalse();
        assertThat(keeping.getKeepEstablished()).isTrue();
    }

    @Test
    void aLargeSnapshotComesInMessagesThatMakeOneUpdate() {
        clusterBecomesLarge();
        StreamObserver<NodeMessage> stream = dial();
        await().until(() ->
                !updates.values.isEmpty() && !updates.values.getLast().getMore());

        assertThat(updates.values)
                .hasSizeGreaterThan(2)
                .allSatisfy(message ->
                        assertThat(message.getSerializedSize()).isLessThan(UpdateMessage.BYTES + (128 << 10)));
        ProgramUpdate whole = together(updates.values);
        assertThat(whole.getRevision()).isEqualTo(updates.values.getFirst().getRevision());
        assertThat(whole.getIdentitiesList())
                .filteredOn(entry -> entry.getKind() == IdentityKind.IDENTITY_KIND_POD)
                .hasSize(12_001);
        assertThat(whole.getEndpointsList()).hasSize(1);
        stream.onNext(NodeMessage.newBuilder()
                .setApplied(Applied.newBuilder().setRevision(whole.getRevision()))
                .build());
        await().until(() -> progress().status() instanceof NodeStatus.UpToDate);
    }

    @Test
    void aStreamThatBreaksInTheMiddleOfASnapshotBeginsAgainFromNothing() {
        clusterBecomesLarge();
        ClientCall<NodeMessage, ProgramUpdate> broken = dialReadingOnly(1);
        await().until(() -> updates.values.size() == 1);
        assertThat(updates.values.getFirst().getMore()).isTrue();
        broken.cancel("the network broke", null);
        await().until(() -> progress().status() instanceof NodeStatus.Gone);
        updates.values.clear();

        dial();
        await().until(() ->
                !updates.values.isEmpty() && !updates.values.getLast().getMore());

        assertThat(updates.values.getFirst().getBaseRevision()).isZero();
        assertThat(together(updates.values).getIdentitiesList()).hasSizeGreaterThan(12_000);
    }

    /** A daemon that reads so many messages and then stops. */
    private ClientCall<NodeMessage, ProgramUpdate> dialReadingOnly(int messages) {
        ClientCall<NodeMessage, ProgramUpdate> call =
                channel.newCall(NodeServiceGrpc.getSubscribeMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(ProgramUpdate message) {
                        updates.onNext(message);
                    }
                },
                new Metadata());
        if (messages > 0) {
            call.request(messages);
        }
        call.sendMessage(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder().setNode("node-1").setKernel("6.18").setAbiVersion(1))
                .build());
        return call;
    }

    @Test
    void aDaemonThatReadsNothingDelaysNobodyElse() {
        clusterBecomesLarge();
        dialReadingOnly(0);
        await().until(() -> progress().status() instanceof NodeStatus.Applying);

        Received<ProgramUpdate> others = new Received<>();
        ManagedChannel another = connection();
        NodeServiceGrpc.newStub(another)
                .subscribe(others)
                .onNext(NodeMessage.newBuilder()
                        .setHello(Hello.newBuilder().setNode("node-2").setAbiVersion(1))
                        .build());

        await().until(() -> !others.values.isEmpty() && !others.values.getLast().getMore());
        another.shutdownNow();
        assertThat(together(others.values).getEndpointsList()).hasSize(12_000);
    }

    @Test
    void anIdentityThatGoesIsAnEntryLikeOthers() {
        clusterBecomesKnown();
        StreamObserver<NodeMessage> stream = dial();
        await().until(() -> updates.values.size() == 1);
        stream.onNext(NodeMessage.newBuilder()
                .setApplied(Applied.newBuilder()
                        .setRevision(updates.values.getFirst().getRevision()))
                .build());
        await().until(() -> progress().status() instanceof NodeStatus.UpToDate);

        cluster.replace(aCluster().withPolicy(denyAll("shop", "deny-all")).contents());

        await().until(() -> updates.values.size() == 2);
        assertThat(updates.values.getLast().getIdentitiesList())
                .filteredOn(IdentityEntry::getRemoved)
                .extracting(entry -> entry.getPrefix().getAddress())
                .containsExactly(ByteString.copyFrom(new byte[] {10, (byte) 244, 1, 2}));
    }

    @Test
    void whoDoesNotSayHelloFirstIsSentAway() {
        clusterBecomesKnown();
        NodeServiceGrpc.newStub(channel)
                .subscribe(updates)
                .onNext(NodeMessage.newBuilder()
                        .setApplied(Applied.newBuilder().setRevision(1))
                        .build());

        await().until(() -> updates.error != null);
        assertThat(updates.error).hasMessageContaining("Hello");
    }

    @Test
    void recordsAreAcknowledgedWhenTheyAreStored() {
        clusterBecomesKnown();
        Received<RecordAck> acks = new Received<>();
        StreamObserver<RecordBatch> records = NodeServiceGrpc.newStub(channel).report(acks);
        records.onNext(RecordBatch.newBuilder()
                .setNode("node-1")
                .setSpool(8)
                .addRecords(denial(41))
                .build());

        await().until(() -> !acks.values.isEmpty());
        assertThat(acks.values.getFirst().getSequence()).isEqualTo(41);
        FlowRecord stored = sink.records.getFirst();
        assertThat(stored.verdict()).isEqualTo(Verdict.DENIED);
        assertThat(stored.direction()).isEqualTo(Direction.INGRESS);
        assertThat(stored.source()).isEqualTo(new FlowPeer.AddressEnd("203.0.113.10"));
        assertThat(stored.drop()).isEqualTo(new FlowRecord.Drop("policy", 180));
        assertThat(stored.policies()).extracting(match -> match.policy().name()).containsExactly("deny-all");
    }

    @Test
    void whatWasWithheldGoesItsOwnWayInTheOrderOfSequences() {
        clusterBecomesKnown();
        Received<RecordAck> acks = new Received<>();
        NodeServiceGrpc.newStub(channel)
                .report(acks)
                .onNext(RecordBatch.newBuilder()
                        .setNode("node-1")
                        .setSpool(8)
                        .addRecords(denial(1))
                        .addRecords(Record.newBuilder()
                                .setSequence(2)
                                .setTimestamp(Timestamp.newBuilder().setSeconds(60))
                                .setWithheld(dev.weir.proto.v1.Withheld.newBuilder()
                                        .setNamespace("shop")
                                        .setAllowed(10)
                                        .setDenied(3)))
                        .addRecords(denial(3))
                        .build());

        await().until(() -> !acks.values.isEmpty());
        assertThat(acks.values.getFirst().getSequence()).isEqualTo(3);
        assertThat(sink.records).extracting(FlowRecord::sequence).containsExactly(1L, 3L);
        assertThat(sink.withheld).containsExactly(new Withheld(2, Instant.ofEpochSecond(60), "shop", 10, 3));
    }

    @Test
    void recordsThatCannotBeStoredAreNotAcknowledged() {
        clusterBecomesKnown();
        sink.broken = true;
        Received<RecordAck> acks = new Received<>();
        NodeServiceGrpc.newStub(channel)
                .report(acks)
                .onNext(RecordBatch.newBuilder()
                        .setNode("node-1")
                        .setSpool(8)
                        .addRecords(denial(1))
                        .build());

        await().until(() -> acks.error != null);
        assertThat(acks.values).isEmpty();
    }

    private static Record denial(long sequence) {
        return Record.newBuilder()
                .setSequence(sequence)
                .setDirection(dev.weir.proto.v1.Direction.DIRECTION_INGRESS)
                .setSourceAddress(ByteString.copyFrom(new byte[] {(byte) 203, 0, 113, 10}))
                .setDestinationAddress(ByteString.copyFrom(new byte[] {10, (byte) 244, 1, 2}))
                .setDestinationPort(80)
                .setProtocol(6)
                .setSource(Peer.newBuilder().setInstance("203.0.113.10"))
                .setDestination(Peer.newBuilder()
                        .setPod(Workload.newBuilder()
                                .setNamespace("shop")
                                .setPod("web-1")
                                .setNode("node-1")))
                .addIsolatedBy(PolicyMatch.newBuilder()
                        .setKind("NetworkPolicy")
                        .setNamespace("shop")
                        .setName("deny-all"))
                .setCount(3)
                .setBytes(180)
                .setDropReason("policy")
                .build();
    }

    private static final class KeepingSink implements RecordSink {
        private final List<FlowRecord> records = new CopyOnWriteArrayList<>();
        private final List<Withheld> withheld = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

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

    private static final class Received<T> implements StreamObserver<T> {
        private final List<T> values = new CopyOnWriteArrayList<>();
        private volatile @Nullable Throwable error;

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
}
