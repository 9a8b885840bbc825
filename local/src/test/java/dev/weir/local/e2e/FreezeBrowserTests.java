package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A frozen link, opened after ten edits of policies and more packets, says what it said; and curl gets the same from the same address. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class FreezeBrowserTests {
    private static final String NAMESPACE = "e2e-freeze";
    private static final String POLICY = "server-admits-client";
    private static final String FLOWS = "/flows?ns=" + NAMESPACE + "&from=15m";
    private static final int EDITS = 10;
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("stranger", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void aFrozenLinkSaysTheSameAfterTenEditsAndCurlGetsTheSame(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "server");
        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "stranger", address, 8080));
        assertThat(cluster.connects(NAMESPACE, "client", address, 8080)).isTrue();
        Page page = visitor.signedIn();
        await().atMost(SOON).until(() -> {
            page.navigate(FLOWS);
            String rows = String.join(" ", page.locator("table.data tbody").allTextContents());
            return rows.contains("deny") && rows.contains("allow") && recorded(cluster, "client") > 0;
        });
        Visitor.link(page, "Freeze").click();
        assertThat(page.locator(".time-bar .frozen")).containsText("Frozen: records from");
        String frozen = page.url();
        List<String> rows = rows(page);
        assertThat(rows).hasSizeGreaterThanOrEqualTo(2).anyMatch(row -> row.contains(POLICY));
        Visitor.lookAt(page, "flows-frozen");

        editTenTimes(cluster, address);
        page.navigate(FLOWS);
        assertThat(rows(page)).as("now").noneMatch(row -> row.contains(POLICY));
        Page another = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        another.navigate(frozen);
        assertThat(rows(another)).isEqualTo(rows);
        curlGetsTheSame(frozen, rows);
        another.locator("main [data-key='[']").click();
        assertThat(another.locator(".time-bar .frozen")).isVisible();
    }

    @Test
    void aFrozenSummarySaysTheSameAfterAnEditAndCurlGetsTheSame(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "server");
        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "stranger", address, 8080));
        await().atMost(SOON).until(() -> !denied(cluster).isEmpty());
        Page page = visitor.signedIn();
        page.navigate("/");
        Visitor.link(page, "Freeze").click();
        assertThat(page.locator(".time-bar .frozen")).containsText("what was recorded in the 24 hours before");
        String frozen = page.url();
        denyAgain(cluster, address); // What was denied before is delivered by then.
        page.navigate(frozen);
        String row = row(page);
        Visitor.lookAt(page, "summary-frozen");

        cluster.apply(Manifests.admit(NAMESPACE, "another", "client", "server", 8080));
        denyAgain(cluster, address);
        page.navigate(frozen);
        assertThat(row(page)).isEqualTo(row);
        for (JsonNode namespace :
                JsonMapper.shared().readTree(curl(frozen, "application/json")).get("namespaces")) {
            if (namespace.get("name").asString().equals(NAMESPACE)) {
                JsonNode denials = namespace.get("denials");
                long packets =
                        denials.get("ingress").asLong() + denials.get("egress").asLong();
                assertThat(packets).isPositive();
                assertThat(row.split("\\s+"))
                        .containsSubsequence(
                                namespace.get("pods").asString(),
                                namespace.get("policies").asString())
                        .contains(String.format(Locale.ENGLISH, "%,d", packets));
            }
        }
        assertThat(curl(frozen, "text/csv")).contains("\n" + NAMESPACE + ",");
        page.locator("table.data a", new Page.LocatorOptions().setHasText(NAMESPACE))
                .click();
        assertThat(page.locator("table.data").first()).containsText(POLICY);
        Visitor.lookAt(page, "namespace-frozen");
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "another").orFail();
    }

    private static void denyAgain(Cluster cluster, String address) {
        int before = denied(cluster).size();
        await().atMost(SOON).until(() -> {
            cluster.connects(NAMESPACE, "stranger", address, 8080);
            return denied(cluster).size() > before;
        });
    }

    private static List<JsonNode> denied(Cluster cluster) {
        return cluster.records(
                "disposition=\"deny\" AND connection.direction=\"ingress\" AND dest.namespace=\"" + NAMESPACE + "\"");
    }

    private static String row(Page page) {
        Locator row = page.locator("table.data tbody tr", new Page.LocatorOptions().setHasText(NAMESPACE));
        return row.innerText().replaceAll("\\s+", " ");
    }

    @Test
    void theKeysOfBracketsGoToTheTimeBeforeAndAfter() {
        Page page = visitor.signedIn();
        page.navigate("/logs?from=15m");
        page.keyboard().press("[");
        page.waitForURL(url -> url.contains("&to="));
        String before = page.locator(".time-bar .frozen").textContent();
        page.keyboard().press("]");
        assertThat(page.locator(".time-bar .frozen")).not().hasText(before);
        page.keyboard().press("?");
        assertThat(page.locator("dialog#shortcuts")).containsText("The time before and after");
    }

    private static long recorded(Cluster cluster, String client) {
        return cluster.records("disposition=\"allow\" AND connection.direction=\"ingress\" AND dest.namespace=\""
                        + NAMESPACE + "\" AND src.pod_name=\"" + client + "\"")
                .size();
    }

    private static List<String> rows(Page page) {
        Locator rows = page.locator("table.data tbody tr");
        assertThat(rows.first()).isVisible();
        return rows.allInnerTexts().stream()
                .map(row -> row.replaceAll("\\s+", " "))
                .toList();
    }

    /** The policy admits other ports, then what it did, and more is recorded; in the end it is gone, so that nothing is isolated any more. */
    private static void editTenTimes(Cluster cluster, String address) {
        for (int edit = 1; edit < EDITS - 1; edit++) {
            cluster.apply(Manifests.admit(NAMESPACE, POLICY, "server", "client", 9000 + edit));
        }
        cluster.apply(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080));
        await().atMost(SOON).until(() -> cluster.connects(NAMESPACE, "client", address, 8080));
        await().atMost(SOON).until(() -> recorded(cluster, "client") > 1);
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", POLICY).orFail();
        await().atMost(SOON).until(() -> cluster.connects(NAMESPACE, "stranger", address, 8080));
    }

    private static String curl(String address, String accept) {
        return Command.run(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--fail",
                        "--location",
                        "--header",
                        "Authorization: Bearer " + Cluster.token(),
                        "--header",
                        "Accept: " + accept,
                        address)
                .orFail();
    }

    private static void curlGetsTheSame(String frozen, List<String> rows) {
        JsonNode pairs =
                JsonMapper.shared().readTree(curl(frozen, "application/json")).get("pairs");
        assertThat(pairs.size()).isEqualTo(rows.size());
        List<String> csv = curl(frozen, "text/csv").lines().toList();
        List<String> text = curl(frozen, "text/plain").lines().toList();
        assertThat(csv).hasSize(rows.size() + 1);
        assertThat(text).hasSize(rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            JsonNode pair = pairs.get(i);
            String source = name(pair.get("source"));
            assertThat(rows.get(i))
                    .contains(source, name(pair.get("destination")))
                    .contains(" " + figure(pair, "allowed") + " ", " " + figure(pair, "denied") + " ")
                    .contains(pair.get("guarded").asString());
            pair.get("guardedBy")
                    .forEach(policy -> assertThat(csv.toString())
                            .contains(policy.get("name").asString()));
            assertThat(csv.get(i + 1)).startsWith(source + "," + name(pair.get("destination")) + ",");
            assertThat(text.get(i + 1)).startsWith(source + " ");
        }
    }

    /** A cell of the table: the word, when there is something, and the number. */
    private static String figure(JsonNode pair, String field) {
        String word = field.equals("allowed") ? "allow" : "deny";
        long number = pair.get(field).asLong();
        return number == 0 ? "0" : word + " " + number;
    }

    private static String name(JsonNode end) {
        return end.path("namespace").asString("") + "/" + end.path("name").asString("");
    }
}
