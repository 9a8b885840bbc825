package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody who comes from GKE pastes a query of several lines into the field of the Logs page, with the clipboard, and presses Enter. */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class PastedQueryBrowserTests {

    @RegisterExtension
    final Visitor visitor = new Visitor();

    static List<String> queries() {
        return PastedQueryE2ETests.QUERIES;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aQueryPastedIntoThePageShowsTheSamplesDenies(String query, Cluster cluster) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !cluster.records(query).isEmpty());
        Page page = visitor.signedIn();
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.navigate("/logs");

        page.evaluate("text => navigator.clipboard.writeText(text)", query);
        page.locator("#q").click();
        page.keyboard().press("Control+v");
        page.keyboard().press("Enter");

        assertThat(page.locator("#result")).containsText("reads as");
        Locator rows = page.locator("#result table.records tbody tr");
        assertThat(rows.first()).containsText("deny");
        assertThat(page.locator("#result")).containsText("shop/");
        assertThat(page.locator("#result .banner.error")).hasCount(0);
    }
}
