package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every page of the console. The tests only look, so they run side by side, each with a browser of its own. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class EveryPageBrowserTests {

    private static final String NAMESPACE = "e2e-pages";
    private static final List<String> PAGES = List.of(
            "/",
            "/policies",
            "/ns/shop",
            "/ns/shop?tab=policies",
            "/ns/shop?tab=matrix",
            "/ns/shop?tab=denials",
            "/ns/shop?tab=changes",
            "/ns/monitoring/lockdown",
            "/ns/monitoring/lockdown?step=policies",
            "/ns/monitoring/lockdown?step=shadow",
            "/ns/monitoring/lockdown?step=watch",
            "/ns/monitoring/lockdown?step=promote",
            "/ns/payments/policies/new",
            "/ns/payments/policies/new?view=form",
            "/policies/templates?ns=shop",
            "/ns/shop/policies/redis-only-from-cart",
            "/ns/shop/policies/redis-only-from-cart/hits",
            "/ns/shop/policies/redis-only-from-cart/use",
            "/find",
            "/find?q=redis",
            "/logs",
            "/logs?live=1",
            "/flows?from=24h",
            "/flows?from=24h&view=map",
            "/flows?from=24h&view=matrix",
            "/logging",
            "/nodes",
            "/nodes/weir-node-1",
            "/nodes/weir-node-1/pods/" + NAMESPACE + "/client",
            "/?at=-5s",
            "/ns/shop?at=-5s",
            "/alerts",
            "/alerts?state=resolved",
            "/alerts/rules/first-seen-egress",
            "/alerts/rules/denied-spike",
            "/changes",
            "/changes/new",
            "/expectations",
            "/expectations?ns=shop",
            "/reach",
            "/reach?to=shop/redis-cart",
            "/api/docs",
            "/history",
            "/access");

    private static final int SCANNED_PORTS = 12;

    /** Pages of one record and one alert, which a scan has made, and of one change. */
    private static List<String> madeByScan = List.of();

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("locked", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, "locked-admits-nobody", "locked", "nobody", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @BeforeAll
    static void scan(Cluster cluster) {
        madeByScan = scanned(cluster);
    }

    private static List<String> scanned(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "locked");
        await().atMost(Duration.ofSeconds(2))
                .pollDelay(Duration.ZERO)
                .until(() -> !cluster.connects(NAMESPACE, "client", address, 8080));
        for (int port = 1; port <= SCANNED_PORTS; port++) {
            assertThat(cluster.connects(NAMESPACE, "client", address, port)).isFalse();
        }
        String record = awaited(() ->
                cluster
                        .records("disposition=deny AND dest.namespace=" + NAMESPACE + " AND dest.pod_name=locked")
                        .stream()
                        .map(found -> found.at("/weir/id").asString()));
        String alert = awaited(() -> cluster.get("/alerts?state=firing&rule=scan")
                .get("items")
                .valueStream()
                .filter(found -> found.at("/subject/namespace").asString().equals(NAMESPACE))
                .map(found -> found.get("id").asString()));
        String change =
                awaited(() -> cluster.get("/namespaces/" + NAMESPACE + "/networkpolicies/locked-admits-nobody/history")
                        .get("items")
                        .valueStream()
                        .map(found -> Long.toString(found.get("id").asLong())));
        return List.of("/logs/" + record, "/logs/" + record + "/proposal", "/alerts/" + alert, "/history/" + change);
    }

    private static String awaited(Callable<Stream<String>> found) {
        return await().atMost(Duration.ofMinutes(1))
                .until(() -> found.call().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> pages() {
        return Stream.concat(PAGES.stream(), madeByScan.stream()).toList();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void everyPageIsThereWithoutScripts() {
        Page plain = visitor.signedIn(new NewContextOptions().setJavaScriptEnabled(false));
        for (String address : pages()) {
            assertThat(plain.navigate(address).status()).as(address).isEqualTo(200);
            assertThat(plain.locator("main h1")).isVisible();
            assertThat(plain.locator("main").innerText().lines()).as(address).hasSizeGreaterThan(3);
        }
    }

    /** Of the pictures, which are kept for people to look at, nothing is compared. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void noPageHasASeriousAccessibilityFaultAndEachFitsADeskAndATelephone(ColorScheme scheme) {
        Page page = visitor.signedIn(new NewContextOptions().setColorScheme(scheme));
        for (String address : pages()) {
            page.setViewportSize(1280, 900);
            page.navigate(address);
            Visitor.assertNoSeriousFault(page, address + " in " + scheme);
            takePicture(page, fileName(address, scheme, 1280));
            page.setViewportSize(360, 900);
            takePicture(page, fileName(address, scheme, 360));
            Object overflow =
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(((Number) overflow).intValue()).as(address).isLessThanOrEqualTo(0);
        }
    }

    private static void takePicture(Page page, String name) {
        Path picture = Cluster.TOP.resolve("target/screenshots").resolve(name);
        page.screenshot(new Page.ScreenshotOptions().setPath(picture).setFullPage(true));
        assertThat(picture).isNotEmptyFile();
    }

    /** Identifiers of one run are left out, so that the same page has the same name every time. */
    private static String fileName(String address, ColorScheme scheme, int width) {
        String name = address.replaceFirst("^/(logs|alerts|history)/(?!rules)[^/?]+", "$1-one")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return (name.isEmpty() ? "summary" : name) + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width
                + ".png";
    }
}
