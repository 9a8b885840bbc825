package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class WhatIfPagesTests extends PageTests {

    private String proposalOfTheRogue() {
        String opened = browser.page("/logs").expectFirst(".records tbody tr a").attr("href");
        return browser.page(opened).expectFirst("a:contains(Propose a rule)").attr("href");
    }

    @Test
    void aDeniedRecordLeadsToTheRuleThatWouldAdmitIt() {
        Document page = browser.page(proposalOfTheRogue());
        assertThat(page.text())
                .contains("Add pods app=rogue to rule 1 of shop/redis-cart-allow-cart.")
                .contains("Nothing else is admitted by that.", "Nothing is written yet.");
        assertThat(page.select("ol.yaml li.added").text()).contains("app: rogue");
    }

    @Test
    void whateverTheOrderInWhichAPolicyIsWrittenOnlyWhatIsAddedIsADifference() {
        browser.objects().with(ShopCluster.object("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: redis-cart-allow-cart
                  namespace: shop
                spec:
                  ingress:
                    - ports: [{port: 6379, protocol: TCP}]
                      from: [{podSelector: {matchLabels: {app: cart}}}]
                  podSelector: {matchLabels: {app: redis-cart}}
                """));
        Document page = browser.page(proposalOfTheRogue());
        assertThat(page.select("ol.yaml li.added").eachText())
                .hasSize(3)
                .last()
                .asString()
                .contains("app: rogue");
    }

    @Test
    void theProposalOpensInTheEditorWithItsText() {
        Element form = browser.page(proposalOfTheRogue()).expectFirst("form:has(input[name=yaml])");
        MockHttpServletResponse editor = browser.post(
                form.attr("action"),
                "yaml",
                form.expectFirst("input[name=yaml]").val(),
                "version",
                form.expectFirst("input[name=version]").val(),
                "check",
                "1");
        assertThat(editor.getStatus()).isEqualTo(200);
        Document page = ConsoleFixture.Browser.html(editor);
        assertThat(page.expectFirst("#yaml").val()).contains("app: rogue");
        assertThat(page.text()).contains("Edit redis-cart-allow-cart");
    }

    @Test
    void anAllowedRecordHasNoProposal() {
        String allowed = browser.page("/logs")
                .expectFirst(".records tbody tr:last-child a")
                .attr("href");
        assertThat(browser.page(allowed).select("a:contains(Propose a rule)")).isEmpty();
    }

    private static final String CLOSED = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: redis-cart-allow-cart, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: redis-cart}}
              policyTypes: [Ingress]
            """;

    @Test
    void besideTheEditorItSaysWhatWouldChangeAndWhatItDoesNotSee() {
        Document page = ConsoleFixture.Browser.html(
                browser.post("/ns/shop/what-if", "yaml", CLOSED, "name", "redis-cart-allow-cart"));
        assertThat(page.expectFirst(".what-if").text())
                .contains("0 pairs gain some, 1 lose some")
                .contains("shop/cart → shop/redis-cart", "TCP 6379", "1×, last 2026-03-01 11:50:00")
                .contains("1 would be denied", "Is allowed, and would be denied")
                .contains("What this does not see");
        assertThat(browser.page("/ns/shop/policies/redis-cart-allow-cart/edit").select("[hx-post^=/ns/shop/what-if]"))
                .hasSize(1);
    }

    @Test
    void aTextThatIsNoPolicyYetIsNotSimulated() {
        for (String text : new String[] {
            "kind: [", CLOSED.replace("Ingress", "Ingress, {}").replace("app:", "- app:")
        }) {
            Document page = ConsoleFixture.Browser.html(browser.post("/ns/shop/what-if", "yaml", text));
            assertThat(page.text()).contains("as soon as the text is a valid policy");
        }
    }

    @Test
    void theReachPageSaysWhoCanAndWhyAndWhenItWasSeen() {
        Document page = browser.page("/reach?to=shop/redis-cart");
        assertThat(page.expectFirst("#sources-heading").text()).isEqualTo("1 can reach shop/redis-cart");
        assertThat(page.expectFirst("tbody tr").text())
                .contains(
                        "shop/cart",
                        "yes",
                        "TCP 6379",
                        "admitted by redis-cart-allow-cart (rule 1)",
                        "last 2026-03-01");
    }

    @Test
    void theReachPageAnswersNoWithTheReasonAndComparesWithAnotherTime() {
        Document no = browser.page("/reach?to=shop/redis-cart&from=payments/api");
        assertThat(no.expectFirst("tbody tr").text()).contains("no", "none admits");
        Document same = browser.page("/reach?to=shop/redis-cart&diffFrom=-1h");
        assertThat(same.text()).contains("Nothing is different.");
    }

    @Test
    void whatCannotBeAskedIsAnsweredWithWhy() {
        assertThat(browser.page("/reach").text()).contains("Who can reach it");
        for (String wrong : new String[] {
            "/reach?to=a/b/c/d", "/reach?to=shop&port=x", "/reach?to=shop&at=yesterday", "/reach?to=10.0.0.1"
        }) {
            MockHttpServletResponse answer = browser.get(wrong);
            assertThat(answer.getStatus()).as(wrong).isEqualTo(400);
            assertThat(ConsoleFixture.Browser.html(answer)
                            .select(".banner.error")
                            .text())
                    .contains("cannot be asked");
        }
        assertThat(browser.get("/reach?to=shop&at=-P300D").getStatus()).isEqualTo(400);
    }
}
