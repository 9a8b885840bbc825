package dev.weir.flow.store;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.net.Direction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Recorded packets that policies of a namespace denied in one interval and direction. */
public record DeniedBar(Instant start, String namespace, Direction direction, long packets) {
    public static final Comparator<DeniedBar> IN_ORDER = Comparator.comparing(DeniedBar::start)
            .thenComparing(DeniedBar::namespace)
            .thenComparing(DeniedBar::direction);

    /** Of a denial; empty when who was judged is no pod. */
    static Optional<DeniedBar> of(Instant start, FlowRecord flow) {
        return flow.enforcedPeer() instanceof FlowPeer.PodEnd end
                ? Optional.of(new DeniedBar(start, end.pod().namespace(), flow.direction(), flow.count()))
                : Optional.empty();
    }

    /** Those of one interval, namespace and direction become one; in order. */
    static List<DeniedBar> added(List<DeniedBar> bars) {
        return bars.stream()
                .collect(Collectors.groupingBy(
                        bar -> new DeniedBar(bar.start, bar.namespace, bar.direction, 0),
                        Collectors.summingLong(DeniedBar::packets)))
                .entrySet()
                .stream()
                .map(sum -> new DeniedBar(
                        sum.getKey().start, sum.getKey().namespace, sum.getKey().direction, sum.getValue()))
                .sorted(IN_ORDER)
                .toList();
    }
}
