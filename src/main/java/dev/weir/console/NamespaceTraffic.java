package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.DeniedPairs;
import dev.weir.pairs.NamespaceMatrix;
import dev.weir.pairs.PairFinder;
import dev.weir.visible.VisibleCounts;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Who talks to whom in one namespace: as counted, as a matrix, and what was denied. */
@Component
final class NamespaceTraffic {
    private static final Duration DAY = Duration.ofHours(24);
    private static final int DENIALS = 20;

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

    NamespaceMatrixView matrix(String namespace, ClusterSnapshot snapshot) {
        return NamespaceMatrixView.of(NamespaceMatrix.of(namespace, lastDay(), snapshot, pairs), texts);
    }

    NamespaceDenialsView denials(String namespace) {
        return NamespaceDenialsView.of(namespace, denied.of(namespace, lastDay(), DENIALS), texts);
    }

    private TimeRange lastDay() {
        return TimeRange.before(texts.now(), DAY);
    }
}
