package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleFixture.Browser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

class PolicyEditorTests extends PageTests {
    private static final String NEW = "/ns/shop/policies/new";
    private static final String EDIT = "/ns/shop/policies/web-in/edit";
    private static final String YAML = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: cart-out
            spec:
              podSelector: {matchLabels: {app: cart}}
              policyTypes: [Egress]
            """;

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

    @Test
    void aTemplateIsCheckedAtOnceAndSaysWhichPodsItSelects() {
        Document page = browser.page(NEW + "?template=default-deny-egress");
        assertThat(page.select("textarea").text()).contains("name: default-deny-egress", "namespace: shop");
        assertThat(page.select("#check-result").text())
                .contains("accepts it (dry run)", "open no outbound connection", "5 pods in 1 namespace")
                .contains("3 pods become isolated outbound");
    }

    @Test
    void anErrorNamesItsLineAndItsField() {
        String yaml = YAML.replace("policyTypes: [Egress]", "ingress:\n  - from:\n    - ipBlock: {cidr: 10.0.0.0/99}");
        MockHttpServletResponse response = browser.post(NEW, "yaml", yaml);
        assertThat(response.getStatus()).isEqualTo(422);
        Document page = html(response);
        assertThat(page.select(".findings li").attr("data-line")).isEqualTo("9");
        assertThat(page.select(".findings .path").text()).isEqualTo("spec.ingress[0].from[0].ipBlock.cidr");
        assertThat(page.select("textarea").text()).contains("10.0.0.0/99");
    }

    @Test
    void textThatIsNotYamlIsRefusedAtItsLine() {
        Document page = html(browser.post(NEW, "yaml", "kind: NetworkPolicy\nmetadata: {name: x\n", "check", "1"));
        assertThat(page.select(".findings li").attr("data-severity")).isEqualTo("error");
        assertThat(page.select(".findings").text()).contains("line");
    }

    @Test
    void anotherKindOrNamespaceIsRefused() {
        Document page = html(browser.post(NEW, "yaml", YAML.replace("kind: NetworkPolicy", "kind: Pod")));
        assertThat(page.select(".findings").text()).contains("kind must be “NetworkPolicy” here, not “Pod”");
        page = html(browser.post(NEW, "yaml", YAML.replace("name: cart-out", "{name: cart-out, namespace: payments}")));
        assertThat(page.select(".findings li")).isNotEmpty();
    }

    @Test
    void checkingStoresNothing() {
        MockHttpServletResponse response = browser.post(NEW, "yaml", YAML, "check", "1");
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(browser.cluster().current().policy(new PolicyRef("shop", "cart-out")))
                .isNull();
    }

    @Test
    void asOneTypesOnlyTheResultIsAnswered() {
        Document fragment = html(browser.ask(MockMvcRequestBuilders.post(URI.create(NEW))
                .header("HX-Request", "true")
                .param("yaml", YAML)));
        assertThat(fragment.select("#check-result .words li > span").eachText())
                .contains("open no outbound connection");
        assertThat(fragment.select("textarea, h1")).isEmpty();
    }

    @Test
    void savingCreatesThePolicyAndShowsIt() {
        MockHttpServletResponse response = browser.post(NEW, "yaml", YAML.replace("\n", "\r\n"));
        assertThat(response.getRedirectedUrl()).isEqualTo("/ns/shop/policies/cart-out");
        assertThat(browser.cluster().current().policy(new PolicyRef("shop", "cart-out")))
                .isNotNull();
    }

    @Test
    void aNameThatExistsIsRefusedAtItsLine() {
        Document page = html(browser.post(NEW, "yaml", YAML.replace("cart-out", "web-in")));
        assertThat(page.select(".findings li").attr("data-line")).isEqualTo("4");
    }

    @Test
    void editingReplacesThePolicyAsOfTheVersionThatWasRead() {
        Document editor = browser.page(EDIT);
        String yaml = editor.expectFirst("textarea").wholeText().replace("7070", "7071");
        MockHttpServletResponse response = browser.post(
                EDIT,
                "yaml",
                yaml,
                "version",
                editor.select("input[name=version]").val());
        assertThat(response.getRedirectedUrl()).isEqualTo("/ns/shop/policies/web-in");
        assertThat(browser.page("/ns/shop/policies/web-in").text()).contains("open TCP 7071");
    }

    @Test
    void aConflictShowsBothAndLosesNothing() {
        Document editor = browser.page(EDIT);
        String mine = editor.expectFirst("textarea").wholeText().replace("7070", "7071");
        browser.post("/ns/shop/policies/web-in/logging", "on", "true");
        MockHttpServletResponse response = browser.post(
                EDIT,
                "yaml",
                mine,
                "version",
                editor.select("input[name=version]").val());
        assertThat(response.getStatus()).isEqualTo(409);
        Document page = html(response);
        assertThat(page.select("textarea").text()).contains("7071");
        assertThat(page.select(".yaml li.added").text()).contains("enable-logging");
        assertThat(page.select(".yaml li.removed").text()).contains("7071");

        MockHttpServletResponse again = browser.post(
                EDIT,
                "yaml",
                mine,
                "version",
                page.select("input[name=version]").val());
        assertThat(again.getStatus()).isEqualTo(302);
    }

    @Test
    void whatWasDeletedMeanwhileCanBeCreatedAgain() {
        Document editor = browser.page(EDIT);
        browser.post("/ns/shop/policies/web-in/delete", "confirm", "web-in");
        String yaml = editor.expectFirst("textarea").wholeText();
        MockHttpServletResponse response = browser.post(EDIT, "yaml", yaml, "version", "101");
        assertThat(response.getStatus()).isEqualTo(409);
        browser.post(
                EDIT,
                "yaml",
                yaml,
                "version",
                html(response).select("input[name=version]").val());
        assertThat(browser.objects().get(ObjectRef.policy(new PolicyRef("shop", "web-in"))))
                .isNotNull();
    }

    @Test
    void theFormShowsThePolicyWithThePodsThatEachPeerMeansNow() {
        Document page = browser.page(EDIT + "?view=form");
        assertThat(page.select("textarea")).isEmpty();
        assertThat(value(page, "f.selector")).isEqualTo("app=web");
        assertThat(value(page, "f.egress.0.peer.0.pods")).isEqualTo("app=cart");
        assertThat(value(page, "f.egress.1.port.1.port")).isEqualTo("8000-8100");
        assertThat(page.select("[id='f.egress.0'] .peer .matched summary").text())
                .isEqualTo("1 pod in 1 namespace");
        assertThat(page.select("[id='f.egress.0'] .peer .matched li").text()).isEqualTo("shop/cart-59f8-abcde");
        assertThat(browser.page(EDIT + "?view=yaml").select("#form-pane")).isEmpty();
    }

    @Test
    void aFieldOfTheFormChangesItsPlaceInTheTextAndNothingElse() {
        Sent form = new Sent(browser.page(NEW + "?template=database-from-app"));
        Document after =
                html(form.with("f.ingress.0.peer.0.pods", "app in (web, cart)").press("check", "1", browser));
        assertThat(after.expectFirst("#yaml").wholeText())
                .isEqualTo(
                        form.value("yaml")
                                .replace("              app: web", "              {}")
                                .replace(
                                        "matchLabels:\n              {}",
                                        "matchExpressions:\n              - key: app\n                operator: In\n                values:\n                  - web\n                  - cart"))
                .contains("# Only the application");
        assertThat(after.select("#check-result .words").text()).contains("pods app is cart or web in shop");
    }

    @Test
    void everyButtonOfTheFormWorksWithoutScripts() {
        Sent form = new Sent(browser.page(NEW + "?template=default-deny-ingress&view=form"));
        form = form.after("do", "add-rule ingress", browser);
        form = form.after("do", "add-pods ingress 0", browser);
        form = form.with("f.ingress.0.peer.0.pods", "app=cart").after("do", "add-namespace ingress 0", browser);
        form = form.with("f.ingress.0.peer.1.namespaces", "kubernetes.io/metadata.name=monitoring")
                .after("do", "add-internet ingress 0", browser);
        form = form.after("do", "add-port ingress 0", browser);
        form = form.with("f.ingress.0.port.0.port", "8000-8100").after("do", "add-dns", browser);
        form = form.with("f.logging", "true").after("do", "remove-peer ingress 0 3", browser);
        assertThat(form.page().select("#check-result .words").text())
                .contains(
                        "accept TCP 8000–8100 from pods app=cart in shop, any pod in monitoring or any IPv4 address (not IPv6) except")
                .contains("open UDP 53 or TCP 53 to any pod in kube-system");
        assertThat(form.value("yaml")).contains("# ", "policy.network.gke.io/enable-logging: 'true'", "- Egress");
        form = form.after("do", "remove-rule ingress 0", browser).after("do", "remove-rule egress 0", browser);
        assertThat(form.page().select("#check-result .words").text())
                .contains("accept no inbound connection", "open no outbound connection");
    }

    @Test
    void aServiceIsWrittenAsThePodsBehindIt() {
        browser.objects().with(ShopCluster.object("""
                apiVersion: v1
                kind: Service
                metadata: {name: redis, namespace: shop}
                spec: {selector: {app: redis-cart}}
                """));
        Sent form = new Sent(browser.page(NEW + "?template=default-deny-egress&view=form"))
                .after("do", "add-rule egress", browser);
        assertThat(form.with("f.egress.0.service", "shop/nope")
                        .after("do", "add-service egress 0", browser)
                        .page()
                        .text())
                .contains("There is no Service shop/nope.");
        form = form.with("f.egress.0.service", "redis").after("do", "add-service egress 0", browser);
        assertThat(value(form.page(), "f.egress.0.peer.0.pods")).isEqualTo("app=redis-cart");
    }

    @Test
    void whatCannotBeWrittenStaysInItsFieldWithTheReason() {
        Sent form = new Sent(browser.page(EDIT + "?view=form"));
        MockHttpServletResponse response = form.with("f.selector", "app=")
                .with("f.egress.0.port.0.port", "x y")
                .press("check", "1", browser);
        assertThat(response.getStatus()).isEqualTo(422);
        Document page = html(response);
        assertThat(value(page, "f.egress.0.port.0.port")).isEqualTo("x y");
        assertThat(page.select("[id='f.egress.0.port.0.port-problem']").text()).contains("“x y” is no port");
        assertThat(value(page, "f.selector")).isEqualTo("app=");
        assertThat(form.with("f.egress.0.port.0.port", "x y")
                        .press("", "", browser)
                        .getStatus())
                .as("and is not saved")
                .isEqualTo(422);
    }

    @Test
    void changesInTheFormAndInTheTextBesideItAreJoined() {
        Sent form = new Sent(browser.page(EDIT + "?view=both"));
        String yaml = form.value("yaml").replace("port: 7070", "port: 7071");
        form = form.with("yaml", yaml).with("f.selector", "app=web, !legacy").after("check", "1", browser);
        assertThat(form.value("yaml")).contains("port: 7071", "key: legacy");
        assertThat(value(form.page(), "f.egress.0.port.0.port")).isEqualTo("7071");
    }

    @Test
    void aTextThatTheFormCannotShowIsSaid() {
        Sent form = new Sent(browser.page(EDIT + "?view=both"));
        Document page = form.with("yaml", form.value("yaml").replace("podSelector:", "podSelector: &a"))
                .after("check", "1", browser)
                .page();
        assertThat(page.select("#form-pane").text()).contains("cannot show this text", "Anchors and aliases");
    }

    @Test
    void whatTheFormDoesNotKnowIsShownWordForWord() {
        Sent form = new Sent(browser.page(EDIT + "?view=both"));
        String yaml = form.value("yaml").replace("  name: web-in", "  name: web-in\n  labels: {team: shop}");
        Document page = form.with("yaml", yaml).after("check", "1", browser).page();
        assertThat(page.select("#form-pane .kept").eachText()).containsExactly("labels: {team: shop}");
    }

    @Test
    void inTheFormWithScriptsTheFormTheTextAndTheCheckAreAnswered() {
        Sent form = new Sent(browser.page(EDIT + "?view=both")).with("f.selector", "app=cart");
        Document answer =
                html(browser.ask(form.request(EDIT).header("HX-Request", "true").header("HX-Target", "form-pane")));
        assertThat(value(answer, "f.selector")).isEqualTo("app=cart");
        assertThat(answer.select("#check-result[hx-swap-oob]").text()).contains("pods app=cart in shop");
        assertThat(answer.select("#yaml-next").attr("data-yaml")).contains("app: cart");
        assertThat(answer.select("textarea, h1")).isEmpty();
    }

    @Test
    void aFindingStandsAtItsLineAndIsPutRightByItsButton() {
        Sent form = new Sent(browser.page(NEW + "?template=database-from-app&view=yaml"));
        form = form.after("check", "1", browser);
        assertThat(form.page().select(".findings").text())
                .contains("line 8", "No pod of shop matches now, so the policy does nothing.");
        Sent egress = new Sent(browser.page(NEW + "?template=default-deny-egress&view=yaml"));
        String key = egress.page().expectFirst("button[name=fix]").val();
        assertThat(key).startsWith("dns-");
        assertThat(egress.after("fix", key, browser).value("yaml")).contains("port: 53");
    }

    @Test
    void everySentenceNamesItsLines() {
        Document page = browser.page("/ns/shop/policies/web-in");
        assertThat(page.select(".words li:contains(7070)").attr("data-lines-from"))
                .isEqualTo("17");
        assertThat(page.select(".words li:contains(7070)").attr("data-lines-to"))
                .isEqualTo("22");
        assertThat(page.select(".words li:contains(7070) a").attr("href")).isEqualTo("#L17");
        assertThat(page.select(".words li:contains(7070) a").attr("aria-label")).isEqualTo("lines 17 to 22");
        assertThat(page.select("#L18").text()).contains("podSelector");
    }

    @Test
    void whatWasTypedIsThereAgainAfterTheBrowserWasClosed() {
        Sent form = new Sent(browser.page(EDIT));
        form.with("yaml", form.value("yaml").replace("7070", "7079")).press("check", "1", browser);
        Document again = browser.page(EDIT);
        assertThat(again.expectFirst("#yaml").wholeText()).contains("7079");
        assertThat(again.select("#draft-line").text()).contains("This is what you were writing.", "12:00:00");
        assertThat(new Sent(again).press("discard", "1", browser).getRedirectedUrl())
                .startsWith(EDIT);
        assertThat(browser.page(EDIT).expectFirst("#yaml").wholeText()).doesNotContain("7079");
    }

    @Test
    void aDraftOfAPolicyThatChangedMeanwhileIsJoinedWithIt() {
        Sent form = new Sent(browser.page(EDIT));
        form.with("yaml", form.value("yaml").replace("7070", "7079")).press("check", "1", browser);
        browser.post("/ns/shop/policies/web-in/logging", "on", "true");
        MockHttpServletResponse again = browser.get(EDIT);
        assertThat(again.getStatus()).isEqualTo(409);
        Sent joined = new Sent(html(again));
        assertThat(joined.value("yaml")).contains("7079", "enable-logging");
        assertThat(joined.after("take", "theirs", browser).value("yaml")).contains("7070", "enable-logging");
        assertThat(joined.after("take", "mine", browser).value("yaml"))
                .contains("7079")
                .doesNotContain("enable-logging");
        assertThat(joined.press("", "", browser).getStatus()).isEqualTo(302);
        assertThat(browser.page("/ns/shop/policies/web-in").text()).contains("open TCP 7079");
    }

    @Test
    void changesOfTheSameLineAreShownBothAndYoursStays() {
        Sent form = new Sent(browser.page(EDIT));
        Sent mine = form.with("yaml", form.value("yaml").replace("7070", "7079"));
        form.with("yaml", form.value("yaml").replace("7070", "7078")).press("", "", browser);
        MockHttpServletResponse response = mine.press("", "", browser);
        assertThat(response.getStatus()).isEqualTo(409);
        Sent both = new Sent(html(response));
        assertThat(both.value("yaml")).contains("7079").doesNotContain("7078");
        assertThat(both.value("merged")).contains("# <<<<<<< yours", "7079", "7078", "# >>>>>>> theirs");
    }

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
        Sent form = new Sent(browser.page(EDIT));
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
        Sent form = new Sent(browser.page(EDIT)).with("f.ingress.0.port.0.port", "8080");
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
        Sent form = new Sent(browser.page(EDIT));
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
        Sent form = new Sent(browser.page(EDIT)).with("f.ingress.0.port.0.port", "8080");
        Document answer = html(browser.ask(asWritten(form, "form-pane")));
        assertThat(answer.select("#owner-patch[hx-swap-oob=true]").text()).contains("port: 8080");
        assertThat(answer.select("#copy-patch[hx-swap-oob=true]:not([disabled])"))
                .hasSize(1);
        Document pasted = html(browser.ask(asWritten(form.with("manifest", MANIFEST), "owner-patch")));
        assertThat(pasted.select("#patch").text()).contains("--- a/web-in.yaml");
        assertThat(pasted.select("#check-result")).isEmpty();
    }

    @Test
    void theTemplatesSayWhatTheyWouldDoAndToWhom() {
        Document page = browser.page("/policies/templates?ns=shop");
        assertThat(page.select("section.card")).hasSize(12);
        assertThat(page.select("section:has(#template-default-deny-ingress)").text())
                .contains("accept no inbound connection", "5 pods in 1 namespace");
        assertThat(page.select("section:has(#template-deny-metadata-server)").text())
                .contains("169.254.169.254/32");
        assertThat(browser.get("/policies/templates?ns=nope").getStatus()).isEqualTo(404);
    }

    private static MockHttpServletRequestBuilder asWritten(Sent form, String target) {
        return form.request(EDIT).header("HX-Request", "true").header("HX-Target", target);
    }

    private static String value(Document page, String id) {
        return page.expectFirst("[id='" + id + "']").val();
    }

    /** The fields of the editor's form as a browser without scripts would send them. */
    private record Sent(Document page, Map<String, String> fields) {
        Sent(Document page) {
            this(page, fieldsOf(page));
        }

        private static Map<String, String> fieldsOf(Document page) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Element field : page.expectFirst("form.editor").select("input[name], textarea, select")) {
                if (field.attr("type").equals("checkbox") && !field.hasAttr("checked")) {
                    continue;
                }
                String value = field.tagName().equals("textarea")
                        ? field.wholeText()
                        : field.tagName().equals("select")
                                ? field.select("option[selected]").val()
                                : field.val();
                fields.put(field.attr("name"), value.replace("\n", "\r\n"));
            }
            return fields;
        }

        String value(String name) {
            return fields.getOrDefault(name, "").replace("\r\n", "\n");
        }

        Sent with(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(fields);
            changed.put(name, value);
            return new Sent(page, changed);
        }

        MockHttpServletRequestBuilder request(String address) {
            MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(URI.create(address + query()));
            fields.forEach(request::param);
            return request;
        }

        private String query() {
            String action = page.select("form.editor").attr("action");
            return action.contains("?") ? action.substring(action.indexOf('?')) : "";
        }

        MockHttpServletResponse press(String button, String value, Browser browser) {
            String action = page.select("form.editor").attr("action");
            MockHttpServletRequestBuilder request =
                    request(action.contains("?") ? action.substring(0, action.indexOf('?')) : action);
            return browser.ask(button.isEmpty() ? request : request.param(button, value));
        }

        Sent after(String button, String value, Browser browser) {
            return new Sent(html(press(button, value, browser)));
        }
    }

    @Test
    void aNamespaceIsAskedForFirst() {
        assertThat(browser.page("/policies/new").select("option").eachText()).contains("shop");
        assertThat(browser.get("/policies/new?ns=shop").getRedirectedUrl()).isEqualTo(NEW);
        assertThat(browser.page("/policies/new?ns=nope").text()).contains("There is no namespace nope");
    }
}
