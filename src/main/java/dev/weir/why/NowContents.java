package dev.weir.why;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.flow.FlowRecord;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Today's cluster with the pods of a record: as they are now, or as they were when they are gone. */
final class NowContents {
    private NowContents() {}

    static ClusterContents of(FlowRecord flow, ClusterSnapshot now, @Nullable ClusterSnapshot then) {
        List<Pod> pods = Scene.scope(flow).pods().stream()
                .flatMap(ref -> pod(ref, now, then))
                .toList();
        return new ClusterContents(
                now.namespaces(), now.nodes(), pods, now.policies(), now.declaredLogging(), now.logging());
    }

    private static Stream<Pod> pod(PodRef ref, ClusterSnapshot now, @Nullable ClusterSnapshot then) {
        Pod current = now.pod(ref);
        Pod former = then == null ? null : then.pod(ref);
        // A pod that has ended is judged as it was while it ran.
        return current != null && (current.isEnforced() || former == null)
                ? Stream.of(current)
                : Stream.ofNullable(former);
    }

    /** Names of the record's pods that the cluster does not have any more. */
    static List<String> gone(FlowRecord flow, ClusterSnapshot now) {
        return Scene.scope(flow).pods().stream()
                .filter(ref -> now.pod(ref) == null)
                .map(Objects::toString)
                .sorted()
                .toList();
    }
}
