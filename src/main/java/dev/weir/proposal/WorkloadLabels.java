package dev.weir.proposal;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Selects the pods of a workload by the labels that its author gave them: never by what is another with every pod or every rollout. */
public final class WorkloadLabels {
    private static final Set<String> PASSING = Set.of(
            "pod-template-hash",
            "controller-revision-hash",
            "pod-template-generation",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "controller-uid",
            "job-name",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-name",
            "batch.kubernetes.io/job-completion-index",
            "deployment",
            "deploymentconfig");
    /** By which people tell workloads apart, most telling first. */
    private static final List<String> TELLING = List.of("app.kubernetes.io/name", "app", "k8s-app", "name");

    /** The most telling label first, the others in order of their names. */
    public static final Comparator<String> MOST_TELLING_FIRST = Comparator.comparingInt(
                    (String key) -> TELLING.contains(key) ? TELLING.indexOf(key) : TELLING.size())
            .thenComparing(Comparator.naturalOrder());

    private WorkloadLabels() {}

    /** One label where that selects the same pods of the namespace now as all of them do; everything when the pod has none that stays. */
    static LabelSelector of(Pod pod, ClusterSnapshot cluster) {
        Map<String, String> lasting = lasting(pod);
        LabelSelector all = LabelSelector.ofLabels(lasting);
        long selected = selected(all, pod, cluster);
        for (String key : TELLING) {
            String value = lasting.get(key);
            if (value != null) {
                LabelSelector one = LabelSelector.ofLabels(Map.of(key, value));
                if (selected(one, pod, cluster) == selected) {
                    return one;
                }
            }
        }
        return all;
    }

    /** What its author gave it. */
    public static SortedMap<String, String> lasting(Pod pod) {
        SortedMap<String, String> lasting = new TreeMap<>(pod.labels());
        lasting.keySet().removeAll(PASSING);
        return lasting;
    }

    private static long selected(LabelSelector selector, Pod pod, ClusterSnapshot cluster) {
        return cluster.podsIn(pod.ref().namespace()).stream()
                .filter(other -> selector.matches(other.labels()))
                .count();
    }
}
