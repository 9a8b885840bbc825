package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten policies are pasted, looked at, applied, and taken back by themselves. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class ChangesBrowserTests {
    private static final String NAMESPACE = "e2e-changes";

    @RegisterExtension
    static final TestNamespace PODS =
            TestNamespace.of(NAMESPACE).withPod("client", "weir-node-1").withPod("server", "weir-node-2");

    @RegisterExtension
    final Visitor visitor = new Visitor();

    /** Nine that matter to nobody, and one that locks everybody out. */
    private static String tenPolicies() {
        return IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> Manifests.admit(NAMESPACE, "harmless-" + i, "nobody-" + i, "client", 8080 + i))
                        .collect(Collectors.joining())
                + Manifests.denyAllIngress(NAMESPACE, "locks-everybody-out");
    }

    @Test
    void tenPastedPoliciesAreTakenBackWhenTheyDenyWhatWasAllowed(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        assertThat(cluster.connects(NAMESPACE, "client", server, 8080)).isTrue();

        Page page = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate("/changes/new");
        page.locator("#yaml").fill(tenPolicies());
        page.locator("#within").fill("5m");
        page.locator("#denies").fill("2");
        press(page, "Check");
        assertThat(page.locator("#check-result tbody tr")).hasCount(10);
        assertThat(page.locator("#check-result")).containsText("would be created");
        assertThat(page.locator("#check-result")).containsText("server");
        assertThat(cluster.connects(NAMESPACE, "client", server, 8080))
                .as("a check writes nothing")
                .isTrue();

        press(page, "Apply");
        assertThat(page.locator("#change-state")).containsText("waits to be confirmed");
        String address = page.url();
        await().atMost(Duration.ofSeconds(5)).until(() -> !cluster.connects(NAMESPACE, "client", server, 8080));

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            cluster.connects(NAMESPACE, "client", server, 8080);
            page.navigate(address);
            return !page.locator("#change-state").textContent().contains("waits to be confirmed");
        });
        assertThat(page.locator("#change-state"))
                .containsText("packets were denied between workloads that could talk before", soon());
        await().atMost(Duration.ofSeconds(5)).until(() -> cluster.connects(NAMESPACE, "client", server, 8080));
        assertThat(cluster.kubectl("-n", NAMESPACE, "get", "networkpolicy", "-o", "name")
                        .orFail())
                .isEmpty();
    }

    /** By the keyboard: without scripts a page may stand still for longer than a click waits for it to be drawn. */
    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .press("Enter");
    }

    private static ContainsTextOptions soon() {
        return new ContainsTextOptions().setTimeout(5000);
    }
}
