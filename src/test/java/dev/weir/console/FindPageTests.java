package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.paste.OwnAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class FindPageTests extends PageTests {
    /** Parts of pages, and this field itself. */
    private static final Set<String> NO_PAGES = Set.of(
            "/login",
            "/shell/status",
            "/scope",
            "/find",
            "/logs/tail",
            "/logs/export",
            "/nodes/{node}/diagnostics",
            "/api/docs/openapi.json",
            "/error");

    /** As GKE's documentation prints it. */
    private static final String DOCUMENTED = """
            resource.type="k8s_node"
            resource.labels.location="europe-west1-b"
            resource.labels.cluster_name="shop-cluster"
            logName="projects/shop-project/logs/policy-action"
            """;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    private MockHttpServletResponse find(String text) {
        return browser.get(
                "/find?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    @Test
    void everyPageHasTheFieldAndItSaysWhatCanBePasted() {
        assertThat(browser.page("/nodes").select("header form[action=/find] input#find"))
                .hasSize(1);
        assertThat(browser.page("/find").select("main").text()).contains("kubectl -n shop get netpol web-in");
    }

    @Test
    void whatIsClearLeadsToItsPage() {
        MockHttpServletResponse answer = find("kubectl -n shop get netpol web-in");
        assertThat(answer.getStatus()).isEqualTo(303);
        assertThat(answer.getHeader("Location")).isEqualTo("/ns/shop/policies/web-in");
        assertThat(find("https://elsewhere.example/ns/shop?tab=matrix").getHeader("Location"))
                .isEqualTo("/ns/shop?tab=matrix");
    }

    @Test
    void aNameOfSeveralThingsIsAListWithAWayToTheRecords() {
        Document page = html(find("redis"));
        assertThat(page.select("main table tbody tr").eachText()).isNotEmpty();
        assertThat(page.select("main .pager a").attr("href")).isEqualTo("/logs?q=%22redis%22");
        assertThat(browser.get(page.select("main .pager a").attr("href")).getStatus())
                .isEqualTo(200);
    }

    @Test
    void whatCannotBeReadIsSaidWithWhatWouldBeRightAndKept() {
        MockHttpServletResponse answer = find("kubectl top <pods>");
        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(html(answer).select(".banner.error").text()).contains("column 9", "Understood are get");
        assertThat(html(answer).select("main #q").val()).isEqualTo("kubectl top <pods>");
    }

    /** The two queries of GKE's documentation find the same rows as the fields of the form that say the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jsonPayload.disposition=\"deny\" | /logs?verdict=deny",
                "jsonPayload.disposition=\"deny\" jsonPayload.dest.pod_name=~\"redis-cart\" | /logs?verdict=deny&pod=redis-cart-0",
            })
    void theDocumentedQueriesFindTheRowsOfTheForm(String query, String form) {
        String pasted = Objects.requireNonNull(find(DOCUMENTED + query).getHeader("Location"));
        List<String> rows = rows(browser.page(pasted.replace("+", "%20")));
        assertThat(rows).isNotEmpty().isEqualTo(rows(browser.page(form)));
    }

    private static List<String> rows(Document page) {
        return page.select(".records tbody tr").eachText();
    }

    /** So that no page is forgotten: the list is held against the routes of the server. */
    @Test
    void everyPageOfTheConsoleCanBePasted() {
        Set<String> pages = new TreeSet<>();
        routes.getHandlerMethods().forEach((route, handler) -> {
            boolean read = route.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    || route.getMethodsCondition().getMethods().isEmpty();
            if (read && handler.getBeanType().getPackageName().equals("dev.weir.console")) {
                pages.addAll(route.getPatternValues());
            }
        });
        pages.removeAll(NO_PAGES);
        assertThat(OwnAddress.PAGES).containsExactlyInAnyOrderElementsOf(pages);
    }
}
