package dev.weir.daemon.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where the control plane is: {@code unix:/path}, or {@code host:port} with mutual TLS.
 *
 * @param tls absent for a Unix socket
 */
public record ServerAddress(String address, @Nullable Tls tls) {
    private static final String UNIX = "unix:";
    private static final int MAX_MESSAGE = 256 << 20;
    // A report goes out every two seconds: a peer that is silent for this long is gone.
    private static final Duration UNANSWERED = Duration.ofSeconds(10);

    /** PEM files, read anew for each connection, so that they may be renewed in place. */
    public record Tls(Path certificate, Path key, Path authority) {}

    public ServerAddress {
        if (!address.startsWith(UNIX) && tls == null) {
            throw new IllegalArgumentException("a server at " + address + " needs TLS files");
        }
    }

    ManagedChannel open(EventLoop loop, Executor executor) throws IOException {
        var builder = address.startsWith(UNIX) ? overUnixSocket() : overTls();
        return builder.eventLoopGroup(loop.group())
                .executor(executor)
                .maxInboundMessageSize(MAX_MESSAGE)
                .flowControlWindow(1 << 18)
                .disableRetry()
                .build();
    }

    private NettyChannelBuilder overUnixSocket() {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(address.substring(UNIX.length())))
                .channelType(EpollDomainSocketChannel.class)
                .overrideAuthority("server")
                .usePlaintext();
    }

    private NettyChannelBuilder overTls() throws IOException {
        var files = tls;
        if (files == null) {
            throw new IllegalStateException("checked when the address was made");
        }
        return NettyChannelBuilder.forTarget(address)
                .channelType(EpollSocketChannel.class)
                .withOption(EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(UNANSWERED.toMillis()))
                .negotiationType(NegotiationType.TLS)
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(PemFiles.privateKey(files.key()), PemFiles.certificates(files.certificate()))
                        .trustManager(files.authority().toFile())
                        .build());
    }

    @Override
    public String toString() {
        return address;
    }
}
