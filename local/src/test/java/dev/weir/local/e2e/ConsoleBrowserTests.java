package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job, done by a person in a browser on the running cluster. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class ConsoleBrowserTests {

    private static final String NAMESPACE = "e2e-browser";

    @RegisterExtension
    static final TestNamespace PODS =
            TestNamespace.of(NAMESPACE).withPod("client", "weir-node-1").withPod("server", "weir-node-2");

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void theSummaryTellsTheTruthAboutTheSample() {
        Page page = visitor.signedIn();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Policy summary")))
                .isVisible();
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("payments")))
                .containsText("100 %");
        assertThat(page.locator("#live")).containsText("2/2 nodes");
    }

    @Test
    void aPolicyWrittenOnThePageIsEnforcedAndItsDenyIsSeenLive(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "server");
        Page live = visitor.signedIn();
        live.navigate("/logs?live=1&verdict=deny&ns=" + NAMESPACE);
        assertThat(live.locator("[data-tail-connection]")).hasAttribute("data-state", "open");

        Page page = live.context().newPage();
        page.navigate("/ns/" + NAMESPACE + "/policies/new");
        write(page, Manifests.denyAllIngress(NAMESPACE, "written-here").replace("---\n", ""));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Save").setExact(true))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("written-here")))
                .isVisible();

        awaitRefused(cluster, address);
        assertThat(live.locator("[data-tail-rows] tr").first()).containsText("written-here", containsWithin(5000));
        assertThat(live.locator("[data-tail-rows] tr").first()).containsText(NAMESPACE + "/client");

        page.navigate("/ns/" + NAMESPACE + "/policies/written-here/delete");
        if (page.locator("#confirm").count() > 0) {
            page.locator("#confirm").fill("written-here");
        }
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete this policy"))
                .click();
        await().atMost(Duration.ofSeconds(3)).until(() -> cluster.connects(NAMESPACE, "client", address, 8080));
    }

    @Test
    void aMistakeIsShownAtItsLineAndNothingIsSaved(Cluster cluster) {
        Page page = visitor.signedIn();
        page.navigate("/ns/" + NAMESPACE + "/policies/new");
        write(page, """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: wrong, namespace: %s}
                spec:
                  podSelector: {}
                  ingress:
                    - from:
                        - ipBlock:
                            cidr: 10.0.0.0/99
                """.formatted(NAMESPACE));

        assertThat(page.locator("#check-result")).containsText("line 9", containsWithin(5000));
        assertThat(page.locator("#check-result")).containsText("spec.ingress[0].from[0].ipBlock.cidr");
        assertThat(cluster.kubectl("-n", NAMESPACE, "get", "networkpolicy", "wrong")
                        .succeeded())
                .isFalse();
    }

    @Test
    void withoutScriptsAPolicyCanBeWrittenToo(Cluster cluster) {
        Page page = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate("/ns/" + NAMESPACE + "/policies/new");
        page.locator("#yaml")
                .fill(Manifests.admit(NAMESPACE, "no-scripts", "server", "client", 8080)
                        .replace("---\n", ""));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Save").setExact(true))
                .click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("no-scripts")))
                .isVisible();
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "no-scripts")
                .orFail();
    }

    @Test
    void keysLeadThroughTheConsoleAndCanBeSwitchedOff() {
        Page page = visitor.signedIn();
        page.keyboard().press("?");
        assertThat(page.locator("dialog#shortcuts")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog#shortcuts")).isHidden();
        page.keyboard().press("g");
        page.keyboard().press("l");
        page.waitForURL("**/logs");
        page.keyboard().press("/");
        assertThat(page.locator("#q")).isFocused();
        page.keyboard().type("g");
        assertThat(page.locator("#q")).hasValue("g");

        page.navigate("/policies");
        page.keyboard().press("j");
        assertThat(page.locator("table.data tbody tr a").first()).isFocused();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keys (?)"))
                .click();
        page.locator("#shortcuts-on").uncheck();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog#shortcuts")).isHidden();
        page.keyboard().press("?");
        assertThat(page.locator("dialog#shortcuts")).isHidden();
    }

    /** Until the next frame the focus stays on a field of the dialog that was closed. */
    @Test
    void aKeyCountsAsSoonAsTheDialogIsClosed() {
        Page page = visitor.signedIn();
        page.evaluate("""
                () => {
                  const press = (key) =>
                    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
                  const dialog = document.getElementById('shortcuts');
                  dialog.showModal();
                  dialog.close();
                  press('g');
                  press('l');
                }
                """);
        page.waitForURL("**/logs");
    }

    @Test
    void timesAreToldInTheReadersZone() {
        Page page = visitor.signedIn(new NewContextOptions().setTimezoneId("Asia/Tokyo"));
        page.navigate("/logs?from=24h");
        assertThat(page.locator("table.records th").first()).hasText("Time (Asia/Tokyo)");
        String shown = page.locator("table.records tbody time").first().textContent();
        Instant recorded =
                Instant.parse(page.locator("table.records tbody time").first().getAttribute("datetime"));
        assertThat(shown)
                .startsWith(recorded.atZone(ZoneId.of("Asia/Tokyo"))
                        .toLocalTime()
                        .toString()
                        .substring(0, 5));
    }

    @Test
    void aChangeFromOutsideWhileEditingIsAConflictThatLosesNothing(Cluster cluster) {
        cluster.apply(Manifests.admit(NAMESPACE, "contested", "server", "client", 8080));
        Page page = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate("/ns/" + NAMESPACE + "/policies/contested/edit");
        cluster.kubectl("-n", NAMESPACE, "label", "networkpolicy", "contested", "theirs=yes")
                .orFail();

        String mine = page.locator("#yaml").inputValue().replace("port: 8080", "port: 9090");
        page.locator("#yaml").fill(mine);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Save").setExact(true))
                .click();

        assertThat(page.locator(".banner.warning[role=alert]")).isVisible();
        assertThat(page.locator("#yaml").inputValue()).contains("9090");
        assertThat(page.content()).contains("theirs");
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "contested").orFail();
    }

    @Test
    void theSwitchesOfLoggingAreTurnedOnThePage(Cluster cluster) {
        Page page = visitor.signedIn();
        page.navigate("/logging");
        page.locator("#deny-off").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(page.locator("#page-message")).not().isEmpty();
        assertThat(denyLog(cluster)).isNotEqualTo("true");

        page.locator("#deny-all").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save"))
                .click();
        await().atMost(Duration.ofSeconds(3)).until(() -> denyLog(cluster).equals("true"));
    }

    /** Pastes where a person pastes: CodeMirror stands in front of the text area. */
    private static void write(Page page, String yaml) {
        page.locator(".cm-content").click();
        page.keyboard().press("Control+a");
        page.locator(".cm-content").evaluate("""
                        (editor, text) => {
                          const clipboardData = new DataTransfer();
                          clipboardData.setData('text/plain', text);
                          editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
                        }""", yaml);
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions containsWithin(
            double milliseconds) {
        return new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(milliseconds);
    }

    private static void awaitRefused(Cluster cluster, String address) {
        await().atMost(Duration.ofSeconds(2))
                .pollDelay(Duration.ZERO)
                .until(() -> !cluster.connects(NAMESPACE, "client", address, 8080));
    }

    private static String denyLog(Cluster cluster) {
        return cluster.kubectl("get", "networklogging", "default", "-o", "jsonpath={.spec.cluster.deny.log}")
                .orFail();
    }
}
