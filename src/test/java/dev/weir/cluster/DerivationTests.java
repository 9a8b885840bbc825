package dev.weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is kept with a snapshot is of that snapshot, and is found out once. */
class DerivationTests {
    private static final int ASKING = 8;

    private final AtomicInteger foundOut = new AtomicInteger();
    private final Derivation<List<String>> names = new Derivation<>(snapshot -> {
        foundOut.incrementAndGet();
        return snapshot.namespaces().stream().map(Namespace::name).toList();
    });

    private static Namespace namespace(String name) {
        return new Namespace(name, Map.of(), Map.of());
    }

    private static ClusterSnapshot of(String... names) {
        List<Namespace> namespaces = new ArrayList<>();
        for (String name : names) {
            namespaces.add(namespace(name));
        }
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        namespaces, List.of(), List.of(), List.of(), LoggingConfig.ABSENT, LoggingConfig.ABSENT));
    }

    private static ClusterSnapshot with(ClusterSnapshot before, Namespace written) {
        return before.after(
                new ClusterUpdate(
                        new ObjectUpdate<>(List.of(written), List.of()),
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        LoggingConfig.ABSENT,
                        LoggingConfig.ABSENT),
                before.revision() + 1);
    }

    @Test
    void itIsFoundOutOnceForASnapshotThatIsAskedTwice() {
        ClusterSnapshot snapshot = of("shop");

        assertThat(names.of(snapshot)).containsExactly("shop").isSameAs(names.of(snapshot));
        assertThat(foundOut).hasValue(1);
    }

    @Test
    void theNextSnapshotIsAskedAnewAndTheEarlierOneKeepsItsAnswer() {
        ClusterSnapshot before = of("shop");
        assertThat(names.of(before)).containsExactly("shop");

        ClusterSnapshot after = with(before, namespace("pay"));

        assertThat(names.of(after)).containsExactly("pay", "shop");
        assertThat(names.of(before)).containsExactly("shop");
        assertThat(foundOut).hasValue(2);
    }

    @Test
    void whoMaySeeLessIsToldOfLess() {
        ClusterSnapshot whole = of("pay", "shop");
        assertThat(names.of(whole)).containsExactly("pay", "shop");

        assertThat(names.of(whole.within("shop"::equals))).containsExactly("shop");
    }

    @Test
    void twoDerivationsOfASnapshotDoNotMix() {
        Derivation<Integer> count =
                new Derivation<>(snapshot -> snapshot.namespaces().size());
        ClusterSnapshot snapshot = of("pay", "shop");

        assertThat(names.of(snapshot)).hasSize(2);
        assertThat(count.of(snapshot)).isEqualTo(2);
        assertThat(names.of(snapshot)).containsExactly("pay", "shop");
    }

    @Test
    void manyWhoAskAtOnceGetTheSame() throws Exception {
        ClusterSnapshot snapshot = of("shop");
        CountDownLatch together = new CountDownLatch(ASKING);
        try (ExecutorService threads = Executors.newFixedThreadPool(ASKING)) {
            List<Future<List<String>>> answers = new ArrayList<>();
            for (int i = 0; i < ASKING; i++) {
                answers.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return names.of(snapshot);
                }));
            }
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isSameAs(names.of(snapshot));
            }
        }
        assertThat(foundOut).hasValue(1);
    }
}
