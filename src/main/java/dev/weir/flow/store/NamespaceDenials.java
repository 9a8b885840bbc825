package dev.weir.flow.store;

import java.util.List;

/**
 * Denied packets at the pods of one namespace.
 *
 * @param ingress packets to its pods
 * @param egress packets from its pods
 * @param series both, one number per step, oldest first
 */
public record NamespaceDenials(String namespace, long ingress, long egress, List<Long> series) {
    public NamespaceDenials {
        series = List.copyOf(series);
    }

    public long total() {
        return ingress + egress;
    }
}
