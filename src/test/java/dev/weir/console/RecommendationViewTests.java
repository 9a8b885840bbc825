package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.store.TimeRange;
import dev.weir.recommendation.Recommendation;
import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommendationViewTests {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void rowsThatAreNotShownAreCounted() {
        RecommendationView view = RecommendationView.of(found(101, 112), PolicyWordsTests.texts());
        assertThat(view.rest()).hasSize(100);
        assertThat(view.moreRest()).isEqualTo("and 1 more");
        assertThat(view.denied()).hasSize(100);
        assertThat(view.moreDenied()).isEqualTo("and 12 more");
    }

    @Test
    void nothingIsSaidOfMoreWhereAllAreShown() {
        RecommendationView view = RecommendationView.of(found(100, 0), PolicyWordsTests.texts());
        assertThat(view.rest()).hasSize(100);
        assertThat(view.moreRest()).isNull();
        assertThat(view.moreDenied()).isNull();
    }

    @Test
    void aRowLinksToARecordOfItAndSaysOfWhat() {
        assertThat(RecommendationView.of(found(0, 1), PolicyWordsTests.texts()).denied())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.sample().href()).isEqualTo("/logs/node-1:7:0");
                    assertThat(row.sample().text()).isEqualTo("a record: shop/web-0 – shop/cart TCP 7070");
                });
    }

    private static Recommendation found(int rest, int denied) {
        return new Recommendation(
                "shop",
                new TimeRange(NOW.minus(Duration.ofDays(1)), NOW),
                List.of(),
                List.of(),
                rest,
                0,
                rows(rest, Reason.LEFT_OUT),
                rows(denied, Reason.DENIED),
                List.of(),
                List.of());
    }

    private static List<Row> rows(int count, Reason reason) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Row("shop/web-" + i, "shop/cart", "TCP", 7070, 1, NOW, "node-1:7:" + i, reason, "because"))
                .toList();
    }
}
