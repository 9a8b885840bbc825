package dev.weir.rest;

import dev.weir.reach.End;
import dev.weir.reach.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of what can talk.
 *
 * @param kind of the workload; Pod for a pod without one, Range for addresses outside
 * @param namespace absent for a range
 */
record EndAnswer(String kind, @Nullable String namespace, String name) {
    static EndAnswer of(End end) {
        return switch (end) {
            case End.WorkloadEnd workload -> new EndAnswer(workload.kind(), workload.namespace(), workload.name());
            case End.RangeEnd range -> new EndAnswer("Range", null, range.toString());
        };
    }

    /** In one cell of a table. */
    String words() {
        return namespace == null ? name : namespace + "/" + name;
    }

    /** What one end may open to another. */
    record PairAnswer(EndAnswer from, EndAnswer to, List<String> ports) {
        static PairAnswer of(Pair pair) {
            return new PairAnswer(
                    EndAnswer.of(pair.from()),
                    EndAnswer.of(pair.to()),
                    pair.ports().words());
        }
    }
}
