package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The live tail as a person has it open, with real packets. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class LiveTailBrowserTests {
    private static final String NAMESPACE = "e2e-tail";
    private static final String DENIALS = "disposition=deny AND dest.namespace=" + NAMESPACE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Each a record of its own: denied packets to one port are merged. */
    private static final int PORTS = 5;

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.denyAllIngress(NAMESPACE, "nobody"));

    @RegisterExtension
    final Visitor visitor = Visitor.overAnOutage();

    @Test
    void theTailGoesOnOverAKillOfTheServerWithoutAGapOrARepeat(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        await().atMost(PATIENCE).until(() -> !cluster.connects(NAMESPACE, "client", server, 8080));
        Page page = visitor.signedIn();
        page.navigate("/logs?live=1&verdict=deny&ns=" + NAMESPACE);
        assertThat(page.locator("[data-tail-connection]")).hasAttribute("data-state", "open");
        List<String> before = stored(cluster);

        askInVain(cluster, server, 1);
        awaitAllShown(cluster, page, before, PORTS);
        new PartProcess("server").kill();
        askInVain(cluster, server, 1 + PORTS);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> cluster.get("/nodes").get("items").valueStream().count() == 2);
        askInVain(cluster, server, 1 + 2 * PORTS);

        awaitAllShown(cluster, page, before, 3 * PORTS);
        assertThat(page.url()).as("still signed in").contains("/logs?live=1");
    }

    private static void askInVain(Cluster cluster, String server, int firstPort) {
        for (int port = firstPort; port < firstPort + PORTS; port++) {
            assertThat(cluster.connects(NAMESPACE, "client", server, port)).isFalse();
        }
    }

    /** Ids. */
    private static List<String> stored(Cluster cluster) {
        return cluster.records(DENIALS).stream()
                .map(record -> record.at("/weir/id").asString())
                .toList();
    }

    /** @param least that are stored since the tail was opened */
    private static void awaitAllShown(Cluster cluster, Page page, List<String> before, int least) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> since = without(before, stored(cluster));
            assertThat(since).hasSizeGreaterThanOrEqualTo(least);
            assertThat(without(before, shown(page))).containsExactlyInAnyOrderElementsOf(since);
        });
    }

    private static List<String> without(List<String> left, List<String> all) {
        return all.stream().filter(one -> !left.contains(one)).toList();
    }

    private static List<String> shown(Page page) {
        return page.locator("[data-tail-rows] tr td:first-child a").all().stream()
                .map(link -> link.getAttribute("href").replaceFirst(".*[?&]open=", ""))
                .toList();
    }
}
