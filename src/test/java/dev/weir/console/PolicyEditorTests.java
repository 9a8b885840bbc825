package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import java.net.URI;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
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
    void aFindingStandsAtItsLineAndIsPutRightByItsButton() {
        SentForm form = new SentForm(browser.page(NEW + "?template=database-from-app&view=yaml"));
        form = form.after("check", "1", browser);
        assertThat(form.page().select(".findings").text())
                .contains("line 8", "No pod of shop matches now, so the policy does nothing.");
        SentForm egress = new SentForm(browser.page(NEW + "?template=default-deny-egress&view=yaml"));
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
        SentForm form = new SentForm(browser.page(EDIT));
        form.with("yaml", form.value("yaml").replace("7070", "7079")).press("check", "1", browser);
        Document again = browser.page(EDIT);
        assertThat(again.expectFirst("#yaml").wholeText()).contains("7079");
        assertThat(again.select("#draft-line").text()).contains("This is what you were writing.", "12:00:00");
        assertThat(new SentForm(again).press("discard", "1", browser).getRedirectedUrl())
                .startsWith(EDIT);
        assertThat(browser.page(EDIT).expectFirst("#yaml").wholeText()).doesNotContain("7079");
    }

    @Test
    void aDraftOfAPolicyThatChangedMeanwhileIsJoinedWithIt() {
        SentForm form = new SentForm(browser.page(EDIT));
        form.with("yaml", form.value("yaml").replace("7070", "7079")).press("check", "1", browser);
        browser.post("/ns/shop/policies/web-in/logging", "on", "true");
        MockHttpServletResponse again = browser.get(EDIT);
        assertThat(again.getStatus()).isEqualTo(409);
        SentForm joined = new SentForm(html(again));
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
        SentForm form = new SentForm(browser.page(EDIT));
        SentForm mine = form.with("yaml", form.value("yaml").replace("7070", "7079"));
        form.with("yaml", form.value("yaml").replace("7070", "7078")).press("", "", browser);
        MockHttpServletResponse response = mine.press("", "", browser);
        assertThat(response.getStatus()).isEqualTo(409);
        SentForm both = new SentForm(html(response));
        assertThat(both.value("yaml")).contains("7079").doesNotContain("7078");
        assertThat(both.value("merged")).contains("# <<<<<<< yours", "7079", "7078", "# >>>>>>> theirs");
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

    @Test
    void aNamespaceIsAskedForFirst() {
        assertThat(browser.page("/policies/new").select("option").eachText()).contains("shop");
        assertThat(browser.get("/policies/new?ns=shop").getRedirectedUrl()).isEqualTo(NEW);
        assertThat(browser.page("/policies/new?ns=nope").text()).contains("There is no namespace nope");
    }
}
