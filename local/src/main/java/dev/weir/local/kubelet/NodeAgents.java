package dev.weir.local.kubelet;

import dev.weir.local.fabric.AddressPool;
import dev.weir.local.fabric.NodeNetwork;
import dev.weir.local.workload.Targets;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Scheduler, kubelets and EndpointSlice controller of the whole local cluster, from start to stop. */
public final class NodeAgents implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup threads = NodeDaemonClient.threads();
    private final Map<String, LocalNode> nodes = new LinkedHashMap<>();
    private final List<Runnable> stops = new ArrayList<>();
    private final Kubelet kubelet;
    private final SharedIndexInformer<Pod> pods;

    private NodeAgents(
            KubernetesClient client, List<NodeNetwork> networks, Function<NodeNetwork, Path> sockets, Clock clock) {
        for (NodeNetwork network : networks) {
            Path socket = sockets.apply(network);
            var daemon = new NodeDaemonClient(socket, threads);
            nodes.put(network.name(), new LocalNode(network, new AddressPool(network), daemon, socket));
        }
        NodeObjects objects = new NodeObjects(client, clock);
        networks.forEach(objects::create);
        SharedIndexInformer<Node> nodeInformer = client.nodes().inform();
        SharedIndexInformer<Service> services =
                client.services().inAnyNamespace().inform();
        pods = client.pods().inAnyNamespace().runnableInformer(0);
        kubelet = new Kubelet(nodes, client, targets(), clock);
        Scheduler scheduler = new Scheduler(client, nodeInformer.getStore()::list, clock);
        pods.addEventHandler(scheduler);
        pods.addEventHandler(kubelet);
        pods.run();
        NodeMonitor monitor = new NodeMonitor(List.copyOf(nodes.values()), objects);
        var slices = new EndpointSliceController(client, services.getStore()::list, pods.getStore()::list);
        stops.addAll(List.of(
                monitor::close, slices::close, scheduler::close, nodeInformer::stop, services::stop, pods::stop));
    }

    /** Registers the nodes with the API and begins to run the pods that it holds. */
    public static NodeAgents start(
            KubernetesClient client,
            List<NodeNetwork> nodes,
            Function<NodeNetwork, Path> endpointSockets,
            Clock clock) {
        return new NodeAgents(client, nodes, endpointSockets, clock);
    }

    /** Where traffic finds the pods of a workload. */
    public Targets targets() {
        return new PodTargets(pods.getStore()::list);
    }

    /** All pods that the API holds, and how many of them are ready. */
    public PodCount count() {
        List<Pod> all = pods.getStore().list();
        return new PodCount(all.size(), (int) all.stream().filter(Pods::ready).count());
    }

    /** How far the pods are. */
    public record PodCount(int all, int ready) {}

    /** Stops watching first, so that nothing begins while the pods end. */
    @Override
    public void close() {
        stops.forEach(Runnable::run);
        kubelet.stopAll();
        nodes.values().forEach(node -> node.daemon().close());
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
