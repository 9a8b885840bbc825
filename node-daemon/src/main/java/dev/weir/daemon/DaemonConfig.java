package dev.weir.daemon;

import dev.weir.daemon.flow.RecordOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon's settings, each from one environment variable.
 *
 * @param nodeName as in the Kubernetes API
 * @param server of the control plane
 * @param stateDir program and spool, kept over restarts
 * @param runDir of {@code endpoint.sock}
 * @param kernel object, pins and uplink
 * @param records how they are written: the tuning file, and above it the variables
 * @param pairs of workloads that are counted apart
 */
record DaemonConfig(
        String nodeName, Server server, Path stateDir, Path runDir, Kernel kernel, RecordOptions records, int pairs) {
    private static final int PAIRS = 200;
    private static final int MOST_PAIRS = 10_000;

    /** @param certificate, key, authority PEM files; absent with a Unix socket */
    record Server(String address, Optional<Path> certificate, Optional<Path> key, Optional<Path> authority) {}

    /** @param uplink absent: the interface of the default route, if there is one */
    record Kernel(Path object, Path bpffs, Optional<String> uplink) {}

    static final String HELP = """
            Weir node daemon. Usage: NodeDaemon [--help | --clean]

            --clean   removes every pin of this node from the BPF filesystem, and so all enforcement, and ends

            WEIR_NODE_NAME         name of this node in the Kubernetes API          default: the host's name
            WEIR_SERVER            unix:/path, or host:port with mutual TLS         default: unix:/run/weir/server.sock
            WEIR_TLS_CERTIFICATE   PEM file, for host:port                          default: none
            WEIR_TLS_KEY           PEM file, for host:port                          default: none
            WEIR_TLS_CA            PEM file, for host:port                          default: none
            WEIR_STATE_DIR         program and records under way                    default: /var/lib/weir
            WEIR_RUN_DIR           folder of endpoint.sock                          default: /run/weir
            WEIR_LOG_DIR           folder of policy_action.log                      default: that of the tuning file
            WEIR_BPF_OBJECT        the compiled datapath                            default: bpf/build/weir.bpf.o
            WEIR_BPFFS             where the BPF filesystem is mounted              default: /sys/fs/bpf
            WEIR_UPLINK            interface to other nodes                         default: that of the default route
            WEIR_LOGGING_FILE      tuning file, with the keys of GKE's              default: /etc/weir/policy-logging.conf
            WEIR_DENY_AGGREGATION  time in which denials merge: 5s, 500ms, PT5S     default: that of the tuning file
            WEIR_RECORD_RATE       lines a second, or: unlimited                    default: that of the tuning file
            WEIR_PAIRS             pairs of workloads that are counted apart        default: 200
            """;

    /** @throws StartupFailure when a variable cannot be understood */
    static DaemonConfig from(Map<String, String> environment) {
        var variables = new Variables(environment);
        var node = variables.text("WEIR_NODE_NAME").orElseGet(DaemonConfig::hostName);
        return new DaemonConfig(
                node,
                new Server(
                        variables.text("WEIR_SERVER").orElse("unix:/run/weir/server.sock"),
                        variables.path("WEIR_TLS_CERTIFICATE"),
                        variables.path("WEIR_TLS_KEY"),
                        variables.path("WEIR_TLS_CA")),
                variables.path("WEIR_STATE_DIR").orElse(Path.of("/var/lib/weir")),
                variables.path("WEIR_RUN_DIR").orElse(Path.of("/run/weir")),
                new Kernel(
                        variables.path("WEIR_BPF_OBJECT").orElse(Path.of("bpf/build/weir.bpf.o")),
                        variables.path("WEIR_BPFFS").orElse(Path.of("/sys/fs/bpf")),
                        variables.text("WEIR_UPLINK")),
                records(variables, node),
                variables.number("WEIR_PAIRS", MOST_PAIRS).orElse(PAIRS));
    }

    private static RecordOptions records(Variables variables, String node) {
        var tuning = LoggingFile.read(
                variables.path("WEIR_LOGGING_FILE").orElse(Path.of("/etc/weir/policy-logging.conf")), node);
        var file = tuning.file();
        var path = variables
                .path("WEIR_LOG_DIR")
                .map(folder -> folder.resolve(file.path().getFileName()))
                .orElse(file.path());
        var window = variables.duration("WEIR_DENY_AGGREGATION");
        return tuning.withFile(path, file.maxBytes(), file.backups())
                .withDenials(
                        window.orElse(tuning.denials().window()),
                        tuning.denials().keys())
                .withLinesPerSecond(variables.rate("WEIR_RECORD_RATE").orElse(tuning.linesPerSecond()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new StartupFailure("The host has no name.", "Set WEIR_NODE_NAME.", e);
        }
    }

    private record Variables(Map<String, String> environment) {
        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        Optional<Path> path(String name) {
            return text(name).map(Path::of);
        }

        Optional<Duration> duration(String name) {
            return text(name).map(value -> duration(name, value));
        }

        Optional<Integer> rate(String name) {
            return text(name)
                    .map(value ->
                            value.equals("unlimited") ? RecordOptions.UNLIMITED : (Integer) positive(name, value));
        }

        Optional<Integer> number(String name, int most) {
            return text(name).map(value -> {
                var number = positive(name, value);
                if (number > most) {
                    throw new StartupFailure(name + " is " + value + ".", "Write " + most + " or less.");
                }
                return number;
            });
        }

        private static Duration duration(String name, String value) {
            try {
                return value.endsWith("ms")
                        ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
                        : Duration.parse(value.startsWith("P") ? value : "PT" + value);
            } catch (RuntimeException e) {
                throw new StartupFailure(
                        name + " is no duration: " + value, "Write a number with its unit, such as 5s or 500ms.", e);
            }
        }

        private static int positive(String name, String value) {
            try {
                return Integer.parseUnsignedInt(value);
            } catch (NumberFormatException e) {
                throw new StartupFailure(name + " is no number: " + value, "Write a whole number, such as 500.", e);
            }
        }
    }
}
