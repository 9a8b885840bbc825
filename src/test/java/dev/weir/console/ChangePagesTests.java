package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.PolicyRef;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class ChangePagesTests extends PageTests {
    private static final String TWO = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: first, namespace: shop}
            spec: {podSelector: {}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web-in, namespace: shop}
            spec: {podSelector: {matchLabels: {app: web}}}
            """;

    private boolean exists(String name) {
        return browser.cluster().current().policy(new PolicyRef("shop", name)) != null;
    }

    @Test
    void aCheckSaysWhatEachPolicyWouldBeAndWritesNothing() {
        MockHttpServletResponse answer = browser.post("/changes/new", "yaml", TWO, "check", "1", "within", "10m");
        assertThat(answer.getStatus()).isEqualTo(200);
        Document page = ConsoleFixture.Browser.html(answer);
        assertThat(page.select("tr:has(th:contains(shop/first))").text()).contains("would be created");
        assertThat(page.select("tr:has(th:contains(shop/web-in))").text()).contains("would be changed");
        assertThat(page.select("textarea").text()).contains("name: first");
        assertThat(exists("first")).isFalse();
    }

    @Test
    void aFaultIsShownAtItsLineAndWhatWasTypedIsKept() {
        String wrong = TWO + "---\nkind: Secret\napiVersion: v1\nmetadata: {name: x, namespace: shop}\n";
        MockHttpServletResponse answer = browser.post("/changes/new", "yaml", wrong);
        assertThat(answer.getStatus()).isEqualTo(422);
        Document page = ConsoleFixture.Browser.html(answer);
        assertThat(page.select(".findings").text()).contains("line 11").contains("Secret");
        assertThat(page.select("textarea").text()).contains("kind: Secret");
        assertThat(exists("first")).isFalse();
    }

    @Test
    void aChangeSetIsAppliedConfirmedAndTakenBack() {
        MockHttpServletResponse applied =
                browser.post("/changes/new", "yaml", TWO, "within", "10m", "denies", "3", "reason", "ticket 4711");
        String address = Objects.requireNonNull(applied.getRedirectedUrl());
        assertThat(address).startsWith("/changes/");
        assertThat(exists("first")).isTrue();
        Document page = browser.page(address);
        assertThat(page.select("#change-state").text())
                .contains("waits to be confirmed", "unless somebody confirms it", "more than 3 packets");
        assertThat(page.text()).contains("ticket 4711");
        assertThat(browser.fragment(address).select("#change-state").attr("hx-trigger"))
                .isEqualTo("every 1s");
        assertThat(browser.post(address + "/confirm").getRedirectedUrl()).isEqualTo(address);
        assertThat(browser.page(address).select("#change-state").attr("hx-trigger"))
                .isEmpty();
        assertThat(browser.post(address + "/confirm").getStatus())
                .as("once is enough")
                .isEqualTo(409);
        browser.post(address + "/revert");
        assertThat(exists("first")).isFalse();
        assertThat(browser.page("/changes").text()).contains("taken back", "2 policies");
    }

    @Test
    void aPolicyThatComesFromAChartHasItsPatchBesideIt() {
        browser.objects().with(ShopCluster.object("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: web-in
                  namespace: shop
                  annotations: {meta.helm.sh/release-name: front}
                spec: {podSelector: {matchLabels: {app: front}}}
                """));
        Document page = ConsoleFixture.Browser.html(browser.post("/changes/new", "yaml", TWO, "check", "1"));
        Element row = page.expectFirst("tr:has(th:contains(shop/web-in))");
        assertThat(row.text()).contains("Helm front will undo this with its next upgrade.");
        assertThat(row.expectFirst("#patch-2").wholeText()).endsWith("""
                spec:
                  podSelector:
                    matchLabels:
                      app: web
                """).doesNotContain("helm");
        assertThat(page.select("#patch-1")).as("nobody else keeps it").isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(browser.get("/changes/nothing").getStatus()).isEqualTo(404);
        assertThat(browser.post("/changes/nothing/confirm").getStatus()).isEqualTo(404);
    }
}
