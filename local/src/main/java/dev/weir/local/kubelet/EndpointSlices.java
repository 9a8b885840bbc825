package dev.weir.local.kubelet;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which EndpointSlices the services ought to have: one per family for each service with a selector. Computes only. */
final class EndpointSlices {

    private EndpointSlices() {}

    static List<EndpointSlice> of(Collection<Service> services, Collection<Pod> pods) {
        List<EndpointSlice> slices = new ArrayList<>();
        for (Service service : services) {
            if (service.getSpec().getSelector() != null
                    && !service.getSpec().getSelector().isEmpty()) {
                List<Pod> backends = backends(service, pods);
                slices.add(slice(service, backends, "IPv4"));
                slices.add(slice(service, backends, "IPv6"));
            }
        }
        return slices;
    }

    private static List<Pod> backends(Service service, Collection<Pod> pods) {
        Map<String, String> selector = service.getSpec().getSelector();
        return pods.stream()
                .filter(pod -> Pods.namespace(pod).equals(service.getMetadata().getNamespace()))
                .filter(pod -> Pods.labels(pod).entrySet().containsAll(selector.entrySet()))
                .filter(pod -> Pods.phase(pod).equals("Running"))
                .sorted(Comparator.comparing(Pods::name))
                .toList();
    }

    private static EndpointSlice slice(Service service, List<Pod> backends, String family) {
        String name = service.getMetadata().getName();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withName(name + "-" + family.toLowerCase(java.util.Locale.ROOT))
                .addToLabels("kubernetes.io/service-name", name)
                .addToLabels("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.local.weir.dev")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Service")
                .withName(name)
                .withUid(service.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withAddressType(family)
                .withPorts(ports(service, backends))
                .withEndpoints(backends.stream()
                        .flatMap(pod -> endpoint(pod, family).stream())
                        .toList())
                .build();
    }

    private static List<Endpoint> endpoint(Pod pod, String family) {
        boolean ready = Pods.ready(pod);
        return pod.getStatus().getPodIPs().stream()
                .map(PodIP::getIp)
                .filter(address -> address.contains(":") == family.equals("IPv6"))
                .map(address -> new EndpointBuilder()
                        .withAddresses(address)
                        .withNodeName(Pods.node(pod))
                        .withNewConditions(ready && !Pods.terminating(pod), ready, Pods.terminating(pod))
                        .withNewTargetRef()
                        .withKind("Pod")
                        .withNamespace(Pods.namespace(pod))
                        .withName(Pods.name(pod))
                        .withUid(Pods.uid(pod))
                        .endTargetRef()
                        .build())
                .toList();
    }

    private static List<EndpointPort> ports(Service service, List<Pod> backends) {
        return service.getSpec().getPorts().stream()
                .map(port -> new EndpointPortBuilder()
                        .withName(port.getName() == null ? "" : port.getName())
                        .withProtocol(port.getProtocol() == null ? "TCP" : port.getProtocol())
                        .withPort(targetPort(port, backends))
                        .build())
                .toList();
    }

    /** A named target port is that of the first backend; backends that number it differently would need slices of their own. */
    private static Integer targetPort(ServicePort port, List<Pod> backends) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return port.getPort();
        }
        if (target.getIntVal() != null) {
            return target.getIntVal();
        }
        return backends.stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .filter(declared -> Objects.equals(declared.getName(), target.getStrVal()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(port.getPort());
    }
}
