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
    private final Texts texts;

    NamespaceTraffic(VisibleCounts counts, PairFinder pairs, RecordReader records, Texts texts) {
        this.counts = counts;
        this.pairs = pairs;
        denied = new DeniedPairs(pairs, records);
        this.texts = texts;
    }

    NamespaceWorkloads workloads(String namespace, ClusterSnapshot snapshot) {
        return NamespaceWorkloads.of(namespace, snapshot, counts, texts);
    }

    /**
     * Throws {@link java.time.DateTimeException} for times that cannot be read.
     *
     * @param past null = now
     */
    NamespaceMatrixView matrix(String namespace, @Nullable ClusterSnapshot past, Times times) {
        NamespaceTime time = NamespaceTime.of(NamespaceTab.MATRIX, namespace, times, texts);
        return NamespaceMatrixView.of(NamespaceMatrix.of(namespace, time.range(), past, pairs), time, texts);
    }

    /** Likewise. */
    NamespaceDenialsView denials(String namespace, @Nullable ClusterSnapshot past, Times times) {
        NamespaceTime time = NamespaceTime.of(NamespaceTab.DENIALS, namespace, times, texts);
        return NamespaceDenialsView.of(
                namespace, denied.of(namespace, time.range(), past, DeniedPairs.STANDARD), time, texts);
    }
}
