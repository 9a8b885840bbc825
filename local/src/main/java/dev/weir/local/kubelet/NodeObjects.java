package dev.weir.local.kubelet;

import dev.weir.local.fabric.NodeNetwork;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddressBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The Node objects of the API: made once, their condition {@code Ready} kept true to whether the node's daemon answers. */
final class NodeObjects {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String MOST_PODS = "253";

    private final KubernetesClient client;
    private final Clock clock;

    NodeObjects(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void create(NodeNetwork node) {
        Node object = new NodeBuilder()
                .withNewMetadata()
                .withName(node.name())
                .addToLabels("kubernetes.io/hostname", node.name())
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels("topology.kubernetes.io/zone", node.index() % 2 == 0 ? "local-b" : "local-a")
                .endMetadata()
                .withNewSpec()
                .withPodCIDR(node.podRangeIpv4())
                .withPodCIDRs(node.podRangeIpv4(), node.podRangeIpv6())
                .endSpec()
                .build();
        client.resource(object).create();
        report(node, false, "the node's daemon has not started yet");
    }

    void report(NodeNetwork node, boolean ready, String message) {
        Node patch = new NodeBuilder()
                .withNewMetadata()
                .withName(node.name())
                .endMetadata()
                .withStatus(status(node, ready, message))
                .build();
        client.nodes().withName(node.name()).subresource("status").patch(MERGE, Serialization.asJson(patch));
    }

    private NodeStatus status(NodeNetwork node, boolean ready, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Quantity> room = Map.of("pods", new Quantity(MOST_PODS));
        return new NodeStatusBuilder()
                .withAddresses(
                        new NodeAddressBuilder()
                                .withType("InternalIP")
                                .withAddress(node.ipv4())
                                .build(),
                        new NodeAddressBuilder()
                                .withType("InternalIP")
                                .withAddress(node.ipv6())
                                .build(),
                        new NodeAddressBuilder()
                                .withType("Hostname")
                                .withAddress(node.name())
                                .build())
                .withCapacity(room)
                .withAllocatable(room)
                .withConditions(new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .withReason(ready ? "DaemonAnswers" : "DaemonSilent")
                        .withMessage(message)
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .build())
                .withNewNodeInfo()
                .withOperatingSystem("linux")
                .withArchitecture(System.getProperty("os.arch"))
                .withKernelVersion(System.getProperty("os.version"))
                .withOsImage("network namespace " + node.name())
                .withContainerRuntimeVersion("weir-local://0.1.0")
                .withKubeletVersion("v1.34.0-weir-local")
                .withKubeProxyVersion("")
                .withMachineID(node.name())
                .withSystemUUID(node.name())
                .withBootID(node.name())
                .endNodeInfo()
                .build();
    }
}
