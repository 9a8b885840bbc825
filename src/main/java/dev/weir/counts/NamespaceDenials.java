package dev.weir.counts;

import java.util.List;

/**
 * Packets that were denied at the pods of a namespace.
 *
 * @param series both directions, by stretches of time, oldest first
 */
public record NamespaceDenials(String namespace, long ingress, long egress, List<Long> series) {
    public NamespaceDenials {
        series = List.copyOf(series);
    }

    public long total() {
        return ingress + egress;
    }
}
