package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody writes down what must be so; an edit that would break it is refused, and written once its author says why. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class ExpectationsBrowserTests {
    private static final String NAMESPACE = "e2e-expect";
    private static final String POLICY = "server-in";
    private static final String EXPECTED = "client may reach server:8080";
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void anEditThatBreaksAnExpectationIsRefusedAndWrittenWithItsReason(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        await().atMost(SOON).until(() -> cluster.connects(NAMESPACE, "client", server, 8080));
        Page page = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));

        page.navigate("/expectations?ns=" + NAMESPACE);
        assertThat(page.locator("main")).containsText("None yet");
        page.locator("#name").fill("client-to-server");
        page.locator("#expect").fill(EXPECTED);
        press(page, "Save");
        assertThat(page.locator("tbody tr")).containsText("holds");

        page.navigate("/ns/" + NAMESPACE + "/policies/" + POLICY + "/edit?view=yaml");
        page.locator("#yaml").fill(page.locator("#yaml").inputValue().replace("app: client", "app: somebody-else"));
        press(page, "Save");
        assertThat(page.locator("#problem")).containsText(EXPECTED);
        assertThat(page.locator("#problem")).containsText("none admits");
        page.screenshot(new ScreenshotOptions()
                .setPath(Path.of("target/screenshots/expectation-refused.png"))
                .setFullPage(true));
        assertThat(cluster.connects(NAMESPACE, "client", server, 8080))
                .as("nothing was written")
                .isTrue();

        page.locator("#override").fill("the client is being moved");
        press(page, "Write it all the same");
        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "client", server, 8080));
        await().atMost(SOON).until(() -> {
            page.navigate("/expectations?ns=" + NAMESPACE);
            return page.locator("tbody tr").first().textContent().contains("was changed");
        });
        assertThat(page.locator("tbody tr").first()).containsText("broken");
        assertThat(page.locator("#overridden")).containsText("the client is being moved");
        page.screenshot(new ScreenshotOptions()
                .setPath(Path.of("target/screenshots/expectation-broken.png"))
                .setFullPage(true));
    }

    /** By the keyboard: without scripts a page may stand still for longer than a click waits for it to be drawn. */
    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .press("Enter");
    }
}
