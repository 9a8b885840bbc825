package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.kubernetes.Manifests;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * The golden scenarios of {@code src/test/resources/policies}: a first document with packets to allow and to deny, then the cluster's manifests.
 * A packet is {@code tcp web/client-1 -> db/postgres-0:5432}; either end may be an address. Between pods it is asked for in both families.
 */
class ScenarioTests {
    private static final Pattern PACKET = Pattern.compile("(\\w+) (\\S+) -> (\\S+?)(?::(\\d+))?");

    @TestFactory
    Stream<DynamicTest> scenariosHoldForTheSpecificationAndTheCompiledForm() throws IOException, URISyntaxException {
        Path directory = Path.of(
                Objects.requireNonNull(getClass().getResource("/policies")).toURI());
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(
                            Objects.toString(file.getFileName()), () -> new Scenario(Files.readString(file)).run()))
                    .toList()
                    .stream();
        }
    }

    private static final class Scenario {
        private final Map<String, List<String>> expected;
        private final ClusterSnapshot cluster;

        Scenario(String text) {
            String[] documents = text.split("(?m)^---$");
            expected = new Yaml().load(documents[0]);
            Manifests manifests = new Manifests();
            for (int i = 1; i < documents.length; i++) {
                manifests.add(documents[i]);
            }
            cluster = manifests.snapshot();
        }

        void run() {
            PolicyEvaluator evaluator = new PolicyEvaluator(cluster);
            CompiledLookup lookup = new CompiledLookup(PolicyCompiler.compile(
                            cluster, cluster.nodes().stream().map(Node::name).toList())
                    .values());
            int asked = 0;
            for (Verdict verdict : Verdict.values()) {
                for (String line : lines(verdict)) {
                    for (Packet packet : packets(line)) {
                        assertThat(evaluator.evaluate(packet).verdict())
                                .as("the specification: " + line + " (" + packet + ")")
                                .isEqualTo(verdict);
                        assertThat(lookup.verdict(packet))
                                .as("the compiled form: " + line + " (" + packet + ")")
                                .isEqualTo(verdict);
                        asked++;
                    }
                }
            }
            assertThat(asked).isPositive();
        }

        private List<String> lines(Verdict verdict) {
            return expected.getOrDefault(verdict == Verdict.ALLOWED ? "allow" : "deny", List.of());
        }

        private List<Packet> packets(String line) {
            Matcher parts = PACKET.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            Protocol protocol = Protocol.parse(parts.group(1));
            int port = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
            List<Packet> packets = new ArrayList<>();
            for (IpAddress source : addresses(parts.group(2))) {
                for (IpAddress destination : addresses(parts.group(3))) {
                    if (source.isV4() == destination.isV4()) {
                        packets.add(new Packet(source, destination, protocol, port));
                    }
                }
            }
            assertThat(packets).as(line).isNotEmpty();
            return packets;
        }

        private List<IpAddress> addresses(String end) {
            if (!end.contains("/")) {
                return List.of(IpAddress.parse(end.replace("[", "").replace("]", "")));
            }
            Pod pod = cluster.pod(new PodRef(end.substring(0, end.indexOf('/')), end.substring(end.indexOf('/') + 1)));
            assertThat(pod).as(end).isNotNull();
            return Objects.requireNonNull(pod).declaredAddresses();
        }
    }
}
