package dev.weir.flow.store;

import dev.weir.net.Direction;
import java.util.Arrays;

/** Adds up the denied packets of one namespace. */
public final class DenialCount {
    private final long[] series;
    private long ingress;
    private long egress;

    public DenialCount(Bars bars) {
        series = new long[bars.count()];
    }

    public void add(Direction direction, int bar, long packets) {
        series[bar] += packets;
        if (direction == Direction.INGRESS) {
            ingress += packets;
        } else {
            egress += packets;
        }
    }

    public NamespaceDenials of(String namespace) {
        return new NamespaceDenials(
                namespace, ingress, egress, Arrays.stream(series).boxed().toList());
    }
}
