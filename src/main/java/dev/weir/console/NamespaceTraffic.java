package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.console.TimeBar.Times;
import dev.weir.flow.store.RecordReader;
import dev.weir.pairs.DeniedPairs;
import dev.weir.pairs.NamespaceMatrix;
import dev.weir.pairs.PairFinder;
import dev.weir.visible.VisibleCounts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who talks to whom in one namespace: as counted, as a matrix, and what was denied. */
@Component
final class NamespaceTraffic {
    private final VisibleCounts counts;
    private final PairFinder pairs;
    private final DeniedPairs denied;
    private final ClusterThen then;
    private final Texts texts;

    NamespaceTraffic(VisibleCounts counts, PairFinder pairs, RecordReader records, ClusterThen then, Texts texts) {
        this.counts = counts;
        this.pairs = pairs;
        denied = new DeniedPairs(pairs, records);
        this.then = then;
        this.texts = texts;
    }

    NamespaceWorkloads workloads(String namespace, ClusterSnapshot snapshot) {
        return NamespaceWorkloads.of(namespace, snapshot, counts, texts);
    }

    /** Throws {@link java.time.DateTimeException} for times that cannot be read, or of which nothing is kept. */
    NamespaceMatrixView matrix(String namespace, Times asked) {
        NamespaceTime time = time(NamespaceTab.MATRIX, namespace, asked);
        return NamespaceMatrixView.of(NamespaceMatrix.of(namespace, time.range(), cluster(time), pairs), time, texts);
    }

    /** Throws {@link java.time.DateTimeException} likewise. */
    NamespaceDenialsView denials(String namespace, Times asked) {
        NamespaceTime time = time(NamespaceTab.DENIALS, namespace, asked);
        return NamespaceDenialsView.of(
                namespace, denied.of(namespace, time.range(), cluster(time), DeniedPairs.STANDARD), time, texts);
    }

    private NamespaceTime time(NamespaceTab tab, String namespace, Times asked) {
        return NamespaceTime.of(tab, namespace, then.read(asked), texts);
    }

    private @Nullable ClusterSnapshot cluster(NamespaceTime time) {
        return then.at(time.times().at());
    }
}
