package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A viewer of one namespace, added on the page, who looks around on the cluster with real packets. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class RolesBrowserTests {
    private static final String MINE = "e2e-mine";
    private static final String OTHER = "e2e-other";
    private static final String PASSWORD = "a password for one test";
    private static final List<String> PAGES = List.of(
            "/",
            "/policies",
            "/ns/" + MINE,
            "/logs?from=1h",
            "/logs?from=1h&join=1",
            "/logs/export?format=csv&from=1h",
            "/logging",
            "/alerts",
            "/changes",
            "/history",
            "/access");

    @RegisterExtension
    static final TestNamespace MY_PODS = TestNamespace.of(MINE)
            .withPod("my-server", "weir-node-1")
            .with(Manifests.denyAllIngress(MINE, "my-policy"));

    @RegisterExtension
    static final TestNamespace THEIR_PODS = TestNamespace.of(OTHER)
            .withPod("their-client", "weir-node-2")
            .with(Manifests.admit(OTHER, "their-policy", "their-client", "their-friend", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void aViewerOfOneNamespaceSeesNothingElse(Cluster cluster) {
        String server = cluster.podAddress(MINE, "my-server");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            cluster.connects(OTHER, "their-client", server, 8080);
            return !cluster.records("disposition=deny AND dest.namespace=" + MINE)
                    .isEmpty();
        });
        Page admin = visitor.signedIn();
        admin.navigate("/access");
        admin.locator("#person-name").fill("viewer-of-mine");
        admin.locator("#person-password").fill(PASSWORD);
        admin.locator("#person-role").selectOption("viewer");
        admin.locator("#person-namespaces").fill(MINE);
        admin.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(admin.locator("#people")).containsText("viewer-of-mine");

        Page viewer = visitor.signedIn(new NewContextOptions(), "viewer-of-mine", PASSWORD);
        for (String address : PAGES) {
            String text = address.contains("export")
                    ? viewer.context().request().get(address).text()
                    : opened(viewer, address);
            assertThat(text).as(address).doesNotContain("their-", OTHER, "payments", "redis-cart");
        }
        viewer.navigate("/logs?from=1h");
        assertThat(viewer.locator("table.records")).containsText("a pod in a namespace that you may not see");
        assertThat(viewer.locator("table.records")).containsText("my-server");
        seesOnlyTheOwnEndLive(cluster, viewer, server);
        assertThat(viewer.context().request().get("/ns/" + OTHER).status()).isEqualTo(404);
        assertThat(viewer.context().request().get("/nodes").status()).isEqualTo(403);

        admin.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove viewer-of-mine"))
                .click();
        viewer.navigate("/");
        assertThat(viewer.url()).contains("/login");
    }

    private static void seesOnlyTheOwnEndLive(Cluster cluster, Page viewer, String server) {
        viewer.navigate("/logs?live=1");
        assertThat(viewer.locator("[data-tail-connection]")).hasAttribute("data-state", "open");
        cluster.connects(OTHER, "their-client", server, 9090);
        Locator rows = viewer.locator("[data-tail-rows]");
        assertThat(rows).containsText("tcp 9090", new ContainsTextOptions().setTimeout(15_000));
        assertThat(rows).containsText("a pod in a namespace that you may not see");
        assertThat(rows.innerText()).doesNotContain("their-", OTHER, "payments", "redis-cart");
    }

    private static String opened(Page page, String address) {
        page.navigate(address);
        return page.locator("body").innerText();
    }
}
