package dev.weir.local.kubelet;

import com.google.protobuf.ByteString;
import dev.weir.local.fabric.PodNetwork;
import dev.weir.proto.v1.AttachRequest;
import dev.weir.proto.v1.AwaitProgrammedRequest;
import dev.weir.proto.v1.DetachRequest;
import dev.weir.proto.v1.EndpointServiceGrpc;
import dev.weir.proto.v1.PodRef;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One node's daemon, on its endpoint socket. Every call either answers in bounded time or says in one sentence what is missing. */
final class NodeDaemonClient implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;

    private final Path socket;
    private final ManagedChannel channel;
    private final EndpointServiceGrpc.EndpointServiceBlockingStub daemon;

    NodeDaemonClient(Path socket, MultiThreadIoEventLoopGroup threads) {
        this.socket = socket;
        this.channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(threads)
                .usePlaintext()
                .build();
        this.daemon = EndpointServiceGrpc.newBlockingStub(channel);
    }

    static MultiThreadIoEventLoopGroup threads() {
        return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    }

    /** From here on not one packet passes the pod's interface until its program is in force. */
    void attach(PodNetwork pod) throws NotProgrammedException {
        AttachRequest.Builder request = AttachRequest.newBuilder()
                .setPod(reference(pod))
                .setUid(pod.uid())
                .setInterface(pod.hostInterface());
        pod.addresses().all().forEach(address -> request.addAddresses(bytes(address)));
        call("attach the datapath", () -> stub().attach(request.build()));
    }

    /** Returns when the pod's program is in force. */
    void awaitProgrammed(PodNetwork pod) throws NotProgrammedException {
        var request = AwaitProgrammedRequest.newBuilder()
                .setPod(reference(pod))
                .setUid(pod.uid())
                .build();
        call("confirm the pod's program", () -> stub().awaitProgrammed(request));
    }

    void detach(PodNetwork pod) throws NotProgrammedException {
        var request = DetachRequest.newBuilder()
                .setPod(reference(pod))
                .setUid(pod.uid())
                .build();
        call("detach the datapath", () -> stub().detach(request));
    }

    private EndpointServiceGrpc.EndpointServiceBlockingStub stub() {
        return daemon.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void call(String purpose, Runnable call) throws NotProgrammedException {
        // A daemon that was down is tried again at once, not when gRPC's growing pause is over.
        channel.resetConnectBackoff();
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            throw new NotProgrammedException(explain(purpose, e.getStatus()), e);
        }
    }

    private String explain(String purpose, Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> "the node's daemon does not answer on " + socket;
            case DEADLINE_EXCEEDED -> "the node's daemon did not " + purpose + " within " + PATIENCE_SECONDS + " s";
            default ->
                "the node's daemon could not " + purpose + ": " + status.getCode() + " " + status.getDescription();
        };
    }

    private static PodRef reference(PodNetwork pod) {
        return PodRef.newBuilder()
                .setNamespace(pod.podNamespace())
                .setName(pod.podName())
                .build();
    }

    private static ByteString bytes(String address) {
        return ByteString.copyFrom(InetAddress.ofLiteral(address).getAddress());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
