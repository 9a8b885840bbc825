package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasValueOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A policy is written in the form, and the packets obey. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class EditorBrowserTests {
    private static final String NAMESPACE = "e2e-editor";
    private static final String NEW = "/ns/" + NAMESPACE + "/policies/new";

    @RegisterExtension
    static final TestNamespace PODS =
            TestNamespace.of(NAMESPACE).withPod("client", "weir-node-1").withPod("server", "weir-node-2");

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @AfterEach
    void deletePolicies(Cluster cluster) {
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "--all").orFail();
    }

    @Test
    void aDefaultDenyWrittenInTheFormBitesAndARuleOpensItAgain(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "server");
        Page page = visitor.signedIn();
        page.navigate(NEW + "?template=default-deny-ingress&view=form");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("closed");
        save(page);
        assertThat(heading(page, "closed")).isVisible();
        awaitConnects(cluster, address, false);

        page.navigate("/ns/" + NAMESPACE + "/policies/closed/edit?view=both");
        press(page, "+ rule");
        press(page, "+ pods here");
        page.locator("[id='f.ingress.0.peer.0.pods']").fill("app=client");
        press(page, "+ port");
        page.locator("[id='f.ingress.0.port.0.port']").fill("8080");
        page.keyboard().press("Tab");
        assertThat(page.locator("#check-result")).containsText("accept TCP 8080 from pods app=client", within());
        assertThat(page.locator(".cm-content")).containsText("app: client");
        assertThat(page.locator(".peer .matched summary")).containsText("1 pod in 1 namespace");
        save(page);
        assertThat(heading(page, "closed")).isVisible();
        awaitConnects(cluster, address, true);
    }

    @Test
    void pointingAtASentenceLightsItsLinesAndSoDoesTheFocus(Cluster cluster) {
        cluster.apply(Manifests.admit(NAMESPACE, "words", "server", "client", 8080));
        Page page = visitor.signedIn();
        page.navigate("/ns/" + NAMESPACE + "/policies/words");
        page.locator(".words li", new Page.LocatorOptions().setHasText("accept TCP 8080"))
                .hover();
        assertThat(page.locator(".yaml li.lit").first()).isVisible();
        int lit = page.locator(".yaml li.lit").count();
        assertThat(lit).isGreaterThan(3);
        page.locator("h1").hover();
        assertThat(page.locator(".yaml li.lit")).hasCount(0);
        page.locator(".words li", new Page.LocatorOptions().setHasText("accept TCP 8080"))
                .locator("a.lines")
                .focus();
        assertThat(page.locator(".yaml li.lit")).hasCount(lit);
    }

    @Test
    void aConflictWhileEditingIsJoinedAndNothingTypedIsLost(Cluster cluster) {
        cluster.apply(Manifests.admit(NAMESPACE, "shared", "server", "client", 8080));
        Page page = visitor.signedIn();
        page.navigate("/ns/" + NAMESPACE + "/policies/shared/edit?view=form");
        page.locator("[id='f.ingress.0.port.0.port']").fill("8081");
        page.keyboard().press("Tab");
        assertThat(page.locator("#check-result")).containsText("TCP 8081", within());
        cluster.kubectl("-n", NAMESPACE, "annotate", "networkpolicy", "shared", "note=by-somebody-else")
                .orFail();
        save(page);
        assertThat(page.locator("#conflict-heading")).isVisible();
        assertThat(page.locator("[id='f.ingress.0.port.0.port']")).hasValue("8081");
        save(page);
        assertThat(heading(page, "shared")).isVisible();
        String stored = cluster.kubectl("-n", NAMESPACE, "get", "networkpolicy", "shared", "-o", "yaml")
                .orFail();
        assertThat(stored).contains("port: 8081", "note: by-somebody-else");
    }

    @Test
    void withoutScriptsTheFormWritesAPolicyToo(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "server");
        Page page = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        page.navigate(NEW + "?template=default-deny-ingress&view=form");
        page.locator("[id='f.name']").fill("no-scripts");
        press(page, "+ rule");
        press(page, "+ pods here");
        page.locator("[id='f.ingress.0.peer.0.pods']").fill("app=nobody");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Check").setExact(true))
                .click();
        assertThat(page.locator("#check-result")).containsText("accept connections on any port from pods app=nobody");
        assertThat(page.locator("#check-result")).containsText("No pod of " + NAMESPACE + " matches now.");
        save(page);
        assertThat(heading(page, "no-scripts")).isVisible();
        awaitConnects(cluster, address, false);
    }

    @Test
    void whatWasTypedSurvivesTheBrowser(Cluster cluster) {
        Page page = visitor.signedIn();
        page.navigate(NEW + "?template=default-deny-ingress&view=form");
        page.locator("[id='f.name']").fill("half-written");
        page.keyboard().press("Tab");
        assertThat(page.locator("#draft-line")).containsText("Draft kept", within());
        page.context().close();
        Page again = visitor.signedIn();
        again.navigate(NEW + "?view=form");
        assertThat(again.locator("[id='f.name']")).hasValue("half-written", new HasValueOptions().setTimeout(3000));
        again.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Discard draft"))
                .click();
        assertThat(again.locator("[id='f.name']")).not().hasValue("half-written");
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
        page.waitForLoadState();
        page.waitForCondition(() -> page.locator("[aria-busy=true]").count() == 0);
    }

    private static void save(Page page) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Save").setExact(true))
                .click();
    }

    private static com.microsoft.playwright.Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static ContainsTextOptions within() {
        return new ContainsTextOptions().setTimeout(5000);
    }

    private static void awaitConnects(Cluster cluster, String address, boolean expected) {
        await().atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .until(() -> cluster.connects(NAMESPACE, "client", address, 8080) == expected);
    }
}
