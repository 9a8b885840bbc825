package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A cluster with policies, and what becomes of packets in it. */
record Scenario(Title title, ClusterSnapshot cluster, List<PacketLine> lines) {

    /** Where it stands. */
    record Title(String file, String name) {
        @Override
        public String toString() {
            return file + ": " + name;
        }
    }

    static Scenario of(Title title, ScenarioWorld world, Map<String, Object> entry) {
        ClusterSnapshot cluster =
                world.with(ScenarioFile.map(entry.get("policies")), ScenarioFile.map(entry.get("modes")));
        List<PacketLine> lines = new ArrayList<>();
        for (String list : List.of("allow", "would-deny", "deny")) {
            Verdict verdict = list.equals("deny") ? Verdict.DENIED : Verdict.ALLOWED;
            for (Object text : (List<?>) entry.getOrDefault(list, List.of())) {
                PacketLine line =
                        PacketLine.parse(String.valueOf(text), verdict, end -> addresses(end, world, cluster));
                if (line.namesAShadow() != list.equals("would-deny")) {
                    throw new IllegalArgumentException(
                            title + ": what would be denied names who is in shadow, and nothing else does: " + text);
                }
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(title + " says nothing of any packet");
        }
        return new Scenario(title, cluster, lines);
    }

    private static List<IpAddress> addresses(String end, ScenarioWorld world, ClusterSnapshot cluster) {
        if (!end.contains("/")) {
            return world.addresses(end);
        }
        Pod pod = cluster.pod(new PodRef(end.substring(0, end.indexOf('/')), end.substring(end.indexOf('/') + 1)));
        if (pod == null) {
            throw new IllegalArgumentException("there is no pod " + end);
        }
        return pod.declaredAddresses();
    }

    String name() {
        return title.name();
    }
}
