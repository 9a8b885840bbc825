package dev.weir.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.pem.PemContent;

/** The listening socket of the node protocol. */
final class NodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    private static final String UNIX = "unix:";
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    /** Longer than a server on a starved machine needs to read an answer: it must not take its own slowness for a thousand dead daemons. */
    private static final int PING_PATIENCE_SECONDS = 30;

    private final Server server;
    private final EventLoopGroup loops;
    private final ExecutorService calls;

    private NodeServer(Server server, EventLoopGroup loops, ExecutorService calls) {
        this.server = server;
        this.loops = loops;
        this.calls = calls;
    }

    /** Opens the socket and serves. Throws when it cannot be opened, naming the address. */
    static NodeServer start(NodesProperties properties, BindableService service) {
        boolean unix = properties.address().startsWith(UNIX);
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        try {
            NettyServerBuilder builder = unix ? onUnixSocket(properties) : onTcp(properties);
            Server server = builder.bossEventLoopGroup(loops)
                    .workerEventLoopGroup(loops)
                    .executor(calls)
                    .addService(service)
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .keepAliveTime(10, TimeUnit.SECONDS)
                    .keepAliveTimeout(PING_PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .permitKeepAliveTime(1, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .build()
                    .start();
            if (unix) {
                restrictToOwner(socketPath(properties));
            }
            LOG.info("Daemons may connect at {}", properties.address());
            return new NodeServer(server, loops, calls);
        } catch (IOException failure) {
            loops.shutdownGracefully();
            calls.shutdown();
            throw new IllegalStateException(
                    "Cannot listen for daemons at " + properties.address()
                            + ". Check weir.nodes.address and weir.nodes.tls.*: " + failure.getMessage(),
                    failure);
        }
    }

    private static NettyServerBuilder onUnixSocket(NodesProperties properties) throws IOException {
        Path path = socketPath(properties);
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        // A socket file left by a server that was killed refuses the next bind.
        Files.deleteIfExists(path);
        return NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                .channelType(EpollServerDomainSocketChannel.class);
    }

    private static NettyServerBuilder onTcp(NodesProperties properties) throws IOException {
        NodesProperties.Tls tls = properties.tls();
        if (tls == null) {
            throw new IOException("over TCP the node protocol needs a certificate, a key and an authority");
        }
        return NettyServerBuilder.forAddress(tcpAddress(properties.address()))
                .channelType(EpollServerSocketChannel.class)
                .sslContext(GrpcSslContexts.configure(identity(tls))
                        .trustManager(tls.ca().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build());
    }

    /** Read by Spring Boot, which knows every form of key; Netty does not know Ed25519, which the chart makes. */
    private static SslContextBuilder identity(NodesProperties.Tls tls) throws IOException {
        PrivateKey key = PemContent.load(tls.key()).getPrivateKey();
        if (key == null) {
            throw new IOException(tls.key() + " holds no private key");
        }
        List<X509Certificate> chain = PemContent.load(tls.certificate()).getCertificates();
        return SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new));
    }

    private static SocketAddress tcpAddress(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        try {
            String host = address.substring(0, colon);
            int port = Integer.parseInt(address.substring(colon + 1));
            return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            throw new IOException("not host:port", malformed);
        }
    }

    private static Path socketPath(NodesProperties properties) {
        return Path.of(properties.address().substring(UNIX.length()));
    }

    /** Whoever may open the socket is believed to be a daemon. */
    private static void restrictToOwner(Path socket) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        calls.shutdown();
    }
}
