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

/** Somebody finds a denied connection in the logs, and lets it through by the rule that is proposed. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class ProposalBrowserTests {
    private static final String NAMESPACE = "e2e-proposal";
    private static final String POLICY = "only-nobody";
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("stranger", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, POLICY, "server", "nobody", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void aDeniedConnectionIsLetThroughByTheProposedRuleAndNothingElseIs(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "client", server, 8080));
        Page page = visitor.signedIn();

        Locator denial =
                page.locator("#result table.records tbody tr").filter(new Locator.FilterOptions().setHasText("client"));
        await().atMost(SOON).until(() -> {
            page.navigate("/logs?verdict=deny&from=1h&ns=" + NAMESPACE);
            return denial.count() > 0;
        });
        denial.first().getByRole(AriaRole.LINK).first().click();
        assertThat(page.locator(".why-record")).containsText("isolated by " + POLICY + "; none admits");
        Visitor.link(page, "Propose a rule").click();

        assertThat(page.locator("p[role=status]")).containsText("Nothing else is admitted by that");
        Visitor.lookAt(page, "proposal");
        Visitor.button(page, "Open in the editor").click();
        assertThat(page.locator("#check-result")).containsText("app=client");
        assertThat(cluster.connects(NAMESPACE, "client", server, 8080))
                .as("nothing is written yet")
                .isFalse();
        Visitor.button(page, "Save").click();
        page.waitForURL(url -> url.contains("/policies/") && !url.contains("edit"));

        await().atMost(SOON).until(() -> cluster.connects(NAMESPACE, "client", server, 8080));
        assertThat(cluster.connects(NAMESPACE, "stranger", server, 8080))
                .as("nobody else is let through")
                .isFalse();
    }
}
