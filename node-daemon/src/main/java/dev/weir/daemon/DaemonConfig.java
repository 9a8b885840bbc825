package dev.weir.daemon;

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
 * @param recordFile this node's records
 * @param kernel object, pins and uplink
 * @param records limits of recording
 */
record DaemonConfig(
        String nodeName, Server server, Path stateDir, Path runDir, Path recordFile, Kernel kernel, Records records) {
    /** @param certificate, key, authority PEM files; absent with a Unix socket */
    record Server(String address, Optional<Path> certificate, Optional<Path> key, Optional<Path> authority) {}

    /** @param uplink absent: the interface of the default route, if there is one */
    record Kernel(Path object, Path bpffs, Optional<String> uplink) {}

    /**
     * @param denyAggregation denials of one key within this time become one line
     * @param linesPerSecond at most, denials first
     */
    record Records(Duration denyAggregation, int linesPerSecond) {}

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
            WEIR_LOG_DIR           folder of policy_action.log                      default: /var/log/network
            WEIR_BPF_OBJECT        the compiled datapath                            default: bpf/build/weir.bpf.o
            WEIR_BPFFS             where the BPF filesystem is mounted              default: /sys/fs/bpf
            WEIR_UPLINK            interface to other nodes                         default: that of the default route
            WEIR_DENY_AGGREGATION  time in which denials merge: 5s, 500ms, PT5S     default: 5s
            WEIR_RECORD_RATE       lines a second                                   default: 500
            """;

    /** @throws StartupFailure when a variable cannot be understood */
    static DaemonConfig from(Map<String, String> environment) {
        var variables = new Variables(environment);
        return new DaemonConfig(
                variables.text("WEIR_NODE_NAME").orElseGet(DaemonConfig::hostName),
                new Server(
                        variables.text("WEIR_SERVER").orElse("unix:/run/weir/server.sock"),
                        variables.path("WEIR_TLS_CERTIFICATE"),
                        variables.path("WEIR_TLS_KEY"),
                        variables.path("WEIR_TLS_CA")),
                variables.path("WEIR_STATE_DIR").orElse(Path.of("/var/lib/weir")),
                variables.path("WEIR_RUN_DIR").orElse(Path.of("/run/weir")),
                variables
                        .path("WEIR_LOG_DIR")
                        .orElse(Path.of("/var/log/network"))
                        .resolve("policy_action.log"),
                new Kernel(
                        variables.path("WEIR_BPF_OBJECT").orElse(Path.of("bpf/build/weir.bpf.o")),
                        variables.path("WEIR_BPFFS").orElse(Path.of("/sys/fs/bpf")),
                        variables.text("WEIR_UPLINK")),
                new Records(
                        variables.duration("WEIR_DENY_AGGREGATION").orElse(Duration.ofSeconds(5)),
                        variables.positive("WEIR_RECORD_RATE").orElse(500)));
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

        Optional<Integer> positive(String name) {
            return text(name).map(value -> positive(name, value));
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
