package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.recommendation.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class LockdownPageTests extends PageTests {
    private static final String PAGE = "/ns/payments/lockdown";

    private ClusterSnapshot cluster() {
        return browser.cluster().current();
    }

    private List<NetworkPolicy> recommendedInShadow() {
        return cluster().shadowPoliciesIn("payments").stream()
                .filter(Recommendation::isMarked)
                .toList();
    }

    @Test
    void theFirstStepSaysWhetherThereIsAnythingToGoByAndWhatToDo() {
        Document page = browser.page(PAGE);
        assertThat(page.select("nav.segments a[aria-current=step]").text()).isEqualTo("1 Observe");
        assertThat(page.select("#observe").text()).contains("Nothing was observed", "open", "Begin to observe");
        assertThat(page.select("form[action$=/observe]")).hasSize(1);
    }

    @Test
    void observingIsADefaultDenyInShadowWhichDeniesNothing() {
        assertThat(browser.post(PAGE + "/observe").getRedirectedUrl()).isEqualTo(PAGE + "?step=observe");
        assertThat(recommendedInShadow()).singleElement().satisfies(policy -> {
            assertThat(policy.ref().name()).startsWith("default-deny");
            assertThat(policy.ingress()).isEmpty();
        });
        assertThat(browser.page(PAGE).select("form[action$=/observe]")).isEmpty();
    }

    @Test
    void policiesAreListedWithTheirReasonsAndTheChoiceIsInTheAddress() {
        Document page = browser.page("/ns/shop/lockdown?step=policies");
        assertThat(page.select("#recommended input[type=checkbox]").eachAttr("value"))
                .contains("allow-dns");
        assertThat(page.select("#recommended input[type=checkbox][checked]").size())
                .isEqualTo(page.select("#recommended input[type=checkbox]").size());
        assertThat(page.text()).contains("Policies that are enforced already", "redis-cart-allow-cart");
        Document fewer = browser.page("/ns/shop/lockdown?step=policies&picked=1");
        assertThat(fewer.select("#recommended input[type=checkbox][checked]")).isEmpty();
        assertThat(fewer.select("nav.segments a").eachAttr("href")).allMatch(href -> href.contains("picked=1"));
    }

    @Test
    void whatWasDeniedIsToldAndNotRecommended() {
        Document page = browser.page("/ns/shop/lockdown?step=policies");
        assertThat(page.select("section:has(#denied-heading)").text()).contains("shop/rogue", "TCP 6379");
        assertThat(page.select("#recommended").text()).doesNotContain("rogue");
    }

    @Test
    void theWholeWayLeadsToEnforcedPoliciesThatWaitToBeConfirmed() {
        Document shadow = browser.page(PAGE + "?step=shadow");
        String yaml = Objects.requireNonNull(shadow.selectFirst("textarea")).wholeText();
        assertThat(yaml).contains("policy.weir.dev/mode: shadow", "name: allow-dns");
        assertThat(browser.post(PAGE + "/shadow", "yaml", yaml).getRedirectedUrl())
                .isEqualTo(PAGE + "?step=watch");
        assertThat(recommendedInShadow()).isNotEmpty();

        Document watch = browser.page(PAGE + "?step=watch");
        assertThat(watch.select("#watch").text()).contains("allow-dns, default-deny", "Nothing would have been denied");
        assertThat(watch.text()).contains("What would change");

        Document promote = browser.page(PAGE + "?step=promote");
        String address = Objects.requireNonNull(
                promote(promote.select("input[name=seen]").eachAttr("value"), "10m")
                        .getRedirectedUrl());
        assertThat(address).startsWith("/changes/");
        assertThat(browser.page(address).select("#change-state").text()).contains("waits to be confirmed");
        assertThat(recommendedInShadow()).isEmpty();
        assertThat(cluster().enforcedPoliciesIn("payments")).anyMatch(Recommendation::isMarked);
        browser.post(address + "/revert");
        assertThat(recommendedInShadow()).as("taken back into shadow").isNotEmpty();
    }

    private MockHttpServletResponse promote(List<String> seen, String within) {
        List<String> fields = new ArrayList<>(List.of("within", within, "denies", "5"));
        seen.forEach(one -> fields.addAll(List.of("seen", one)));
        return browser.post(PAGE + "/promote", fields.toArray(String[]::new));
    }

    @Test
    void nobodyPromotesWhatTheyHaveNotSeen() {
        browser.post(PAGE + "/observe");
        MockHttpServletResponse answer = promote(List.of("default-deny 1"), "10m");
        assertThat(answer.getRedirectedUrl()).isEqualTo(PAGE + "?step=promote");
        assertThat(recommendedInShadow()).hasSize(1);
    }

    @Test
    void aTimeThatIsNoneIsRefusedAndNothingIsWritten() {
        browser.post(PAGE + "/observe");
        List<String> seen =
                browser.page(PAGE + "?step=promote").select("input[name=seen]").eachAttr("value");
        assertThat(seen).hasSize(1);
        assertThat(promote(seen, "soon").getRedirectedUrl()).isEqualTo(PAGE + "?step=promote");
        assertThat(recommendedInShadow()).hasSize(1);
    }

    @Test
    void whatIsNotRecommendedAnyMoreIsTakenAwayAndNothingElseIs() {
        browser.post(PAGE + "/observe");
        NetworkPolicy observing = recommendedInShadow().getFirst();
        Document dnsOnly = browser.page(PAGE + "?step=shadow&picked=1&policy=allow-dns");
        Element yaml = Objects.requireNonNull(dnsOnly.selectFirst("textarea"));
        assertThat(dnsOnly.select("input[name=outdated]").eachAttr("value"))
                .containsExactly(observing.ref().name());
        browser.post(
                PAGE + "/shadow",
                "yaml",
                yaml.wholeText(),
                "outdated",
                observing.ref().name(),
                "outdated",
                "redis-cart-allow-cart");
        assertThat(recommendedInShadow())
                .extracting(policy -> policy.ref().name())
                .containsExactly("allow-dns");
        assertThat(cluster().policy(new PolicyRef("shop", "redis-cart-allow-cart")))
                .isNotNull();
    }

    @Test
    void aTextThatIsNoPolicyIsRefused() {
        assertThat(browser.post(PAGE + "/shadow", "yaml", "a: [").getRedirectedUrl())
                .isEqualTo(PAGE + "?step=policies");
        assertThat(recommendedInShadow()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFoundAndATimeThatIsNoneIsABadQuestion() {
        assertThat(browser.get("/ns/nowhere/lockdown").getStatus()).isEqualTo(404);
        assertThat(browser.get(PAGE + "?from=soon").getStatus()).isEqualTo(400);
        assertThat(browser.get(PAGE + "?step=dance").getStatus()).isEqualTo(200);
    }

    @Test
    void aNamespaceGoesIntoShadowAndIsPromoted() {
        Document page = browser.page("/ns/shop");
        assertThat(page.select("#mode a").attr("href")).isEqualTo("/ns/shop/lockdown");
        assertThat(page.select("#mode").text()).contains("4 policies are enforced, 0 in shadow");
        browser.post("/ns/shop/mode", "shadow", "true");
        assertThat(cluster().enforcedPoliciesIn("shop")).isEmpty();
        assertThat(browser.page("/ns/shop").select("#mode").text()).contains("in shadow", "Promote: enforce all");
        assertThat(browser.post("/ns/shop/mode", "shadow", "false").getRedirectedUrl())
                .isEqualTo("/ns/shop");
        assertThat(cluster().enforcedPoliciesIn("shop")).hasSize(4);
    }
}
