package dev.weir.cluster;

import dev.weir.net.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node; its addresses are also those of its host-network pods. */
public record Node(NodeName name, Map<String, String> labels, List<IpAddress> addresses, boolean ready) {
    public Node {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        addresses = List.copyOf(addresses);
    }
}
