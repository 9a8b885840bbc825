package dev.weir.visible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.access.testing.FakeCurrentAccess;
import dev.weir.cluster.KubernetesException;
import dev.weir.visible.WatchTail.End;
import dev.weir.watch.Topic;
import dev.weir.watch.WatchBook;
import dev.weir.watch.WatchExpiredException;
import dev.weir.watch.WatchReader.Told;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VisibleWatchTests {
    private static final Set<Topic> ALL = Set.of(Topic.POLICIES, Topic.ALERTS, Topic.SUMMARY);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final WatchBook book = new WatchBook(3, 1_000);
    private final FakeCurrentAccess reader = new FakeCurrentAccess();
    private final VisibleWatch watch = new VisibleWatch(book, reader);

    @BeforeEach
    void aPolicyInEachOfTwoNamespacesAndAnAlertAboutANode() {
        book.knowsAll(Topic.POLICIES);
        book.knowsAll(Topic.ALERTS);
        book.wrote(Topic.POLICIES, "shop", "web", "{}");
        book.wrote(Topic.POLICIES, "cart", "in", "{}");
        book.wrote(Topic.ALERTS, "", "node-behind", "{}");
    }

    private static List<String> names(List<Told> told) {
        return told.stream()
                .map(Told::news)
                .map(news -> news.type() + " " + news.topic().label() + " " + news.name())
                .toList();
    }

    @Test
    void aReaderOfOneNamespaceWatchesThatOne() throws InterruptedException {
        reader.become("viewer@shop");
        watch.looked("shop", "{}");
        WatchTail tail = watch.open(ALL, "");
        assertThat(names(tail.next(AT_ONCE))).containsExactly("ADDED summary ", "ADDED policies web");
        book.wrote(Topic.POLICIES, "cart", "in", "{1}");
        book.wrote(Topic.ALERTS, "", "node-behind", "{1}");
        assertThat(tail.next(AT_ONCE)).isEmpty();
        reader.become("admin@*");
        watch.looked("all", "{}");
        assertThat(names(watch.open(ALL, "").next(AT_ONCE)))
                .containsExactly(
                        "ADDED summary ", "ADDED alerts node-behind", "ADDED policies in", "ADDED policies web");
    }

    @Test
    void whoMaySeeMoreOrLessIsToldOfTheDifference() throws InterruptedException {
        reader.become("viewer@shop");
        WatchTail tail = watch.open(Set.of(Topic.POLICIES), "");
        tail.next(AT_ONCE);
        reader.become("viewer@shop,cart");
        assertThat(names(tail.next(AT_ONCE))).containsExactly("ADDED policies in");
        reader.become("viewer@cart");
        assertThat(names(tail.next(AT_ONCE))).containsExactly("DELETED policies web");
        assertThat(tail.end()).isEmpty();
    }

    @Test
    void whoMaySeeNothingAnyMoreIsToldNothingMore() throws InterruptedException {
        WatchTail tail = watch.open(ALL, "");
        tail.next(AT_ONCE);
        book.wrote(Topic.POLICIES, "shop", "secret", "{}");
        reader.become();
        assertThat(tail.next(AT_ONCE)).isEmpty();
        assertThat(tail.end()).contains(End.UNAUTHORIZED);
    }

    @Test
    void aReaderThatIsTooSlowIsEndedAndBeginsAnew() throws InterruptedException {
        WatchTail tail = watch.open(Set.of(Topic.POLICIES), "");
        tail.next(AT_ONCE);
        for (int i = 0; i < 10; i++) {
            book.wrote(Topic.POLICIES, "shop", "web", "{" + i + "}");
        }
        assertThat(tail.next(AT_ONCE)).isEmpty();
        assertThat(tail.end()).contains(End.EXPIRED);
        assertThatExceptionOfType(WatchExpiredException.class)
                .isThrownBy(() -> watch.open(Set.of(Topic.POLICIES), tail.resourceVersion()));
        assertThat(names(watch.open(Set.of(Topic.POLICIES), "").next(AT_ONCE)))
                .containsExactly("ADDED policies in", "ADDED policies web");
    }

    @Test
    void theEndOfTheServerIsTheEndOfTheTail() throws InterruptedException {
        WatchTail tail = watch.open(ALL, "");
        tail.next(AT_ONCE);
        tail.close();
        assertThat(tail.next(AT_ONCE)).isEmpty();
        assertThat(tail.end()).contains(End.SHUTDOWN);
    }

    /** Half of the policies would be taken for all. */
    @Test
    void nothingIsToldOfPoliciesBeforeAllOfThemAreKnown() throws InterruptedException {
        WatchBook young = new WatchBook();
        young.wrote(Topic.POLICIES, "shop", "web", "{}");
        VisibleWatch early = new VisibleWatch(young, reader);
        assertThatExceptionOfType(KubernetesException.Unavailable.class)
                .isThrownBy(() -> early.open(Set.of(Topic.POLICIES), ""));
        young.knowsAll(Topic.POLICIES);
        assertThat(names(early.open(Set.of(Topic.POLICIES), "").next(AT_ONCE))).containsExactly("ADDED policies web");
    }
}
