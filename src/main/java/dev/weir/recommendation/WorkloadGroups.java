package dev.weir.recommendation;

import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.reach.End;
import dev.weir.reach.End.WorkloadEnd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The workloads of one namespace as labels tell them apart: a policy for one can be written only if a selector means it alone. */
final class WorkloadGroups {
    private final List<WorkloadGroup> groups = new ArrayList<>();
    private final Map<PodRef, WorkloadGroup> byPod = new HashMap<>();

    /** @param pods of one namespace; those that are gone and still matter, too */
    WorkloadGroups(Collection<Pod> pods) {
        List<Labelled> drafts = apart(pods);
        Set<String> taken = new HashSet<>();
        for (Labelled draft : drafts) {
            List<WorkloadEnd> workloads = List.copyOf(draft.workloads());
            WorkloadGroup group =
                    new WorkloadGroup(name(workloads, taken), workloads, draft.selector(foreign(draft, drafts)));
            groups.add(group);
            draft.pods().forEach(pod -> byPod.put(pod.ref(), group));
        }
    }

    /** In the order of their names. */
    List<WorkloadGroup> all() {
        return List.copyOf(groups);
    }

    WorkloadGroup of(Pod pod) {
        return Objects.requireNonNull(byPod.get(pod.ref()), () -> pod.ref() + " is in no group");
    }

    /** One for each workload at first; two that no label tells apart become one. */
    private static List<Labelled> apart(Collection<Pod> pods) {
        Map<WorkloadEnd, Labelled> byWorkload = new TreeMap<>(End.ORDER);
        pods.forEach(pod ->
                byWorkload.computeIfAbsent(WorkloadEnd.of(pod), Labelled::new).add(pod));
        List<Labelled> drafts = new ArrayList<>(byWorkload.values());
        boolean merged;
        do {
            // What two have in common is less, so it may be told apart from less than each was: begin anew.
            merged = mergesTwo(drafts);
        } while (merged);
        return drafts;
    }

    private static boolean mergesTwo(List<Labelled> drafts) {
        for (Labelled draft : drafts) {
            for (Labelled other : drafts) {
                if (other != draft && !draft.isToldApartFrom(other)) {
                    draft.join(other);
                    drafts.remove(other);
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Pod> foreign(Labelled draft, List<Labelled> drafts) {
        return drafts.stream()
                .filter(other -> other != draft)
                .flatMap(other -> other.pods().stream())
                .toList();
    }

    private static String name(List<WorkloadEnd> workloads, Set<String> taken) {
        WorkloadEnd first = workloads.getFirst();
        String wish = workloads.size() == 1 ? first.name() : first.name() + "-and-" + (workloads.size() - 1) + "-more";
        String name = PolicyName.free(PolicyName.clean(wish), taken::contains);
        taken.add(name);
        return name;
    }
}
