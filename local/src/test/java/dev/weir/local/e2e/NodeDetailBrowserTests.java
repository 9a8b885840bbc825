package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody looks at a node, and at what its kernel enforces for one pod. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class NodeDetailBrowserTests {
    private static final String NAMESPACE = "e2e-node-detail";
    private static final String POLICY = "only-client";
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @BeforeAll
    static void awaitInForce(Cluster cluster) {
        await().atMost(SOON)
                .until(() -> cluster.get("/namespaces/" + NAMESPACE + "/networkpolicies/" + POLICY + "/status")
                        .get("inForceEverywhere")
                        .asBoolean());
    }

    @Test
    void thePageOfANodeHasThePodsProgramsAndLeadsToWhatTheKernelEnforcesForEachOfThem() throws IOException {
        Page page = visitor.signedIn();
        page.navigate("/nodes/weir-node-2");
        assertThat(page.locator("tr:has(th:has-text('from_pod'))")).containsText("compiled to");
        assertThat(page.locator("tr:has(th:has-text('identity_map'))")).containsText("lpm_trie");
        var file = page.waitForDownload(
                () -> page.getByText("Download diagnostics").click());
        assertThat(Files.readString(file.path())).contains("\"translatedBytes\"", "\"verdict_map\"");

        page.navigate("/nodes/weir-node-2");
        page.getByText(NAMESPACE + "/server").click();
        assertThat(page.locator("#verdict")).containsText("The kernel enforces what revision");
        assertThat(page.locator("#differences")).hasCount(0);
        assertThat(page.locator("tr:has(th:has-text('pods of " + NAMESPACE + "/client'))"))
                .containsText(NAMESPACE + "/" + POLICY + " ingress[0]");
        assertThat(page.locator("tr:has(th:has-text('pods of " + NAMESPACE + "/client'))"))
                .containsText("TCP 8080");
        Visitor.lookAt(page, "pod-in-kernel");
    }

    @Test
    void programsAreToldTheSame(Cluster cluster) {
        var answer = cluster.get("/nodes/weir-node-2/pods/" + NAMESPACE + "/server/policy");
        assertThat(answer.get("agreement").asString()).isEqualTo("AGREES");
        assertThat(answer.at("/kernel/identities/missing").asLong()).isZero();
    }
}
