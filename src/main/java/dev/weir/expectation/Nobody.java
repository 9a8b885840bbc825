package dev.weir.expectation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.lint.Nearest;
import dev.weir.reach.End.WorkloadEnd;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says why nobody is meant, and what was probably meant instead. */
final class Nobody {
    private final ClusterSnapshot cluster;

    Nobody(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    String words(Who who) {
        return switch (who) {
            case Who.Workload workload -> workload(workload);
            case Who.Labelled labelled -> labelled(labelled);
            case Who.AnyPod any -> "No pod runs.";
            case Who.Anyone anyone -> "Nobody is there.";
            case Who.Internet internet -> "No address of the internet is left.";
            case Who.Addresses addresses -> "Every address of " + addresses.range() + " is a pod’s.";
        };
    }

    private String workload(Who.Workload workload) {
        if (cluster.namespace(workload.namespace()) == null) {
            return namespace(workload.namespace());
        }
        Set<String> names = cluster.podsIn(workload.namespace()).stream()
                .filter(pod -> !pod.addresses().isEmpty())
                .map(pod -> WorkloadEnd.of(pod).name())
                .collect(Collectors.toCollection(TreeSet::new));
        return "No running pod of its own network is of a workload " + workload.name() + " in " + workload.namespace()
                + "." + near(workload.name(), names);
    }

    private String labelled(Who.Labelled labelled) {
        if (cluster.namespace(labelled.namespace()) == null) {
            return namespace(labelled.namespace());
        }
        if (labelled.labels().isEmpty()) {
            return "No pod of its own network runs in " + labelled.namespace() + ".";
        }
        String text = text(labelled.labels().entrySet());
        Set<String> pairs = cluster.podsIn(labelled.namespace()).stream()
                .map(Pod::labels)
                .flatMap(labels -> labels.entrySet().stream())
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
        return "No running pod in " + labelled.namespace() + " has " + text + "." + near(text, pairs);
    }

    private static String text(Set<Map.Entry<String, String>> labels) {
        return labels.stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private String namespace(String name) {
        Set<String> names = new TreeSet<>();
        cluster.namespaces().forEach(namespace -> names.add(namespace.name()));
        return "There is no namespace " + name + "." + near(name, names);
    }

    private static String near(String typed, Set<String> names) {
        Set<String> others = new TreeSet<>(names);
        others.remove(typed);
        return Nearest.to(typed, others).map(name -> " There is " + name + ".").orElse("");
    }
}
