package dev.weir.kubernetes;

import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pods. */
final class PodMapper {
    private PodMapper() {}

    static Pod fromFabric8(io.fabric8.kubernetes.api.model.Pod pod) {
        PodSpec spec = pod.getSpec() == null ? new PodSpec() : pod.getSpec();
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        Map<String, String> labels = pod.getMetadata().getLabels();
        String uid = pod.getMetadata().getUid();
        return new Pod(
                new PodRef(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
                uid == null ? "" : uid,
                labels == null ? Map.of() : labels,
                node(spec),
                addresses(status),
                Boolean.TRUE.equals(spec.getHostNetwork()),
                phase(status),
                isReady(status),
                OwnerRule.workloadOf(pod),
                ports(spec));
    }

    private static @Nullable NodeName node(PodSpec spec) {
        String name = spec.getNodeName();
        return name == null || name.isEmpty() ? null : new NodeName(name);
    }

    private static List<IpAddress> addresses(PodStatus status) {
        Set<IpAddress> addresses = new LinkedHashSet<>();
        if (status.getPodIP() != null && !status.getPodIP().isEmpty()) {
            addresses.add(IpAddress.parse(status.getPodIP()));
        }
        if (status.getPodIPs() != null) {
            for (PodIP podIp : status.getPodIPs()) {
                addresses.add(IpAddress.parse(podIp.getIp()));
            }
        }
        return List.copyOf(addresses);
    }

    private static PodPhase phase(PodStatus status) {
        if (status.getPhase() == null) {
            return PodPhase.PENDING;
        }
        return switch (status.getPhase()) {
            case "Pending" -> PodPhase.PENDING;
            case "Running" -> PodPhase.RUNNING;
            case "Succeeded" -> PodPhase.SUCCEEDED;
            case "Failed" -> PodPhase.FAILED;
            default -> PodPhase.UNKNOWN;
        };
    }

    private static boolean isReady(PodStatus status) {
        return status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Ports of containers; those of init containers count only when they keep running beside them (sidecars). */
    private static List<ContainerPort> ports(PodSpec spec) {
        List<Container> containers = new ArrayList<>();
        if (spec.getContainers() != null) {
            containers.addAll(spec.getContainers());
        }
        if (spec.getInitContainers() != null) {
            spec.getInitContainers().stream()
                    .filter(container -> "Always".equals(container.getRestartPolicy()))
                    .forEach(containers::add);
        }
        List<ContainerPort> ports = new ArrayList<>();
        for (Container container : containers) {
            if (container.getPorts() != null) {
                container.getPorts().forEach(port -> ports.add(port(port)));
            }
        }
        return ports;
    }

    private static ContainerPort port(io.fabric8.kubernetes.api.model.ContainerPort port) {
        String protocol = port.getProtocol();
        return new ContainerPort(
                port.getName() == null ? "" : port.getName(),
                protocol == null || protocol.isEmpty() ? Protocol.TCP : Protocol.parse(protocol),
                port.getContainerPort());
    }
}
