package dev.weir.local.bench.control;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One connection each, one thread for all. */
final class SimulatedDaemons implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ScheduledExecutorService dialling = Executors.newSingleThreadScheduledExecutor();
    private final List<SimulatedDaemon> daemons = new ArrayList<>();

    SimulatedDaemons(int count, Path socket, Ledger ledger) {
        for (int number = 0; number < count; number++) {
            daemons.add(new SimulatedDaemon(number, () -> channel(socket), ledger, this::connectSoon));
        }
    }

    private ManagedChannel channel(Path socket) {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .directExecutor()
                .overrideAuthority("server")
                .usePlaintext()
                .flowControlWindow(1 << 18)
                .maxInboundMessageSize(64 << 20)
                .disableRetry()
                .build();
    }

    List<SimulatedDaemon> all() {
        return daemons;
    }

    SimulatedDaemon get(int number) {
        return daemons.get(number);
    }

    /** All of them, each after the wait that its jitter gives it. */
    void connectAll() {
        daemons.forEach(this::connectSoon);
    }

    private void connectSoon(SimulatedDaemon daemon) {
        dialling.schedule(daemon::connect, SimulatedDaemon.firstWaitMs(), TimeUnit.MILLISECONDS);
    }

    void disconnectAll() {
        daemons.forEach(SimulatedDaemon::disconnect);
    }

    /** Waits until this holds for every daemon that applies what it is sent, and returns how long that took. */
    double secondsUntilAll(Predicate<SimulatedDaemon> condition, long limitSeconds) throws InterruptedException {
        long started = System.nanoTime();
        long deadline = started + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (!daemons.stream().filter(SimulatedDaemon::applies).allMatch(condition)) {
            if (System.nanoTime() > deadline) {
                long missing = daemons.stream()
                        .filter(SimulatedDaemon::applies)
                        .filter(condition.negate())
                        .count();
                throw new IllegalStateException(missing + " daemons are not up to date after " + limitSeconds + " s");
            }
            Thread.sleep(2);
        }
        return (System.nanoTime() - started) / 1e9;
    }

    @Override
    public void close() {
        disconnectAll();
        dialling.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
