package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Workload;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One namespace: which pods are open, and which policies isolate the others. */
record NamespaceView(
        String name,
        String summary,
        String createHref,
        String policiesHref,
        String denialsHref,
        List<WorkloadRow> workloads,
        NamespacePairs pairs,
        boolean denyAnnotated,
        Mark denyLogging,
        String denyReason,
        Mark allowLogging,
        String allowReason,
        String denyCommand) {

    /** Pods of one workload that the same policies select. */
    record WorkloadRow(
            String name, String kind, String pods, Isolation inbound, Isolation outbound, List<PodLine> podLines) {}

    /** Whether connections in a direction need a policy that admits them, and which policies isolate. */
    record Isolation(Mark mark, List<Link> policies) {}

    record PodLine(String name, String node, String addresses, Mark state) {}

    private record Group(String kind, String name, List<NetworkPolicy> policies, boolean hostNetwork) {}

    static NamespaceView of(Namespace namespace, ClusterSnapshot snapshot, NamespacePairs pairs, Texts texts) {
        LoggingState logging = new LoggingState(snapshot, texts);
        Coverage coverage = Coverage.of(snapshot, namespace.name());
        return new NamespaceView(
                namespace.name(),
                texts.of(
                        "namespace.summary",
                        coverage.pods() + coverage.hostNetwork(),
                        snapshot.policiesIn(namespace.name()).size()),
                PolicyAddress.create(namespace.name()),
                LogsAddress.of("/policies", new String[] {"ns", namespace.name()}),
                LogsAddress.denialsAt(namespace.name()),
                workloads(namespace, snapshot, texts),
                pairs,
                namespace.wantsDenyLogging(),
                logging.denyMark(namespace),
                logging.denyReason(namespace),
                logging.allowMark(snapshot, namespace.name()),
                logging.allowReason(snapshot, namespace.name()),
                Kubectl.annotateNamespace(namespace.name(), !namespace.wantsDenyLogging()));
    }

    private static List<WorkloadRow> workloads(Namespace namespace, ClusterSnapshot snapshot, Texts texts) {
        Map<Group, List<Pod>> groups = new LinkedHashMap<>();
        for (Pod pod : snapshot.podsIn(namespace.name())) {
            if (!pod.phase().isOver()) {
                Workload workload = pod.workload();
                Group group = new Group(
                        workload == null ? "Pod" : workload.kind(),
                        workload == null ? pod.ref().name() : workload.name(),
                        snapshot.policiesSelecting(pod),
                        pod.hostNetwork());
                groups.computeIfAbsent(group, unused -> new ArrayList<>()).add(pod);
            }
        }
        List<WorkloadRow> rows = new ArrayList<>();
        groups.forEach((group, pods) -> rows.add(new WorkloadRow(
                group.name(),
                group.kind(),
                texts.number(pods.size()),
                isolation(group, Direction.INGRESS, snapshot, texts),
                isolation(group, Direction.EGRESS, snapshot, texts),
                pods.stream().map(pod -> line(pod, texts)).toList())));
        return rows;
    }

    private static Isolation isolation(Group group, Direction direction, ClusterSnapshot snapshot, Texts texts) {
        if (group.hostNetwork()) {
            return new Isolation(Mark.warning(texts.of("isolation.not-enforceable")), List.of());
        }
        Map<Boolean, List<Link>> policies = group.policies().stream()
                .filter(policy -> policy.types().contains(direction))
                .collect(Collectors.partitioningBy(
                        snapshot::isInShadow,
                        Collectors.mapping(policy -> PolicyView.link(policy.ref()), Collectors.toList())));
        List<Link> enforced = policies.getOrDefault(false, List.of());
        List<Link> shadow = policies.getOrDefault(true, List.of());
        if (!enforced.isEmpty()) {
            return new Isolation(Mark.good(texts.of("isolation.isolated")), enforced);
        }
        return shadow.isEmpty()
                ? new Isolation(Mark.quiet(texts.of("isolation.open." + direction.label())), shadow)
                : new Isolation(Mark.warning(texts.of("isolation.shadow." + direction.label())), shadow);
    }

    private static PodLine line(Pod pod, Texts texts) {
        return new PodLine(
                pod.ref().name(),
                pod.node() == null ? texts.of("none") : pod.node().value(),
                String.join(
                        ", ",
                        pod.declaredAddresses().stream().map(Object::toString).toList()),
                PolicyView.state(pod, texts));
    }
}
