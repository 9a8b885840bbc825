package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LoggingConfig;
import dev.weir.nodes.Enforcement;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class PoliciesPageTests extends PageTests {

    @Test
    void listsPoliciesInWordsWithPodsAndEnforcement() {
        Document page = browser.page("/policies");
        assertThat(page.select("tbody tr")).hasSize(5);
        assertThat(page.select("tr:has(a:contains(redis-cart-allow-cart))").text())
                .contains("accept TCP 6379 from pods app=cart in shop", "2/2 nodes", "on");
    }

    @Test
    void aPolicyThatSelectsNothingCarriesACaution() {
        assertThat(browser.page("/policies")
                        .select("tr:has(a:contains(old-frontend)) .warn")
                        .text())
                .contains("selects no pod");
    }

    @Test
    void filtersByNamespaceTextAndState() {
        assertThat(names("/policies?ns=payments")).containsExactly("only-shop");
        assertThat(names("/policies?q=app=web")).containsExactly("web-in");
        assertThat(names("/policies?q=redis-cart-0")).contains("default-deny", "redis-cart-allow-cart");
        assertThat(names("/policies?state=selects-none")).containsExactly("old-frontend");
        browser.nodes().enforce(new Enforcement(1, 2));
        assertThat(names("/policies?state=not-in-force")).hasSize(5);
    }

    @Test
    void whenNothingMatchesItOffersAll() {
        assertThat(browser.page("/policies?q=nothing-like-this")
                        .select(".blank")
                        .text())
                .contains("No policy matches", "Show all 5");
    }

    @Test
    void whenThereIsNoPolicyItSaysWhatThatMeans() {
        browser.become(ShopCluster.contents(List.of(), LoggingConfig.ABSENT));
        assertThat(browser.page("/policies").select(".blank").text())
                .contains("every pod accepts connections from anyone");
    }

    @Test
    void asAFragmentItIsTheRowsAlone() {
        Document fragment = browser.fragment("/policies?ns=shop");
        assertThat(fragment.select("#policies tbody tr")).hasSize(4);
        assertThat(fragment.select("form, h1")).isEmpty();
    }

    private List<String> names(String address) {
        return browser.page(address).select("tbody th a:first-child").eachText();
    }
}
