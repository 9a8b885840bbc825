package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The editor with a policy that a repository would write again: it gives a patch for there. */
class PolicyFromRepositoryTests extends PageTests {
    private static final String EDIT = "/ns/shop/policies/web-in/edit";
    private static final String MANIFEST = """
            # Who may talk to the shop's front.
            kind: NetworkPolicy
            apiVersion: networking.k8s.io/v1
            metadata:
              name: web-in
              labels:
                team: shop # ours
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
              - ports:
                - port: http # the shop's front
            """;

    /** Argo CD keeps web-in. */
    private void webInComesFromARepository() {
        browser.objects().with(ShopCluster.object("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: web-in
                  namespace: shop
                  annotations: {argocd.argoproj.io/tracking-id: "shop:networking.k8s.io/NetworkPolicy:shop/web-in"}
                spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: http, protocol: TCP}]}]}
                """));
    }

    @Test
    void aPolicyThatComesFromARepositorySaysSoAndOffersThePatch() {
        webInComesFromARepository();
        SentForm form = new SentForm(browser.page(EDIT));
        assertThat(form.page().text()).contains("Argo CD shop will undo this.", "Nothing has changed yet.");
        assertThat(form.page().select("button.primary").text()).isEqualTo("Copy patch");
        assertThat(form.page().select("button.primary[disabled]")).hasSize(1);
        form = form.with("f.ingress.0.port.0.port", "8080").after("check", "1", browser);
        assertThat(form.page().select("button.primary[disabled]")).isEmpty();
        assertThat(form.page().expectFirst("#patch").wholeText()).isEqualTo("""
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata:
                          name: web-in
                        spec:
                          ingress:
                            - ports:
                                - port: 8080
                                  protocol: TCP
                        """);
        assertThat(form.page().text()).contains("kubectl patch --local -f web-in.yaml --type merge");
    }

    @Test
    void ofAPastedManifestThePatchIsTheLinesThatChange() {
        webInComesFromARepository();
        SentForm form = new SentForm(browser.page(EDIT)).with("f.ingress.0.port.0.port", "8080");
        Document page =
                form.with("manifest", MANIFEST).after("check", "1", browser).page();
        assertThat(page.expectFirst("#patch").wholeText()).isEqualTo("""
                        --- a/web-in.yaml
                        +++ b/web-in.yaml
                        @@ -9,4 +9,4 @@
                           podSelector: {matchLabels: {app: web}}
                           ingress:
                           - ports:
                        -    - port: http # the shop's front
                        +    - port: 8080 # the shop's front
                        """);
        assertThat(page.expectFirst("#manifest").wholeText()).isEqualTo(MANIFEST);
        String wrong = form.with("manifest", "kind: Secret\n")
                .after("check", "1", browser)
                .page()
                .text();
        assertThat(wrong).contains("No patch of this manifest: There is no NetworkPolicy web-in in it.");
    }

    @Test
    void thePatchIsAFileToDownload() {
        webInComesFromARepository();
        SentForm form = new SentForm(browser.page(EDIT));
        assertThat(browser.ask(form.request("/ns/shop/policies/web-in/patch")).getStatus())
                .as("nothing has changed")
                .isEqualTo(422);
        MockHttpServletResponse file = browser.ask(form.with("f.ingress.0.port.0.port", "8080")
                .with("manifest", MANIFEST)
                .request("/ns/shop/policies/web-in/patch"));
        assertThat(file.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"web-in.patch\"");
        assertThat(file.getContentType()).startsWith("text/plain");
        assertThat(new String(file.getContentAsByteArray(), StandardCharsets.UTF_8))
                .contains("+    - port: 8080 # the shop's front");
    }

    @Test
    void asOneWritesThePatchFollows() {
        webInComesFromARepository();
        SentForm form = new SentForm(browser.page(EDIT)).with("f.ingress.0.port.0.port", "8080");
        Document answer = html(browser.ask(asWritten(form, "form-pane")));
        assertThat(answer.select("#owner-patch[hx-swap-oob=true]").text()).contains("port: 8080");
        assertThat(answer.select("#copy-patch[hx-swap-oob=true]:not([disabled])"))
                .hasSize(1);
        Document pasted = html(browser.ask(asWritten(form.with("manifest", MANIFEST), "owner-patch")));
        assertThat(pasted.select("#patch").text()).contains("--- a/web-in.yaml");
        assertThat(pasted.select("#check-result")).isEmpty();
    }

    private static MockHttpServletRequestBuilder asWritten(SentForm form, String target) {
        return form.request(EDIT).header("HX-Request", "true").header("HX-Target", target);
    }
}
