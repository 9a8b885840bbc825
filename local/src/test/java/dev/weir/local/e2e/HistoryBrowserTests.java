package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What others do past Weir is in the history with their field manager, and what was deleted comes back as it was. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class HistoryBrowserTests {
    private static final String NAMESPACE = "e2e-history";
    private static final String POLICY = "server-admits-client";
    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final TestNamespace PODS =
            TestNamespace.of(NAMESPACE).withPod("client", "weir-node-1").withPod("server", "weir-node-2");

    @RegisterExtension
    final Visitor visitor = new Visitor();

    private static void apply(Cluster cluster, String manager, int port) {
        cluster.kubectlWithInput(
                        Manifests.admit(NAMESPACE, POLICY, "server", "client", port),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--field-manager=" + manager,
                        "-f",
                        "-")
                .orFail();
    }

    private static String spec(Cluster cluster) {
        return cluster.kubectl("-n", NAMESPACE, "get", "networkpolicy", POLICY, "-o", "jsonpath={.spec}")
                .orFail();
    }

    /** The newest change of the policy, as soon as it is that by this field manager or person. */
    private static JsonNode newest(Cluster cluster, String action, String author) {
        await().atMost(SOON).until(() -> {
            JsonNode items = history(cluster);
            return !items.isEmpty()
                    && items.get(0).get("action").asString().equals(action)
                    && items.get(0).at("/author/name").asString("").equals(author);
        });
        return cluster.get("/audit/" + history(cluster).get(0).get("id").asLong());
    }

    private static JsonNode history(Cluster cluster) {
        return cluster.get("/namespaces/" + NAMESPACE + "/networkpolicies/" + POLICY + "/history")
                .get("items");
    }

    @Test
    void anEditPastWeirNamesItsManagerWhoUndidItAndADeletedPolicyComesBackByteForByte(Cluster cluster) {
        apply(cluster, "argocd-controller", 8080);
        newest(cluster, "created", "argocd-controller");
        apply(cluster, "somebody-at-a-shell", 9090);
        newest(cluster, "changed", "somebody-at-a-shell");
        apply(cluster, "argocd-controller", 8080);
        newest(cluster, "changed", "argocd-controller");

        Page page = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate("/history?ns=" + NAMESPACE + "&policy=" + POLICY);
        Locator edit = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("somebody-at-a-shell"));
        assertThat(edit).containsText("past Weir");
        assertThat(edit).containsText("Undone by argocd-controller after");

        String spec = spec(cluster);
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", POLICY).orFail();
        JsonNode deletion = newest(cluster, "deleted", "");
        page.navigate("/history/" + deletion.at("/change/id").asLong());
        assertThat(page.locator("main")).containsText("of a deletion it names nobody");
        assertThat(page.locator("section:has(#effect-heading)")).containsText(NAMESPACE);
        press(page, "Restore what it was before…");
        page.waitForURL(Pattern.compile(".*/policies/new.*"));
        assertThat(cluster.kubectl("-n", NAMESPACE, "get", "networkpolicy", "-o", "name")
                        .orFail())
                .as("nothing is written before it was looked at")
                .isEmpty();
        press(page, "Save");
        page.waitForURL(Pattern.compile(".*/policies/" + POLICY));

        JsonNode restored = newest(cluster, "created", "admin");
        assertThat(restored.get("after").asString())
                .isEqualTo(deletion.get("before").asString());
        assertThat(restored.at("/change/author/door").asString()).isEqualTo("console");
        assertThat(restored.at("/change/author/place").asString()).isEqualTo("POST /ns/" + NAMESPACE + "/policies/new");
        assertThat(spec(cluster)).isEqualTo(spec);
    }

    /** By the keyboard: without scripts a page may stand still for longer than a click waits for it to be drawn. */
    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .press("Enter");
    }
}
