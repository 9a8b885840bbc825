package dev.weir.recommendation;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import dev.weir.cluster.Pod;
import dev.weir.proposal.WorkloadLabels;
import dev.weir.reach.End;
import dev.weir.reach.End.WorkloadEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pods that are to be selected together, and by which of their labels that can be done. */
final class Labelled {
    private final SortedSet<WorkloadEnd> workloads = new TreeSet<>(End.ORDER);
    private final List<Pod> pods = new ArrayList<>();
    private SortedMap<String, String> common = new TreeMap<>();

    Labelled(WorkloadEnd workload) {
        workloads.add(workload);
    }

    void add(Pod pod) {
        SortedMap<String, String> labels = WorkloadLabels.lasting(pod);
        if (pods.isEmpty()) {
            common = labels;
        } else {
            common.entrySet().removeIf(label -> !label.getValue().equals(labels.get(label.getKey())));
        }
        pods.add(pod);
    }

    void join(Labelled other) {
        workloads.addAll(other.workloads);
        other.pods.forEach(this::add);
    }

    SortedSet<WorkloadEnd> workloads() {
        return workloads;
    }

    List<Pod> pods() {
        return pods;
    }

    /** Whether a selector can mean these pods and none of the others. */
    boolean isToldApartFrom(Labelled others) {
        LabelSelector all = LabelSelector.ofLabels(common);
        return others.pods.stream()
                .allMatch(pod -> !all.matches(pod.labels()) || exclusion(pod).isPresent());
    }

    /** As few labels as possible, the most telling first; then what the others have and these do not. */
    LabelSelector selector(List<Pod> foreign) {
        SortedMap<String, String> chosen = new TreeMap<>();
        List<Pod> left = foreign;
        for (String key : common.keySet().stream()
                .sorted(WorkloadLabels.MOST_TELLING_FIRST)
                .toList()) {
            List<Pod> without = left.stream()
                    .filter(pod -> Objects.equals(common.get(key), pod.labels().get(key)))
                    .toList();
            if (chosen.isEmpty() || without.size() < left.size()) {
                chosen.put(key, Objects.requireNonNull(common.get(key)));
                left = without;
            }
        }
        return new LabelSelector(chosen, requirements(left));
    }

    private List<Requirement> requirements(List<Pod> foreign) {
        Map<String, Requirement> requirements = new TreeMap<>();
        for (Pod pod : foreign) {
            Requirement requirement = exclusion(pod)
                    .orElseThrow(() -> new IllegalStateException(pod.ref() + " is told apart from no " + workloads));
            requirements.merge(requirement.key(), requirement, Labelled::both);
        }
        return List.copyOf(requirements.values());
    }

    private static Requirement both(Requirement one, Requirement other) {
        List<String> values = new ArrayList<>(one.values());
        values.addAll(other.values());
        return new Requirement(one.key(), one.operator(), values);
    }

    /** What that pod has and none of these: a label, or at least its value. */
    private Optional<Requirement> exclusion(Pod foreign) {
        return WorkloadLabels.lasting(foreign).entrySet().stream()
                .filter(label -> pods.stream()
                        .noneMatch(pod -> label.getValue().equals(pod.labels().get(label.getKey()))))
                .min(Map.Entry.comparingByKey(WorkloadLabels.MOST_TELLING_FIRST))
                .map(label -> pods.stream().anyMatch(pod -> pod.labels().containsKey(label.getKey()))
                        ? new Requirement(label.getKey(), Operator.NOT_IN, List.of(label.getValue()))
                        : new Requirement(label.getKey(), Operator.DOES_NOT_EXIST, List.of()));
    }
}
