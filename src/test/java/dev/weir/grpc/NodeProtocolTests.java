package dev.weir.grpc;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.testing.Clusters;
import dev.weir.grpc.EnforcementProperties.EstablishedConnections;
import dev.weir.nodes.NodeAnswer;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeStatus;
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
import dev.weir.proto.v1.PeerClassInMaps;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.ReadEndpoint;
import dev.weir.proto.v1.RecordAccounting;
import dev.weir.proto.v1.SideInMaps;
import dev.weir.proto.v1.SubjectInMaps;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The stream of programs. */
class NodeProtocolTests extends NodeServerTests {
    private final Received<ProgramUpdate> updates = new Received<>();

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
}
