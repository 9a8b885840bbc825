package dev.weir.daemon;

import dev.weir.daemon.count.Counting;
import dev.weir.daemon.datapath.DatapathException;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.endpoint.HostRoutes;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.flow.FlowRecorder;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordActivity;
import dev.weir.daemon.flow.Recording;
import dev.weir.daemon.grpc.ControlPlaneClient;
import dev.weir.daemon.grpc.CountFile;
import dev.weir.daemon.grpc.EndpointServer;
import dev.weir.daemon.grpc.EventLoop;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.grpc.RecordSpool;
import dev.weir.daemon.grpc.ServerAddress;
import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.libbpf.KernelInterfaces;
import dev.weir.daemon.libbpf.LibbpfDatapath;
import dev.weir.daemon.libbpf.UpgradeException;
import dev.weir.daemon.net.NodeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's main: reads its configuration, checks the kernel, wires the parts, runs, and closes them in reverse. */
public final class NodeDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDaemon.class);

    private final DaemonConfig config;
    private final NodeClock clock = NodeClock.system();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private NodeDaemon(DaemonConfig config) {
        this.config = config;
    }

    public static void main(String[] arguments) {
        try {
            run(arguments.length == 0 ? "" : arguments[0]);
        } catch (StartupFailure e) {
            System.err.println(e.getMessage() + "\n" + e.action());
            System.exit(1);
        } catch (DatapathException | IOException e) {
            LOG.error("the daemon cannot start", e);
            System.exit(1);
        }
    }

    private static void run(String argument) throws IOException {
        switch (argument) {
            case "" -> serve(DaemonConfig.from(System.getenv()));
            case "--help" -> System.out.print(DaemonConfig.HELP);
            case "--clean" -> clean(DaemonConfig.from(System.getenv()));
            default -> throw new StartupFailure("There is no option " + argument + ".", DaemonConfig.HELP);
        }
    }

    private static void serve(DaemonConfig config) throws IOException {
        KernelRequirement.check(config);
        var daemon = new NodeDaemon(config);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            daemon.close();
            stopped.countDown();
        }));
        try {
            daemon.start();
        } catch (RuntimeException | IOException e) {
            daemon.close();
            throw e;
        }
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void start() throws IOException {
        var datapath = opened(datapath(config));
        var spool = opened(new RecordSpool(config.stateDir().resolve("spool"), new SecureRandom().nextLong() | 1));
        var books = new FlowRecorder.Books(
                new RecordAccount(spool.accountBefore()), new RecordActivity(), new LoggingChanges(clock));
        var recorder = new FlowRecorder(config.records(), clock, books, spool);
        var counting = opened(new Counting(
                new DatapathCounters(datapath),
                new CountFile(config.stateDir()),
                recorder::names,
                clock,
                config.pairs()));
        var interfaces = new KernelInterfaces();
        var routes = new HostRoutes(Path.of("/proc/self/net"));
        var enforcer = new Enforcer(
                new Enforcer.Parts(datapath, opened(new NodeStateFile(config.stateDir())), interfaces, clock),
                (state, change) -> recorder.use(recorder.names().next(state, change, clock)));
        enforcer.start();
        enforcer.useUplink(uplink(interfaces, routes));
        var applied = enforcer.program().stamp();
        counting.start();
        opened(new Recording(counting.counted(new DatapathSource(datapath)), recorder, clock))
                .start();
        var enforcement = opened(new Enforcement(enforcer, routes));
        enforcement.start();
        enforcement.tell(counting::retire);
        var loop = opened(new EventLoop());
        opened(new EndpointServer(config.runDir().resolve("endpoint.sock"), loop, enforcement));
        var reports = new NodeMeasurements(datapath, enforcement, books, counting, clock);
        opened(new ControlPlaneClient(
                        greeting(),
                        new ControlPlaneClient.Parts(server(), loop, enforcement, reports, spool, clock),
                        applied))
                .start();
        LOG.info("node {} enforces revision {}", config.nodeName(), applied.revision());
    }

    private static LibbpfDatapath datapath(DaemonConfig config) {
        try {
            return LibbpfDatapath.load(config.kernel().object(), pins(config));
        } catch (UpgradeException e) {
            throw new StartupFailure(String.valueOf(e.getMessage()), e.action(), e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private ControlPlaneClient.Greeting greeting() {
        var version = Optional.ofNullable(NodeDaemon.class.getPackage().getImplementationVersion());
        return new ControlPlaneClient.Greeting(
                config.nodeName(), KernelRequirement.release(), Abi.VERSION, version.orElse("development"));
    }

    private ServerAddress server() {
        var server = config.server();
        if (server.address().startsWith("unix:")) {
            return new ServerAddress(server.address(), null);
        }
        return new ServerAddress(
                server.address(),
                new ServerAddress.Tls(
                        required(server.certificate(), "WEIR_TLS_CERTIFICATE"),
                        required(server.key(), "WEIR_TLS_KEY"),
                        required(server.authority(), "WEIR_TLS_CA")));
    }

    private static Path required(Optional<Path> file, String variable) {
        return file.orElseThrow(() -> new StartupFailure(
                "A server at host:port is reached with mutual TLS, and " + variable + " is not set.",
                "Set " + variable + " to a PEM file, or WEIR_SERVER to unix:/path."));
    }

    private int uplink(NetworkInterfaces interfaces, HostRoutes routes) throws IOException {
        var name = config.kernel().uplink();
        if (name.isPresent()) {
            return interfaces
                    .indexOf(name.get())
                    .orElseThrow(() -> new StartupFailure(
                            "This node has no interface " + name.get() + ".", "Set WEIR_UPLINK to one that it has."));
        }
        return routes.uplink().map(found -> interfaces.indexOf(found).orElse(0)).orElse(0);
    }

    private static Path pins(DaemonConfig config) {
        return config.kernel()
                .bpffs()
                .resolve("weir")
                .resolve(config.nodeName())
                .resolve("v" + Abi.VERSION);
    }

    /** Removes the pins of this node, of every ABI version: what held maps and links alive is gone. */
    private static void clean(DaemonConfig config) throws IOException {
        var folder = config.kernel().bpffs().resolve("weir").resolve(config.nodeName());
        if (Files.isDirectory(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file :
                        files.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * In reverse order of opening. Links and maps stay pinned: traffic and enforcement go on. Whoever ends the daemon while it starts waits
     * until it has: what is opened on top of a part that was closed cannot be closed any more.
     */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part could not be closed", e);
            }
        }
    }
}
