package dev.weir.daemon.grpc;

import dev.weir.daemon.datapath.Enforcement;
import dev.weir.proto.v1.AttachRequest;
import dev.weir.proto.v1.AttachResponse;
import dev.weir.proto.v1.AwaitProgrammedRequest;
import dev.weir.proto.v1.AwaitProgrammedResponse;
import dev.weir.proto.v1.DetachRequest;
import dev.weir.proto.v1.DetachResponse;
import dev.weir.proto.v1.EndpointServiceGrpc;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The node-local API on a Unix socket that only root may use. */
public final class EndpointServer implements AutoCloseable {
    private final Server server;
    private final Path socket;

    /** Listens when it returns. A socket that an earlier life left behind is replaced. */
    public EndpointServer(Path socket, EventLoop loop, Enforcement enforcement) throws IOException {
        this.socket = socket;
        Files.createDirectories(socket.toAbsolutePath().getParent());
        Files.deleteIfExists(socket);
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop.group())
                .workerEventLoopGroup(loop.group())
                .directExecutor()
                .addService(new Service(enforcement))
                .build()
                .start();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() throws IOException {
        server.shutdownNow();
        Files.deleteIfExists(socket);
    }

    private static final class Service extends EndpointServiceGrpc.EndpointServiceImplBase {
        private final Enforcement enforcement;

        Service(Enforcement enforcement) {
            this.enforcement = enforcement;
        }

        @Override
        public void attach(AttachRequest request, StreamObserver<AttachResponse> caller) {
            answer(
                    enforcement.attach(ProgramMapper.pod(request.getPod()), request.getUid(), request.getInterface()),
                    done -> AttachResponse.getDefaultInstance(),
                    caller);
        }

        @Override
        public void awaitProgrammed(AwaitProgrammedRequest request, StreamObserver<AwaitProgrammedResponse> caller) {
            var programmed = enforcement.awaitProgrammed(ProgramMapper.pod(request.getPod()), request.getUid());
            // The caller's deadline ends the wait; gRPC answers DEADLINE_EXCEEDED itself.
            Context.current().addListener(cancelled -> programmed.cancel(false), Runnable::run);
            answer(
                    programmed,
                    revision -> AwaitProgrammedResponse.newBuilder()
                            .setRevision(revision)
                            .build(),
                    caller);
        }

        @Override
        public void detach(DetachRequest request, StreamObserver<DetachResponse> caller) {
            answer(
                    enforcement.detach(ProgramMapper.pod(request.getPod()), request.getUid()),
                    done -> DetachResponse.getDefaultInstance(),
                    caller);
        }

        private static <T, R> void answer(
                CompletableFuture<T> result, Function<T, R> response, StreamObserver<R> caller) {
            result.whenComplete((value, failure) -> {
                if (failure == null) {
                    caller.onNext(response.apply(value));
                    caller.onCompleted();
                } else if (!result.isCancelled()) {
                    caller.onError(Status.FAILED_PRECONDITION
                            .withDescription(failure.getMessage())
                            .asException());
                }
            });
        }
    }
}
