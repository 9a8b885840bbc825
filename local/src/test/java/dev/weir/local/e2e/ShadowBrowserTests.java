package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody puts a policy into shadow, sees what it would break, and promotes it. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class ShadowBrowserTests {
    private static final String NAMESPACE = "e2e-shadow-page";
    private static final String POLICY = "only-client";
    private static final String PAGE = "/ns/" + NAMESPACE + "/policies/" + POLICY;
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("other", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void aPolicyGoesIntoShadowShowsWhatItWouldBreakAndIsPromoted(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "other", server, 8080));
        Page page = visitor.signedIn();
        page.navigate(PAGE);

        button(page, "Put into shadow").click();
        assertThat(page.locator("#shadow")).containsText("in shadow: judged, not enforced");
        await().atMost(SOON).until(() -> cluster.connects(NAMESPACE, "other", server, 8080));
        Locator row = page.locator("#shadow tbody tr");
        await().atMost(SOON).until(() -> {
            page.reload();
            return row.count() == 1;
        });
        assertThat(row).containsText(NAMESPACE + "/other");
        assertThat(row).containsText(NAMESPACE + "/server");
        Visitor.lookAt(page, "shadow");

        showsItsRecords(page, row);
        page.navigate(PAGE);
        button(page, "Promote: enforce it").click();
        assertThat(page.locator("#shadow")).containsText("Put into shadow");
        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "other", server, 8080));
    }

    private static void showsItsRecords(Page page, Locator row) {
        await().atMost(SOON).until(() -> {
            page.navigate(PAGE);
            row.getByText("show").click();
            return page.locator("#result table.records tbody tr").count() > 0;
        });
        assertThat(page.locator("#result table.records tbody tr").first()).containsText("allow; denied in shadow");
        assertThat(page.locator("#result table.records tbody tr").first()).containsText(POLICY);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
