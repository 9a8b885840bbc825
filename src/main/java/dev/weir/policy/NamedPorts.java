package dev.weir.policy;

import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Pod;
import dev.weir.net.Protocol;
import java.util.SortedSet;
import java.util.TreeSet;

/** Resolves the name of a port on the pod that receives the connection. */
final class NamedPorts {
    private NamedPorts() {}

    /** A name may stand in several containers of a pod, then it means all of their numbers; the protocol must agree, too. */
    static SortedSet<Integer> numbers(Pod pod, String name, Protocol protocol) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (ContainerPort port : pod.ports()) {
            if (port.name().equals(name) && port.protocol().equals(protocol)) {
                numbers.add(port.port());
            }
        }
        return numbers;
    }
}
