package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.weir.cluster.ClusterState;
import dev.weir.flow.store.Stall;
import jakarta.servlet.http.Cookie;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletResponse;

class ShellTests extends PageTests {

    @Test
    void withoutASessionThereIsOnlyTheSignIn() throws Exception {
        MockHttpServletResponse response =
                browser.mvc().perform(get("/").accept("text/html")).andReturn().getResponse();
        assertThat(response.getRedirectedUrl()).endsWith("/login");
        Document page = ConsoleFixture.Browser.html(
                browser.mvc().perform(get("/login?error&throttled")).andReturn().getResponse());
        assertThat(page.select("form[action=/login] input[name=_csrf]")).hasSize(1);
        assertThat(page.select("[role=alert]").text()).contains("Too many attempts");
    }

    @Test
    void theCurrentSectionIsMarked() {
        assertThat(browser.page("/nodes").select("nav [aria-current=page]").text())
                .isEqualTo("Nodes");
    }

    @Test
    void thePickerLeadsToTheNamespaceOrFiltersTheList() {
        assertThat(browser.get("/scope?ns=shop&page=summary").getRedirectedUrl())
                .isEqualTo("/ns/shop");
        assertThat(browser.get("/scope?ns=shop&page=logs").getRedirectedUrl()).isEqualTo("/logs?ns=shop");
        assertThat(browser.get("/scope?ns=&page=policies").getRedirectedUrl()).isEqualTo("/policies");
        assertThat(browser.get("/scope?ns=a%26b%2F..&page=policies").getRedirectedUrl())
                .isEqualTo("/policies?ns=a%26b%2F..");
    }

    @Test
    void theThemeIsACookieAndLeadsBackToThePageOnly() {
        MockHttpServletResponse response = browser.ask(
                post("/theme").param("theme", "dark").header("Referer", "https://elsewhere.example/logs?q=x"));
        assertThat(response.getHeader("Location")).isEqualTo("/logs?q=x");
        assertThat(response.getHeader("Set-Cookie")).startsWith("weir-theme=dark");
        Document dark = ConsoleFixture.Browser.html(browser.ask(get("/").cookie(new Cookie("weir-theme", "dark"))));
        assertThat(dark.select("html").attr("data-theme")).isEqualTo("dark");
        assertThat(browser.page("/").select("html").hasAttr("data-theme")).isFalse();
    }

    @Test
    void theStatusPollAnswersTheLightAndOutOfBandTheBanners() {
        Document fragment = browser.fragment("/shell/status");
        assertThat(fragment.select("#live").text()).contains("2/2 nodes");
        assertThat(fragment.select("#banners").attr("hx-swap-oob")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/policies",
                "/ns/shop",
                "/ns/shop?tab=matrix",
                "/ns/shop?tab=denials",
                "/ns/shop?tab=changes",
                "/flows?view=map",
                "/ns/shop/policies/web-in",
                "/ns/shop/policies/web-in/edit",
                "/ns/shop/policies/web-in/delete",
                "/ns/shop/policies/new",
                "/logging",
                "/logs",
                "/logs?live=1",
                "/nodes",
                "/nodes/weir-node-1",
                "/policies/new",
                "/ns/nope"
            })
    void noPageHasInlineScriptsOrStylesAndEveryFieldHasALabel(String address) {
        MockHttpServletResponse response = browser.get(address);
        Document page = ConsoleFixture.Browser.html(response);
        assertThat(page.select("script:not([src]), style, [style], [onclick], [hx-on]"))
                .isEmpty();
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.title()).endsWith("· Weir");
        List<String> labelled = page.select("label").eachAttr("for");
        assertThat(page.select("input:not([type=hidden]), select, textarea").eachAttr("id"))
                .allMatch(labelled::contains);
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        assertThat(page.select("form[method=post]"))
                .allMatch(form -> form.select("input[name=_csrf]").size() == 1);
        assertThat(page.text()).doesNotContain("??");
        assertThat(response.getHeader("Cache-Control")).contains("no-store");
    }

    @Test
    void timesAreToldInTheZoneThatTheBrowserNamesAndRecordsInUtcOnHover() {
        Document tokyo =
                ConsoleFixture.Browser.html(browser.ask(get("/logs").cookie(new Cookie("weir-zone", "Asia%2FTokyo"))));
        assertThat(tokyo.select("th").eachText()).contains("Time (Asia/Tokyo)");
        assertThat(tokyo.select("tbody time").eachText()).isNotEmpty().allMatch(time -> time.startsWith("20:5"));
        assertThat(tokyo.select("tbody td a:has(time)").eachAttr("title"))
                .allMatch(utc -> utc.startsWith("2026-03-01T11:5"));
        assertThat(tokyo.select(".side-end").text()).contains("Asia/Tokyo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "%zz", "<b>", "Etc/UTC"})
    void aZoneThatNobodyKnowsIsUtc(String zone) {
        Document page = ConsoleFixture.Browser.html(browser.ask(get("/logs").cookie(new Cookie("weir-zone", zone))));
        assertThat(page.select("th").eachText()).contains("Time (UTC)");
    }

    @Test
    void theKeysAreListedWithTheSectionsTheyGoTo() {
        Document page = browser.page("/");
        assertThat(page.select("dialog#shortcuts dd").eachText()).contains("Logs", "Nodes", "Alerts");
        assertThat(page.select("nav a[data-go=l]").attr("href")).isEqualTo("/logs");
    }

    @Test
    void aStoreThatTakesNothingInIsSaidOnEveryPage() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        ShellView shell = ShellView.of(
                new ShellView.Reader("admin", null, "", false, 0, true),
                new ClusterState(),
                List.of(),
                Optional.of(new Stall("The volume of the record store is full.", Instant.EPOCH)),
                new Texts(messages, Clock.systemUTC()));
        assertThat(shell.banners())
                .anySatisfy(banner -> assertThat(banner.text()).startsWith("The volume of the record store is full."));
    }
}
