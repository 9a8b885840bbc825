package dev.weir.local.kubelet;

import dev.weir.local.fabric.FabricException;
import dev.weir.local.fabric.NetworkNamespace;
import dev.weir.local.fabric.PodAddresses;
import dev.weir.local.fabric.PodNetwork;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * Where a pod's sockets live: a network namespace of its own, or, with {@code hostNetwork}, that of its node.
 *
 * @param network absent for a pod in its node's namespace
 */
record Sandbox(LocalNode node, NetworkNamespace namespace, PodAddresses addresses, Optional<PodNetwork> network) {

    /** Takes the addresses; builds nothing yet. */
    static Sandbox of(Pod pod, LocalNode node) {
        if (Pods.usesHostNetwork(pod)) {
            var addresses =
                    new PodAddresses(node.network().ipv4(), node.network().ipv6());
            return new Sandbox(node, node.network().namespace(), addresses, Optional.empty());
        }
        PodAddresses addresses = node.addresses()
                .take()
                .orElseThrow(() ->
                        new FabricException("all addresses of " + node.network().podRangeIpv4() + " are taken"));
        PodNetwork network =
                new PodNetwork(node.network(), Pods.namespace(pod), Pods.name(pod), Pods.uid(pod), addresses);
        return new Sandbox(node, network.namespace(), addresses, Optional.of(network));
    }

    /** Attach comes before the links go up: not one packet passes an interface that nobody watches. */
    void attach() throws NotProgrammedException {
        if (network.isPresent()) {
            node.daemon().attach(network.get());
        }
    }

    void awaitProgrammed() throws NotProgrammedException {
        if (network.isPresent()) {
            node.daemon().awaitProgrammed(network.get());
        }
    }
}
