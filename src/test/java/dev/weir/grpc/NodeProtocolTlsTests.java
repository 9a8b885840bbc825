package dev.weir.grpc;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import dev.weir.cluster.ClusterState;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.nodes.EnforcementMeter;
import dev.weir.nodes.ProgramPublisher;
import dev.weir.proto.v1.Hello;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.ProgramUpdate;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.pem.PemContent;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The node protocol over TCP with the certificates that the Helm chart makes. */
class NodeProtocolTlsTests {
    private static final Path CHART = Path.of("helm/weir");
    private static final String SERVER = "weir-server.default.svc";

    private final ClusterState cluster = new ClusterState();
    private final ProgramPublisher publisher =
            new ProgramPublisher(cluster, Clock.systemUTC(), 7, (problem, cause) -> {}, EnforcementMeter.NONE);

    @TempDir
    @SuppressWarnings("NullAway") // set by JUnit
    private Path directory;

    @SuppressWarnings("NullAway") // set before each test
    private NodeServerLifecycle lifecycle;

    private int port;

    @BeforeEach
    void serve() throws IOException {
        writeCertificates();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        lifecycle = new NodeServerLifecycle(
                new NodesProperties(
                        "127.0.0.1:" + port,
                        new NodesProperties.Tls(file("server.crt"), file("server.key"), file("ca.crt"))),
                cluster,
                publisher,
                new NodeGrpcService(publisher, new MemoryRecordStore(), EnforcementProperties.DEFAULT));
        lifecycle.start();
        cluster.replace(aCluster().contents());
    }

    @AfterEach
    void stop() {
        lifecycle.stop();
    }

    @Test
    void aDaemonWithTheChartsCertificateGetsItsProgram() throws Exception {
        PemContent key = PemContent.load(file("daemon.key"));
        X509Certificate[] chain =
                PemContent.load(file("daemon.crt")).getCertificates().toArray(X509Certificate[]::new);

        assertThat(dial(trusting().keyManager(key.getPrivateKey(), chain))
                        .join()
                        .getSession())
                .isEqualTo(7);
    }

    @Test
    void whoHasNoCertificateIsRefused() throws Exception {
        CompletableFuture<ProgramUpdate> answer = dial(trusting());

        await().until(answer::isCompletedExceptionally);
        assertThat(Status.fromThrowable(answer.exceptionNow()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private SslContextBuilder trusting() {
        return GrpcSslContexts.forClient().trustManager(file("ca.crt").toFile());
    }

    /** Says hello as a daemon does and completes with the first answer. */
    private CompletableFuture<ProgramUpdate> dial(SslContextBuilder context) throws IOException {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .overrideAuthority(SERVER)
                .sslContext(context.build())
                .build();
        CompletableFuture<ProgramUpdate> first = new CompletableFuture<>();
        NodeServiceGrpc.newStub(channel)
                .subscribe(new StreamObserver<>() {
                    @Override
                    public void onNext(ProgramUpdate update) {
                        first.complete(update);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        first.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        first.completeExceptionally(new IllegalStateException("the server ended the stream"));
                    }
                })
                .onNext(NodeMessage.newBuilder()
                        .setHello(Hello.newBuilder().setNode("node-1").setAbiVersion(1))
                        .build());
        return first.whenComplete((update, failure) -> channel.shutdownNow());
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** Renders the chart's template alone; as a hook, rendering inside the JVM would leave it out. */
    private void writeCertificates() throws IOException {
        Path chart = directory.resolve("chart");
        Files.createDirectories(chart.resolve("templates"));
        Files.copy(CHART.resolve("Chart.yaml"), chart.resolve("Chart.yaml"));
        Files.writeString(chart.resolve("values.yaml"), "nameOverride: \"\"");
        Files.copy(CHART.resolve("templates/_helpers.tpl"), chart.resolve("templates/_helpers.tpl"));
        Files.write(chart.resolve("templates/certificates.yaml"), withoutHook());
        String manifest = new Helm(chart)
                .template()
                .withName("weir")
                .withNamespace("default")
                .withKubeVersion("1.32.0")
                .call();
        Map<String, Object> secret = new Yaml(new SafeConstructor(new LoaderOptions())).load(manifest);
        if (secret.get("data") instanceof Map<?, ?> data) {
            for (Map.Entry<?, ?> entry : data.entrySet()) {
                Files.write(
                        file(String.valueOf(entry.getKey())),
                        Base64.getDecoder().decode(String.valueOf(entry.getValue())));
            }
        }
    }

    private static List<String> withoutHook() throws IOException {
        return Files.readAllLines(CHART.resolve("templates/certificates.yaml"), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.contains("annotations:") && !line.contains("helm.sh/hook"))
                .toList();
    }
}
