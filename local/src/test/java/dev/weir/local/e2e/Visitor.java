package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Somebody at the console with Debian's Chromium, which is found and never downloaded. As an extension of a test it leaves when the test has ended, and
 * the test has failed when a page complained.
 */
final class Visitor implements AfterEachCallback {

    private final Playwright playwright =
            Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    private final List<String> complaints = new ArrayList<>();
    private final Predicate<String> expected;

    Visitor() {
        // Chromium also reports every answer of 4xx, which for a form with a mistake is the right one.
        this(message -> message.startsWith("Failed to load resource"));
    }

    private Visitor(Predicate<String> expected) {
        this.expected = expected;
    }

    /** Somebody who looks while the server is away: htmx reports every request that found nobody. */
    static Visitor overAnOutage() {
        return new Visitor(message -> message.startsWith("Failed to load resource")
                || message.startsWith("htmx:")
                || message.equals("[object Event]"));
    }

    /** A page of the administrator, who has signed in. */
    Page signedIn(NewContextOptions options) {
        return signedIn(options, "admin", Cluster.password());
    }

    Page signedIn(NewContextOptions options, String name, String password) {
        BrowserContext context = browser.newContext(options.setBaseURL(Cluster.CONSOLE.toString()));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !expected.test(message.text())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate("/login");
        page.getByLabel("User name").fill(name);
        page.getByLabel("Password").fill(password);
        page.getByLabel("Password").press("Enter");
        page.waitForURL(url -> !url.contains("/login"));
        return page;
    }

    Page signedIn() {
        return signedIn(new NewContextOptions());
    }

    /** Nothing that is shown is a serious fault for somebody; and a picture of it is kept for people to look at. */
    static void lookAt(Page page, String name) {
        assertNoSeriousFault(page, page.url());
        page.screenshot(new ScreenshotOptions()
                .setPath(Cluster.TOP.resolve("target/screenshots").resolve(name + ".png"))
                .setFullPage(true));
    }

    /** In the page itself: none has frames, which axe would otherwise join in a tab of its own. */
    static void assertNoSeriousFault(Page page, String where) {
        assertThat(new AxeBuilder(page)
                        .setLegacyMode(true).analyze().getViolations().stream()
                                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                                .map(rule -> rule.getId() + ": "
                                        + rule.getNodes().getFirst().getHtml()))
                .as(where)
                .isEmpty();
    }

    /** By its whole name. */
    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    void leave() {
        browser.close();
        playwright.close();
    }

    /** Complaints are scripts that fail, and what the Content-Security-Policy refuses. */
    @Override
    public void afterEach(ExtensionContext context) {
        leave();
        assertThat(complaints).as("errors that pages have reported").isEmpty();
    }
}
