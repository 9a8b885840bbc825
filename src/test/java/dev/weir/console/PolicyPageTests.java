package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeStatus;
import java.time.Instant;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class PolicyPageTests extends PageTests {
    @Test
    void besideEachSentenceIsAPlaceForItsRecordsOverTimeAndALinkToThemWithoutScripts() {
        Document page = browser.page("/ns/shop/policies/web-in");
        assertThat(page.select("ul.words .rule-hits").eachAttr("id"))
                .containsExactly("hits-ingress-0", "hits-egress-0", "hits-egress-1");
        Element later = page.expectFirst("#hits[hx-trigger=load]");
        assertThat(later.attr("hx-get")).isEqualTo("/ns/shop/policies/web-in/hits?from=24h");
        assertThat(later.expectFirst("a").attr("href")).isEqualTo(later.attr("hx-get"));
    }

    @Test
    void aTimeWhenTheRulesWereOthersIsAGapAndNotZero() {
        Document page = browser.page("/ns/shop/policies/web-in/hits");
        Element line = page.expectFirst("svg.rule-line");
        assertThat(line.select(".gap")).as("all but the last three hours").hasSize(42);
        assertThat(line.select("rect:not(.gap)")).hasSize(6);
        assertThat(line.attr("aria-label")).contains("0 recorded", "of 42 of 48 intervals it cannot be told");
        assertThat(page.select("code").text()).contains("/hits?from=2026-02-28T12%3A00%3A00Z", "step=30m");
        assertThat(page.select("td a:has(svg)").attr("href")).contains("web-in", "ingress", "to=2026-03-01");
        Document lines = browser.fragment("/ns/shop/policies/web-in/hits?from=7d");
        assertThat(lines.select("span[hx-swap-oob]").eachAttr("id"))
                .containsExactly("hits-ingress-0", "hits-egress-0", "hits-egress-1");
        assertThat(lines.select("h1")).isEmpty();
        assertThat(lines.select("a[aria-current]").text()).isEqualTo("last 7 days");
        assertThat(browser.get("/ns/shop/policies/web-in/hits?from=ever").getStatus())
                .isEqualTo(400);
    }

    private static final String WEB_IN = "/ns/shop/policies/web-in";

    @Test
    void saysInWordsWhatItDoesAndWhatElseSelectsThePods() {
        Document page = browser.page(WEB_IN);
        assertThat(page.select(".words li > span").eachText())
                .contains(
                        "accept TCP port “http” from anyone",
                        "open TCP 443 or TCP 8000–8100 to addresses 203.0.113.0/24 except 203.0.113.128/25",
                        "open no other outbound connection");
        assertThat(page.text()).contains("Also selecting these pods: default-deny");
    }

    @Test
    void showsYamlWithoutWhatTheServerAdded() {
        assertThat(browser.page(WEB_IN).select(".yaml li").eachText())
                .contains("kind: NetworkPolicy")
                .noneMatch(line -> line.contains("resourceVersion"));
    }

    @Test
    void eachRuleSaysHowOftenItMatchedOrThatItNeverDid() {
        assertThat(browser.page(WEB_IN)
                        .select("section:has(#rules-heading) td[data-label=Matched]")
                        .eachText())
                .containsExactly(
                        "1,200, last 4 s ago (since 2026-03-01 09:00:00)",
                        "100, last 90 s ago (since 2026-03-01 09:00:00) 20 of them other rules admit, too",
                        "never matched since 2026-03-01 09:00:00");
    }

    @Test
    void whatWasDeniedIsCountedForThePolicyAndNeverCalledItsDoing() {
        String counts = browser.page(WEB_IN).select("#counts").text();
        assertThat(counts)
                .contains("Inbound: 1,200 connections admitted, last 4 s ago; no packet denied")
                .contains("Outbound: 100 connections admitted, last 90 s ago; 14 packets denied")
                .contains("A policy never denies")
                .doesNotContain("denied by");
    }

    @Test
    void countsSayWhichNodesTheyMiss() {
        Instant now = ConsoleFixture.NOON;
        browser.nodes().set(ShopNodes.node("weir-node-2", new NodeStatus.Gone(now.minusSeconds(60)), now));
        assertThat(browser.page(WEB_IN).select("#counts").text())
                .contains("One node is away, what is counted there meanwhile comes later: weir-node-2 (1 s ago)");
    }

    @Test
    void whereItIsInForceIsAskedAgainUntilItIsEverywhere() {
        browser.nodes().enforce(new Enforcement(1, 2));
        Document fragment = browser.fragment(WEB_IN);
        assertThat(fragment.select("#in-force").text()).contains("In force on 1 of 2 nodes");
        assertThat(fragment.select("#in-force").attr("hx-trigger")).isEqualTo("every 1s");
        assertThat(fragment.select("h1")).isEmpty();
    }

    @Test
    void deniedRecordsNameThePoliciesThatIsolateAndNeverOneThatDenies() {
        assertThat(browser.page(WEB_IN).select(".records .why").text())
                .contains("source isolated by web-in; none admits")
                .doesNotContain("denied by");
    }

    @Test
    void loggingIsSwitchedByTheAnnotation() {
        MockHttpServletResponse response = browser.post(WEB_IN + "/logging", "on", "true");
        assertThat(response.getRedirectedUrl()).isEqualTo(WEB_IN);
        assertThat(policy("web-in")).matches(policy -> policy.wantsAllowLogging());
        browser.post(WEB_IN + "/logging", "on", "false");
        assertThat(policy("web-in")).matches(policy -> !policy.wantsAllowLogging());
    }

    private String version() {
        return browser.page(WEB_IN).select("#shadow input[name=version]").attr("value");
    }

    @Test
    void aPolicyGoesIntoShadowAndIsPromotedWithOneClickEach() {
        assertThat(browser.page(WEB_IN).select("#shadow").text()).contains("enforced", "Put into shadow");
        browser.post(WEB_IN + "/mode", "shadow", "true", "version", version());
        assertThat(browser.page(WEB_IN).select("#shadow").text())
                .contains("in shadow: judged, not enforced", "Promote", "policy.weir.dev/mode-");
        assertThat(browser.page("/policies?state=shadow").select("tbody tr").eachText())
                .singleElement()
                .asString()
                .contains("web-in", "shadow");

        browser.post(WEB_IN + "/mode", "shadow", "false", "version", version());
        assertThat(policy("web-in"))
                .isNotNull()
                .matches(policy -> policy.annotations().isEmpty());
    }

    @Test
    void whatWasChangedMeanwhileIsNotPromoted() {
        browser.post(WEB_IN + "/mode", "shadow", "true", "version", version());
        MockHttpServletResponse response =
                browser.post(WEB_IN + "/mode", "shadow", "false", "version", "1-of-another-time");
        assertThat(response.getRedirectedUrl()).isEqualTo(WEB_IN);
        assertThat(browser.cluster().current().isInShadow(Objects.requireNonNull(policy("web-in"))))
                .isTrue();
    }

    @Test
    void whatIsInShadowIsNoProtectionAndIsSaidToBeNone() {
        browser.post(WEB_IN + "/mode", "shadow", "true", "version", version());
        assertThat(browser.page("/").select("#cards").text()).contains("protected outbound in shadow only");
        assertThat(browser.page(WEB_IN + "/delete").text()).contains("No pod becomes open");
    }

    @Test
    void theDeletionPageRestatesWhichPodsBecomeOpen() {
        assertThat(browser.page(WEB_IN + "/delete").text()).contains("2 pods may open any outbound connection");
        assertThat(browser.page("/ns/shop/policies/redis-cart-allow-cart/delete")
                        .text())
                .contains("No pod becomes open")
                .doesNotContain("Type redis-cart-allow-cart");
    }

    @Test
    void aDeletionThatOpensPodsNeedsTheName() {
        MockHttpServletResponse refused = browser.post(WEB_IN + "/delete", "confirm", "web");
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(policy("web-in")).isNotNull();
        browser.post(WEB_IN + "/delete", "confirm", "web-in");
        assertThat(policy("web-in")).isNull();
    }

    @Test
    void aPolicyThatDoesNotExistIsAPageThatSaysSo() {
        assertThat(browser.get("/ns/shop/policies/nope").getStatus()).isEqualTo(404);
    }

    @Test
    void whenTheApiServerIsAwayThePageSaysThatNothingChanged() {
        browser.objects().goDown();
        MockHttpServletResponse response = browser.get(WEB_IN);
        assertThat(response.getStatus()).isEqualTo(502);
        assertThat(ConsoleFixture.Browser.html(response).select("#problem").text())
                .contains("The Kubernetes API does not answer", "Trace id")
                .doesNotContain("no answer");
    }

    private @Nullable NetworkPolicy policy(String name) {
        return browser.cluster().current().policy(new PolicyRef("shop", name));
    }
}
