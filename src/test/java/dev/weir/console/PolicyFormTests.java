package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;
import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** The form of the editor, beside its text and alone. */
class PolicyFormTests extends PageTests {
    private static final String NEW = "/ns/shop/policies/new";
    private static final String EDIT = "/ns/shop/policies/web-in/edit";

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
        SentForm form = new SentForm(browser.page(NEW + "?template=database-from-app"));
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
        SentForm form = new SentForm(browser.page(NEW + "?template=default-deny-ingress&view=form"));
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
        SentForm form = new SentForm(browser.page(NEW + "?template=default-deny-egress&view=form"))
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
        SentForm form = new SentForm(browser.page(EDIT + "?view=form"));
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
        SentForm form = new SentForm(browser.page(EDIT + "?view=both"));
        String yaml = form.value("yaml").replace("port: 7070", "port: 7071");
        form = form.with("yaml", yaml).with("f.selector", "app=web, !legacy").after("check", "1", browser);
        assertThat(form.value("yaml")).contains("port: 7071", "key: legacy");
        assertThat(value(form.page(), "f.egress.0.port.0.port")).isEqualTo("7071");
    }

    @Test
    void aTextThatTheFormCannotShowIsSaid() {
        SentForm form = new SentForm(browser.page(EDIT + "?view=both"));
        Document page = form.with("yaml", form.value("yaml").replace("podSelector:", "podSelector: &a"))
                .after("check", "1", browser)
                .page();
        assertThat(page.select("#form-pane").text()).contains("cannot show this text", "Anchors and aliases");
    }

    @Test
    void whatTheFormDoesNotKnowIsShownWordForWord() {
        SentForm form = new SentForm(browser.page(EDIT + "?view=both"));
        String yaml = form.value("yaml").replace("  name: web-in", "  name: web-in\n  labels: {team: shop}");
        Document page = form.with("yaml", yaml).after("check", "1", browser).page();
        assertThat(page.select("#form-pane .kept").eachText()).containsExactly("labels: {team: shop}");
    }

    @Test
    void inTheFormWithScriptsTheFormTheTextAndTheCheckAreAnswered() {
        SentForm form = new SentForm(browser.page(EDIT + "?view=both")).with("f.selector", "app=cart");
        Document answer =
                html(browser.ask(form.request(EDIT).header("HX-Request", "true").header("HX-Target", "form-pane")));
        assertThat(value(answer, "f.selector")).isEqualTo("app=cart");
        assertThat(answer.select("#check-result[hx-swap-oob]").text()).contains("pods app=cart in shop");
        assertThat(answer.select("#yaml-next").attr("data-yaml")).contains("app: cart");
        assertThat(answer.select("textarea, h1")).isEmpty();
    }

    private static String value(Document page, String id) {
        return page.expectFirst("[id='" + id + "']").val();
    }
}
