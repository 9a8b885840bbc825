package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.expectation.Claim;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationRef;
import java.util.Arrays;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;

class ExpectationPagesTests extends PageTests {
    private static final String CART_TO_REDIS = "cart may reach redis-cart:6379";
    private static final String OTHER_PORT = ShopCluster.POLICIES.get(1).replace("6379", "6380");

    @Autowired
    ExpectationBook book;

    @AfterEach
    void forget() {
        book.list().forEach(one -> book.remove(one.ref(), -1));
    }

    private MockHttpServletResponse write(String name, String sentence, String... more) {
        String[] fields = {"namespace", "shop", "name", name, "expect", sentence, "version", ""};
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return browser.post("/expectations", all);
    }

    private void expectCartToReachRedis() {
        book.put(new ExpectationRef("shop", "cart-to-redis"), Claim.parse(CART_TO_REDIS, "shop"), "anna", -1);
    }

    @Test
    void anEmptyPageSaysWhatToWrite() {
        Document page = browser.page("/expectations");
        assertThat(page.text()).contains("None yet. Write down what must be so");
        assertThat(page.select("link[rel=alternate], a[href=#write]")).isNotEmpty();
    }

    @Test
    void aSentenceIsTriedWrittenChangedAndDeleted() {
        Document tried = ConsoleFixture.Browser.html(write("cart-to-redis", CART_TO_REDIS, "check", "1"));
        assertThat(tried.select("#write [role=status]").text()).contains("holds", CART_TO_REDIS);
        assertThat(book.list()).as("a check keeps nothing").isEmpty();

        assertThat(write("cart-to-redis", "shop/" + CART_TO_REDIS).getRedirectedUrl())
                .isEqualTo("/expectations?ns=shop");
        Element row = browser.page("/expectations?ns=shop").select("tbody tr").getFirst();
        assertThat(row.text()).contains(CART_TO_REDIS, "shop/cart-to-redis", "holds");
        assertThat(browser.page("/ns/shop").select("#expectations").text()).contains(CART_TO_REDIS, "holds");

        Document edit =
                browser.page(Objects.requireNonNull(row.select("a.button").first())
                        .attr("href")
                        .replace("#write", ""));
        assertThat(edit.select("#expect").attr("value")).isEqualTo(CART_TO_REDIS);
        String version = edit.select("#write [name=version]").attr("value");
        assertThat(browser.post(
                                "/expectations",
                                "namespace",
                                "shop",
                                "name",
                                "cart-to-redis",
                                "expect",
                                "web may reach redis-cart:6379",
                                "version",
                                version)
                        .getStatus())
                .isEqualTo(302);
        Document broken = browser.page("/expectations?ns=shop");
        assertThat(broken.select("tbody tr").text())
                .contains("broken", "isolated by shop/default-deny, shop/redis-cart-allow-cart, none admits");
        assertThat(write("cart-to-redis", CART_TO_REDIS).getStatus())
                .as("the version is not the one that was read")
                .isEqualTo(422);

        String now = broken.select("tbody [name=version]").attr("value");
        browser.post("/expectations/delete", "namespace", "shop", "name", "cart-to-redis", "version", now);
        assertThat(book.list()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAtItsLetterAndStaysInTheField() {
        MockHttpServletResponse answer = write("x", "cart may reach redis-cart:redis");
        assertThat(answer.getStatus()).isEqualTo(422);
        Document page = ConsoleFixture.Browser.html(answer);
        assertThat(page.select("#expect-problem").text()).startsWith("At letter 27: ");
        assertThat(page.select("#expect").attr("value")).isEqualTo("cart may reach redis-cart:redis");
    }

    @Test
    void anEditThatBreaksItIsToldWhileOneWritesRefusedAndSavedWithAReason() {
        expectCartToReachRedis();
        Document beside = ConsoleFixture.Browser.html(
                browser.post("/ns/shop/what-if?name=redis-cart-allow-cart", "yaml", OTHER_PORT));
        assertThat(beside.select(".findings").text())
                .contains("“" + CART_TO_REDIS + "” (shop/cart-to-redis) would be broken", "none admits");

        String address = "/ns/shop/policies/redis-cart-allow-cart/edit";
        String version = browser.page(address).select("[name=version]").attr("value");
        MockHttpServletResponse refused = browser.post(address, "yaml", OTHER_PORT, "version", version);
        assertThat(refused.getStatus()).isEqualTo(409);
        Document page = ConsoleFixture.Browser.html(refused);
        assertThat(page.select("#problem .findings").text()).contains(CART_TO_REDIS);
        assertThat(page.select("#problem input[name=yaml]").attr("value")).isEqualTo(OTHER_PORT);
        assertThat(port()).as("nothing was written").isEqualTo("6379");

        MockHttpServletResponse saved =
                browser.post(address, "yaml", OTHER_PORT, "version", version, "override", "ticket 4711");
        assertThat(saved.getStatus()).isEqualTo(302);
        assertThat(port()).isEqualTo("6380");
        assertThat(browser.page("/expectations").select("#overridden tbody tr").text())
                .contains("ticket 4711", "shop/cart-to-redis");
        assertThat(browser.page("/expectations").select("tbody tr").text()).contains("broken");
    }

    private String port() {
        NetworkPolicy policy = Objects.requireNonNull(
                browser.cluster().current().policy(new PolicyRef("shop", "redis-cart-allow-cart")));
        PolicyPort.Match match = policy.ingress().getFirst().ports().getFirst().match();
        return match instanceof PolicyPort.NumberedPorts numbers
                ? numbers.range().toString()
                : match.toString();
    }

    @Test
    void aDeletionIsRefusedTooAndKeepsWhatWasTyped() {
        expectCartToReachRedis();
        MockHttpServletResponse refused =
                browser.post("/ns/shop/policies/redis-cart-allow-cart/delete", "confirm", "redis-cart-allow-cart");
        assertThat(refused.getStatus()).isEqualTo(409);
        Document page = ConsoleFixture.Browser.html(refused);
        assertThat(page.select("#problem form").attr("action")).endsWith("/redis-cart-allow-cart/delete");
        assertThat(page.select("#problem input[name=confirm]").attr("value")).isEqualTo("redis-cart-allow-cart");
        assertThat(page.select("#problem input[name=_csrf]")).hasSizeLessThan(2);
    }

    @Test
    void aChangeSetSaysItBeforeAndAfter() {
        expectCartToReachRedis();
        MockHttpServletResponse checked = browser.post("/changes/new", "yaml", OTHER_PORT, "check", "1");
        assertThat(ConsoleFixture.Browser.html(checked)
                        .select(".what-if .findings")
                        .text())
                .contains(CART_TO_REDIS);
        assertThat(browser.post("/changes/new", "yaml", OTHER_PORT).getStatus()).isEqualTo(409);
        String made = Objects.requireNonNull(browser.post("/changes/new", "yaml", OTHER_PORT, "override", "ticket 4711")
                .getRedirectedUrl());
        assertThat(browser.page(made).select("#change-state").text())
                .contains("shop/cart-to-redis (" + CART_TO_REDIS + "): ticket 4711");
    }
}
