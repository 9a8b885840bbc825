package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sample leaves the namespace monitoring open. Somebody locks it down: what it does goes on, and a stranger is kept out. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class LockdownBrowserTests {
    private static final String NAMESPACE = "monitoring";
    private static final Duration SOON = Duration.ofSeconds(90);

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @AfterAll
    static void openAgain(Cluster cluster) {
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "--all").orFail();
    }

    @Test
    void aNamespaceIsLockedDownAndItsOwnTrafficGoesOn(Cluster cluster) {
        String prometheus = cluster.podOf(NAMESPACE, "prometheus");
        String address = cluster.podAddress(NAMESPACE, prometheus);
        String web = cluster.podAddress("shop", cluster.podOf("shop", "web"));
        Page page = visitor.signedIn();

        page.navigate("/ns/" + NAMESPACE);
        Visitor.link(page, "Lock down this namespace").click();
        assertThat(page.locator("#observe")).containsText("pods of which nothing is recorded");
        Visitor.lookAt(page, "lockdown-1-observe");
        Visitor.button(page, "Begin to observe").click();
        assertThat(page.locator("#page-message")).containsText("Nothing is denied");

        Locator recommended = page.locator("#recommended");
        await().atMost(SOON).until(() -> {
            page.navigate("/ns/" + NAMESPACE + "/lockdown?step=policies");
            String text = recommended.textContent();
            return List.of("8125", "8080", "7070", "9102", "9187").stream().allMatch(text::contains);
        });
        assertThat(recommended).containsText("They admit 100");
        assertThat(page.locator("#rest")).containsText("everything that was seen stays possible");
        Visitor.lookAt(page, "lockdown-2-policies");

        Visitor.button(page, "Next: into shadow").click();
        assertThat(page.locator("#yaml")).containsText("name: allow-prometheus");
        Visitor.lookAt(page, "lockdown-3-shadow");
        Visitor.button(page, "Put them into shadow").click();
        assertThat(page.locator("#watch")).containsText("allow-prometheus");
        await().atMost(SOON).until(() -> {
            page.reload();
            return page.locator("#watch").textContent().contains("Nothing would have been denied");
        });
        Visitor.lookAt(page, "lockdown-4-watch");

        Visitor.link(page, "Next: enforce them").click();
        Visitor.lookAt(page, "lockdown-5-enforce");
        Visitor.button(page, "Enforce them").click();
        assertThat(page.locator("#change-state")).containsText("waits to be confirmed");
        await().atMost(Duration.ofSeconds(5)).until(() -> !cluster.connects("default", "rogue", address, 9090));
        assertThat(cluster.connects(NAMESPACE, prometheus, web, 8080))
                .as("what was seen goes on")
                .isTrue();
        Instant enforced = Instant.now();
        Visitor.button(page, "Confirm: it stays").click();
        assertThat(page.locator("#change-state")).containsText("in force");

        await().atMost(SOON).until(() -> isRecordedSince(cluster, enforced, "src"));
        await().atMost(SOON).until(() -> isRecordedSince(cluster, enforced, "dest"));
        assertThat(cluster.records(
                        "disposition=\"deny\" AND (" + monitoring("src") + " OR " + monitoring("dest") + ")"))
                .as("denied is the stranger, and nobody else")
                .allSatisfy(record ->
                        assertThat(record.at("/src/pod_name").asString()).isEqualTo("rogue"));
    }

    /** Whether the sample's own connections from or to it are still let through. */
    private static boolean isRecordedSince(Cluster cluster, Instant since, String end) {
        return cluster.records("disposition=\"allow\" AND " + monitoring(end)).stream()
                .anyMatch(record ->
                        Instant.parse(record.at("/timestamp").asString()).isAfter(since));
    }

    private static String monitoring(String end) {
        String direction = end.equals("src") ? "egress" : "ingress";
        return "(" + end + ".namespace=\"" + NAMESPACE + "\" AND connection.direction=\"" + direction + "\")";
    }
}
