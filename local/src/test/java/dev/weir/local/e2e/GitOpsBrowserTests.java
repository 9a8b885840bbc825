package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Of a policy that comes from a repository the editor says so, and gives the change for the file; an edit all the same is seen to be undone. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class GitOpsBrowserTests {
    private static final String NAMESPACE = "e2e-gitops";
    private static final String POLICY = "server-in";
    private static final String EDIT = "/ns/" + NAMESPACE + "/policies/" + POLICY + "/edit?view=form";
    private static final String PORT = "[id='f.ingress.0.port.0.port']";
    private static final Duration SOON = Duration.ofSeconds(10);

    /** As somebody keeps it: in an order of its own, with comments, and without what an API server fills in. */
    private static final String MANIFEST = """
            # What may reach the server.
            kind: NetworkPolicy
            apiVersion: networking.k8s.io/v1
            metadata:
              name: server-in
            spec:
              ingress:
              # the client only
              - ports:
                - port: 8080 # plain
                from:
                - podSelector: {matchLabels: {app: client}}
              podSelector: {matchLabels: {app: server}}
            """;

    @TempDir
    Path repository;

    @RegisterExtension
    static final TestNamespace SPACE = TestNamespace.of(NAMESPACE);

    @RegisterExtension
    final Visitor visitor = new Visitor();

    /** What Argo CD does when it finds that the cluster differs. */
    private static void sync(Cluster cluster) {
        cluster.kubectlWithInput(
                        MANIFEST.replace(
                                "name: server-in\n",
                                "name: server-in\n  annotations: {argocd.argoproj.io/tracking-id: \"shop:x\"}\n"),
                        "-n",
                        NAMESPACE,
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--field-manager=argocd-controller",
                        "-f",
                        "-")
                .orFail();
    }

    @Test
    void aPolicyOfArgoCdIsWarnedOfItsPatchFitsTheManifestAndAnEditIsUndone(Cluster cluster) throws IOException {
        Path file = repository.resolve(POLICY + ".yaml");
        Files.writeString(file, MANIFEST);
        sync(cluster);
        Page page =
                visitor.signedIn(new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")));
        page.navigate(EDIT);
        assertThat(page.locator(".banner.warning")).containsText("Argo CD shop will undo this.");
        assertThat(Visitor.button(page, "Copy patch")).isDisabled();
        page.locator(PORT).fill("9090");
        page.keyboard().press("Tab");
        assertThat(page.locator("#patch")).containsText("port: 9090");
        mergePatchFits(file, copied(page));

        page.getByLabel("The manifest as the repository has it").fill(MANIFEST);
        assertThat(page.locator("#patch")).containsText("--- a/" + POLICY + ".yaml");
        linesFit(file, copied(page));
        Visitor.lookAt(page, "policy-of-a-repository");

        Visitor.button(page, "Save here all the same").click();
        page.waitForURL(Pattern.compile(".*/policies/" + POLICY));
        newestIsBy(cluster, "admin");
        sync(cluster);
        newestIsBy(cluster, "argocd-controller");
        page.navigate("/history?ns=" + NAMESPACE + "&policy=" + POLICY);
        Locator edit = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("admin"));
        assertThat(edit).containsText("Undone by argocd-controller after");
    }

    private static String copied(Page page) {
        Locator copy = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy patch"));
        copy.click();
        assertThat(copy).hasAttribute("data-copied", "true");
        String text = String.valueOf(page.evaluate("navigator.clipboard.readText()"));
        assertThat(text).isEqualTo(page.locator("#patch").textContent());
        return text;
    }

    /** Without a cluster: the patch needs nothing but the file. */
    private void mergePatchFits(Path file, String patch) throws IOException {
        Path patchFile = repository.resolve(POLICY + ".patch.yaml");
        Files.writeString(patchFile, patch);
        String said = Command.run(
                        "kubectl",
                        "patch",
                        "--local",
                        "-f",
                        file.toString(),
                        "--type",
                        "merge",
                        "--patch-file",
                        patchFile.toString(),
                        "-o",
                        "jsonpath={.metadata.name} {.spec.podSelector.matchLabels.app} {.spec.ingress[*].from[*].podSelector.matchLabels.app} {.spec.ingress[*].ports[*].port}")
                .orFail();
        assertThat(said).isEqualTo("server-in server client 9090");
    }

    /** By git and by patch, without an offset and without fuzz; comments stay where they are. */
    private void linesFit(Path file, String patch) throws IOException {
        Path patchFile = repository.resolve(POLICY + ".patch");
        Files.writeString(patchFile, patch);
        Command.run("git", "-C", repository.toString(), "apply", patchFile.toString())
                .orFail();
        assertThat(Files.readString(file)).isEqualTo(MANIFEST.replace("port: 8080", "port: 9090"));
        Files.writeString(file, MANIFEST);
        String said = Command.run("patch", "--fuzz=0", file.toString(), patchFile.toString())
                .orFail();
        assertThat(said).doesNotContain("offset");
        assertThat(Files.readString(file)).isEqualTo(MANIFEST.replace("port: 8080", "port: 9090"));
    }

    private static void newestIsBy(Cluster cluster, String author) {
        await().atMost(SOON).until(() -> {
            JsonNode items = cluster.get("/namespaces/" + NAMESPACE + "/networkpolicies/" + POLICY + "/history")
                    .get("items");
            return !items.isEmpty()
                    && items.get(0).at("/author/name").asString("").equals(author);
        });
    }
}
