package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.store.RecordStore;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Instant;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** Which rule was used last, and by whom: beside the sentence, and on a page of its own. */
@DirtiesContext
class PolicyUsePageTests extends PageTests {
    private static final String POLICY = "/ns/shop/policies/redis-cart-allow-cart";

    @Autowired
    RecordStore store;

    /** The same spool and sequence every time, so that it is stored once. */
    @BeforeEach
    void oneConnectionThroughTheFirstRule() {
        Instant time = ConsoleFixture.NOON.minusSeconds(90);
        store.append(
                "weir-node-1",
                7,
                List.of(new FlowRecord(
                        1,
                        time,
                        time,
                        Verdict.ALLOWED,
                        Direction.INGRESS,
                        new Connection(
                                Protocol.TCP,
                                IpAddress.parse("10.244.2.8"),
                                40_000,
                                IpAddress.parse("10.244.1.9"),
                                6379),
                        new FlowPeer.PodEnd(
                                new PodRef("shop", "cart-59f8-abcde"),
                                new Workload("Deployment", "cart"),
                                "weir-node-2"),
                        new FlowPeer.PodEnd(
                                new PodRef("shop", "redis-cart-0"),
                                new Workload("StatefulSet", "redis-cart"),
                                "weir-node-1"),
                        List.of(new PolicyMatch(
                                "NetworkPolicy", new PolicyRef("shop", "redis-cart-allow-cart"), List.of(0))),
                        1,
                        48_211)));
    }

    @Test
    void besideTheSentenceStandsTheLastRecordThatItsRuleAdmitted() {
        Document page = browser.page(POLICY);
        assertThat(page.select(".words li .sub a").text()).isEqualTo("last record 2026-03-01 11:58:30");
        String record = page.select(".words li .sub a").attr("href");
        assertThat(record).isEqualTo("/logs/weir-node-1-7-1");
        assertThat(browser.page(record).select("h1").text()).isEqualTo("A record");
    }

    @Test
    void aRuleOfWhichThereIsNoRecordSaysSinceWhenOrThatNoneIsMade() {
        assertThat(browser.page("/ns/shop/policies/web-in")
                        .select(".words li .sub")
                        .eachText())
                .contains("not recorded");
        LoggingConfig on = new LoggingConfig(new Switch(true, false), Switch.OFF, 3, "18");
        browser.become(ShopCluster.contents(
                ShopCluster.POLICIES.stream().map(ShopCluster::policy).toList(), on));
        assertThat(browser.page("/ns/shop/policies/web-in")
                        .select(".words li .sub")
                        .eachText())
                .contains("none recorded since 2026-02-22 12:00:00");
    }

    @Test
    void thePageOfTheUseNamesWhoUsedEachRuleWithTheRecordsAndWhatIsNotSeen() {
        Document page = browser.page(POLICY + "/use");
        assertThat(page.select("h1").text()).isEqualTo("What of redis-cart-allow-cart was used");
        assertThat(page.select("main").text())
                .contains("Admits 1 pods, used by 1", "shop/cart: 1 pod", "The oldest record is of");
        String records = page.select("dd a").attr("href").replace("+", "%20");
        assertThat(browser.page(records).select(".records tbody tr")).isNotEmpty();
        assertThat(browser.page(POLICY).select(".actions a[href$=/use]")).hasSize(1);
    }

    @Test
    void withoutRecordsNothingIsCalledUnused() {
        assertThat(browser.page("/ns/shop/policies/web-in/use").select("main").text())
                .contains("is not recorded, so nothing follows", "not known");
        assertThat(browser.get("/ns/shop/policies/nope/use").getStatus()).isEqualTo(404);
        assertThat(browser.get(POLICY + "/use?from=yesterday").getStatus()).isEqualTo(400);
    }
}
