package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

class ApiDocsPageTests extends PageTests {
    static final String SAMPLE = """
            {"openapi": "3.1.0", "info": {"title": "Weir", "description": "What <programs> may ask."}, "paths": {
              "/api/v1/things/{name}": {
                "get": {"tags": ["Things"], "summary": "Read a <b>thing</b>", "parameters": [
                    {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "at", "in": "query", "required": true, "description": "When", "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 100}}],
                  "responses": {"200": {"description": "The thing", "content": {"application/json": {}}}}},
                "put": {"tags": ["Things"], "summary": "Replace a thing", "parameters": [{"name": "If-Match", "in": "header"}],
                  "requestBody": {"content": {"application/yaml": {}}}, "responses": {}}},
              "/api/v1/others/{name}": {"post": {"summary": "Without a subject", "responses": {},
                "parameters": [{"name": "name", "in": "path", "example": "shop"}],
                "requestBody": {"content": {"application/json": {"example": {"why": "it's so"}}}}}}}}
            """;

    @Test
    void everyCallIsThereUnderItsSubjectWithALineForTheShell() {
        Document page = browser.page("/api/docs");
        assertThat(page.select("section > h2").eachText()).containsExactly("Other", "Things");
        assertThat(page.select("nav[aria-labelledby=subjects-heading] a").eachAttr("href"))
                .containsExactly("#other", "#things");
        assertThat(page.select("#things h3").eachText())
                .containsExactly("GET /api/v1/things/{name}", "PUT /api/v1/things/{name}");
        assertThat(page.select("#things pre").eachText())
                .containsExactly(
                        "curl -H \"Authorization: Bearer $WEIR_TOKEN\" \"$WEIR/api/v1/things/{name}?at={at}\"",
                        "curl -H \"Authorization: Bearer $WEIR_TOKEN\" -X PUT -H 'If-Match: *' -H 'Content-Type:"
                                + " application/yaml' --data-binary @body \"$WEIR/api/v1/things/{name}\"");
        assertThat(page.select("#other pre").text())
                .endsWith("-H 'Content-Type: application/json' --data '{\"why\":\"it'\\''s so\"}'"
                        + " \"$WEIR/api/v1/others/shop\"");
        assertThat(page.select("#things tr:has(th:contains(limit))").text()).contains("query", "integer = 100");
        assertThat(page.select("#things tr:has(th:contains(200))").text()).contains("The thing", "application/json");
    }

    @Test
    void nothingOfTheDocumentBecomesMarkup() {
        Document page = browser.page("/api/docs");
        assertThat(page.select("#things b")).isEmpty();
        assertThat(page.text()).contains("Read a <b>thing</b>", "What <programs> may ask.");
        assertThat(page.select("script:not([src]), style, [src^=http], link[href^=http]"))
                .isEmpty();
    }

    @Test
    void theDocumentItselfIsForPeopleWithASessionToo() throws Exception {
        MockHttpServletResponse answer = browser.get("/api/docs/openapi.json");
        assertThat(answer.getContentType()).startsWith("application/json");
        assertThat(answer.getContentAsString()).contains("\"3.1.0\"");
    }

    @Test
    void thePageOfTokensLeadsHere() {
        assertThat(browser.page("/access").select("#tokens a[href=/api/docs]")).hasSize(1);
    }

    @Test
    void whoeverHasNoSessionIsSentToTheSignIn() throws Exception {
        MockHttpServletResponse answer = browser.mvc()
                .perform(MockMvcRequestBuilders.get("/api/docs"))
                .andReturn()
                .getResponse();
        assertThat(answer.getRedirectedUrl()).endsWith("/login");
    }

    @Test
    void everyPageNamesItsAddressInTheApi() {
        MockHttpServletResponse page = browser.get("/ns/shop/policies/cart");
        assertThat(page.getHeader("Link"))
                .isEqualTo("</api/v1/namespaces/shop/networkpolicies/cart>; rel=\"alternate\";"
                        + " type=\"application/json\"");
        assertThat(browser.get("/policies?ns=shop&q=x").getHeader("Link"))
                .contains("</api/v1/networkpolicies?namespace=shop>");
        assertThat(browser.get("/ns/shop?tab=denials&from=7d").getHeader("Link"))
                .contains("</api/v1/namespaces/shop/denials?from=7d>");
        assertThat(browser.get("/ns/shop?tab=matrix").getHeader("Link")).contains("</api/v1/namespaces/shop/matrix>");
    }

    @Test
    void aProgramThatAsksForJsonIsSentToTheApi() throws Exception {
        assertThat(redirect("/logs?verdict=deny&from=24h", "application/json"))
                .isEqualTo("/api/v1/logs?filter=http%3A%2F%2Flocalhost%2Flogs%3Fverdict%3Ddeny%26from%3D24h");
        assertThat(redirect("/", "application/json;q=0.9")).isEqualTo("/api/v1/summary");
        assertThat(redirect("/", "text/html,application/json")).endsWith("/login");
        assertThat(redirect("/logs/tail", "application/json")).endsWith("/login");
    }

    private String redirect(String address, String accept) throws Exception {
        return String.valueOf(browser.mvc()
                .perform(MockMvcRequestBuilders.get(URI.create(address)).header("Accept", accept))
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    }
}
