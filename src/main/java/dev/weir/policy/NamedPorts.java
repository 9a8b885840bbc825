package dev.weir.policy;

import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Pod;
import dev.weir.net.Protocol;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resolves the name of a port on the pod that receives the connection. */
public final class NamedPorts {
    private NamedPorts() {}

    public static SortedSet<Integer> numbers(Pod pod, String name, Protocol protocol) {
        return numbers(pod.ports(), name, protocol);
    }

    /** A name may stand in several containers of a pod, then it means all of their numbers; the protocol must agree, too. */
    private static SortedSet<Integer> numbers(List<ContainerPort> ports, String name, Protocol protocol) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (ContainerPort port : ports) {
            if (port.name().equals(name) && port.protocol().equals(protocol)) {
                numbers.add(port.port());
            }
        }
        return numbers;
    }

    /** What each of the names means on a pod with these ports; one that the pod has not means no number and is left out. */
    static Map<PortName, SortedSet<Integer>> resolved(Iterable<PortName> names, List<ContainerPort> ports) {
        if (ports.isEmpty()) {
            return Map.of();
        }
        SortedMap<PortName, SortedSet<Integer>> resolved = new TreeMap<>();
        for (PortName name : names) {
            SortedSet<Integer> numbers = numbers(ports, name.name(), name.protocol());
            if (!numbers.isEmpty()) {
                resolved.put(name, Collections.unmodifiableSortedSet(numbers));
            }
        }
        return resolved;
    }
}
