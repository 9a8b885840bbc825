package dev.weir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart is linted, and rendered to objects that are looked at. */
class HelmChartTests {

    private static final Path CHART = Path.of("helm/weir");

    @Test
    void passesHelmLint() {
        var result = new Helm(CHART).lint().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void withoutAnImageItSaysWhatToSet() {
        assertThatThrownBy(() -> template().call())
                .hasMessageContaining("image.repository is empty: no public image exists yet");
    }

    @Test
    void moreThanOneServerIsRefusedBecauseTheStoreBelongsToOneProcess() {
        assertThatThrownBy(() -> withImages().set("server.replicas", 2).call())
                .hasMessageContaining("/server/replicas");
    }

    @Test
    void recordsMayGoToAnOpenSearchClusterWhosePasswordIsInASecret() {
        String manifests = withImages()
                .set("server.store.opensearch.addresses[0]", "https://search:9200")
                .set("server.store.opensearch.user", "weir")
                .set("server.store.opensearch.passwordSecret", "search-password")
                .call();
        assertThat(manifests)
                .contains("WEIR_STORE_OPENSEARCH_ADDRESSES, value: \"https://search:9200\"")
                .contains("WEIR_STORE_OPENSEARCH_PASSWORDFILE, value: /etc/weir/opensearch/password")
                .contains("secret: {secretName: search-password}");
    }

    @Test
    void theServerHasTheFlagsOfTheLocalCluster() throws IOException {
        List<String> flags = Files.readAllLines(Path.of("server.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(javaOptions(withImages()))
                .startsWith(flags.toArray(String[]::new))
                .endsWith("-Xmx128m");
    }

    @Test
    void aServerOfALargeClusterHasAnotherHeapAndOptionsThatCount() {
        assertThat(javaOptions(withImages()
                        .set("server.heap", "2g")
                        .set("server.javaOptions", "-XX:TieredStopAtLevel=4 -XX:NewRatio=2")))
                .endsWith("-Xmx2g", "-XX:TieredStopAtLevel=4", "-XX:NewRatio=2");
    }

    private static List<String> javaOptions(TemplateCommand command) {
        String value = command.call()
                .lines()
                .dropWhile(line -> !line.contains("name: JDK_JAVA_OPTIONS"))
                .skip(2)
                .takeWhile(line -> line.startsWith(" ".repeat(16)))
                .collect(Collectors.joining(" "));
        return List.of(value.strip().split("\\s+"));
    }

    @Test
    void theDaemonHasThreeCapabilitiesAndNoServiceAccountToken() {
        Map<String, Object> pod = path(object("DaemonSet"), "spec", "template", "spec");
        Map<String, Object> container = containers(pod).getFirst();

        assertThat(pod).containsEntry("automountServiceAccountToken", false).containsEntry("hostNetwork", true);
        assertThat(path(container, "securityContext", "capabilities"))
                .containsEntry("drop", List.of("ALL"))
                .containsEntry("add", List.of("BPF", "NET_ADMIN", "PERFMON"));
    }

    @Test
    void theDaemonNeverSeesTheKeyOfTheServer() {
        assertThat(path(object("DaemonSet"), "spec", "template", "spec").toString())
                .doesNotContain("server.key");
        assertThat(path(object("Deployment"), "spec", "template", "spec").toString())
                .doesNotContain("daemon.key");
    }

    @Test
    void networkLoggingStartsWithEverythingOffAsOnGke() throws IOException {
        // Rendering inside the JVM leaves hooks out, so the template itself is read.
        String manifest = Files.readAllLines(CHART.resolve("templates/networklogging.yaml")).stream()
                .filter(line -> !line.contains("{{"))
                .collect(Collectors.joining("\n"));
        Map<String, Object> cluster = path(objects(manifest).getFirst(), "spec", "cluster");

        assertThat(cluster)
                .containsEntry("allow", Map.of("log", false, "delegate", false))
                .containsEntry("deny", Map.of("log", false, "delegate", false));
    }

    @Test
    void theTuningFileOfTheDaemonsComesFromTheValues() {
        String manifests = withImages().set("daemon.logging.extensions", false).call();
        Map<String, Object> file = objects(manifests).stream()
                .filter(object -> "ConfigMap".equals(object.get("kind"))
                        && object.toString().contains("policy-logging"))
                .findFirst()
                .orElseThrow();

        assertThat(path(file, "data").get("policy-logging.conf")).isEqualTo("extensions: false\n");
        assertThat(manifests).contains("mountPath: /etc/weir/policy-logging.conf");
        assertThat(withImages().call()).doesNotContain("policy-logging.conf");
    }

    @Test
    void theServerMayNotReadSecretsOrWritePods() {
        String rules = String.valueOf(object("ClusterRole").get("rules"));

        assertThat(rules).doesNotContain("secrets", "'*'", "[*]", "pods/exec");
    }

    private static TemplateCommand withImages() {
        return template()
                .set("server.image.repository", "example/server")
                .set("daemon.image.repository", "example/daemon");
    }

    private static TemplateCommand template() {
        return new Helm(CHART).template().withKubeVersion("1.32.0");
    }

    private static Map<String, Object> object(String kind) {
        return objects(withImages().call()).stream()
                .filter(object -> kind.equals(object.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(String manifests) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifests)) {
            if (document != null) {
                objects.add((Map<String, Object>) document);
            }
        }
        return objects;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> path(Map<String, Object> object, String... keys) {
        Map<String, Object> current = object;
        for (String key : keys) {
            current = requireNonNull((Map<String, Object>) current.get(key), key);
        }
        return current;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> containers(Map<String, Object> podSpec) {
        return requireNonNull((List<Map<String, Object>>) podSpec.get("containers"));
    }
}
