package dev.weir.policy;

import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods of a namespace with equal labels and ports: no selector and no named port tells them apart, so they are one subject. */
final class Replicas {
    private final Key key;
    private final Map<PodRef, Pod> pods = new HashMap<>(4);
    private @Nullable Subject subject;
    private @Nullable Traits traits;

    record Key(String namespace, Map<String, String> labels, List<ContainerPort> ports) {
        static Key of(Pod pod) {
            return new Key(pod.ref().namespace(), pod.labels(), pod.ports());
        }
    }

    Replicas(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    Collection<Pod> pods() {
        return pods.values();
    }

    boolean isEmpty() {
        return pods.isEmpty();
    }

    void add(Pod pod) {
        pods.put(pod.ref(), pod);
    }

    void remove(Pod pod) {
        pods.remove(pod.ref());
    }

    /** Null until they have been given one in the step in which they came. */
    @Nullable
    Subject subject() {
        return subject;
    }

    void become(Subject newSubject) {
        subject = newSubject;
    }

    /** What policies look at in them as peers; null when that is to be found out anew. */
    @Nullable
    Traits traits() {
        return traits;
    }

    void traits(@Nullable Traits newTraits) {
        traits = newTraits;
    }
}
