package dev.weir.local.kubelet;

import dev.weir.local.workload.Targets;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Finds a workload's addresses among the pods that the informer knows. */
record PodTargets(Supplier<? extends Collection<Pod>> pods) implements Targets {

    @Override
    public List<InetAddress> of(String namespace, String app) {
        return pods.get().stream()
                .filter(pod -> Pods.namespace(pod).equals(namespace))
                .filter(pod -> app.equals(Pods.labels(pod).get("app")))
                .filter(pod -> Pods.phase(pod).equals("Running"))
                .flatMap(pod -> pod.getStatus().getPodIPs().stream())
                .map(PodIP::getIp)
                .map(InetAddress::ofLiteral)
                .toList();
    }
}
