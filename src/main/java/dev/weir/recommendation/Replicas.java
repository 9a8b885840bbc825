package dev.weir.recommendation;

import dev.weir.cluster.Pod;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Numbers pods so that those have one number that no selector tells apart: of one namespace, with the same labels. */
final class Replicas {
    private final Map<Likeness, Integer> numbers = new HashMap<>();
    /** Labels take long to compare. */
    private final Map<Pod, Integer> known = new IdentityHashMap<>();

    private record Likeness(String namespace, Map<String, String> labels) {}

    Integer of(Pod pod) {
        Integer number = known.get(pod);
        if (number == null) {
            number = numbers.computeIfAbsent(
                    new Likeness(pod.ref().namespace(), pod.labels()), unused -> numbers.size());
            known.put(pod, number);
        }
        return number;
    }
}
