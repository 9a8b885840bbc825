package dev.weir.kubernetes;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectWitness;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the Kubernetes API: informers map objects as they come, and one thread makes a snapshot of what has changed meanwhile, at once. The
 * first snapshot is made when every watch has listed its objects, so nobody ever sees half a cluster.
 */
final class ClusterWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatcher.class);
    static final ResourceDefinitionContext NETWORK_LOGGING = new ResourceDefinitionContext.Builder()
            .withGroup("networking.gke.io")
            .withVersion("v1alpha1")
            .withKind("NetworkLogging")
            .withPlural("networkloggings")
            .withNamespaced(false)
            .build();
    private static final String LOGGING_NAME = "default";
    private static final Duration FRESHNESS_CHECK = Duration.ofMillis(100);
    /** Whole objects are large: a list of all would be in memory at once, as text and as objects. */
    private static final long PAGE = 500;

    private final ClusterState state;
    private final Clock clock;
    private final ObjectWitness witness;
    private final Runnable restart;
    private final LoggingInEffect logging = new LoggingInEffect();
    private final Signal changed = new Signal();
    private final MappedObjects<io.fabric8.kubernetes.api.model.Namespace, String, Namespace> namespaces =
            new MappedObjects<>((none, name) -> name, ClusterObjectMapper::namespace);
    private final MappedObjects<io.fabric8.kubernetes.api.model.Node, NodeName, Node> nodes =
            new MappedObjects<>((none, name) -> new NodeName(name), ClusterObjectMapper::node);
    private final MappedObjects<io.fabric8.kubernetes.api.model.Pod, PodRef, Pod> pods =
            new MappedObjects<>(PodRef::new, PodMapper::fromFabric8);
    private final MappedObjects<io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy, PolicyRef, NetworkPolicy>
            policies = new MappedObjects<>(PolicyRef::new, NetworkPolicyMapper::fromFabric8);
    private final MappedObjects<GenericKubernetesResource, String, LoggingConfig> networkLoggings =
            new MappedObjects<>((none, name) -> name, ClusterObjectMapper::networkLogging);
    private final List<Watch<?>> watches;
    private final Thread writer =
            Thread.ofPlatform().daemon().name("cluster-watcher").unstarted(this::write);

    /** @param restart called when a defect ends the making of snapshots: the cluster is Stale from then on, until the server starts anew */
    ClusterWatcher(KubernetesClient client, ClusterState state, ObjectWitness witness, Clock clock, Runnable restart) {
        this.state = state;
        this.witness = witness;
        this.restart = restart;
        this.clock = clock;
        Runnable signal = changed::raise;
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        watches = List.of(
                new Watch<>(
                        "namespaces",
                        client.namespaces().runnableInformer(0),
                        namespaces,
                        Testimony.of(ObjectKind.NAMESPACE, serialization, witness),
                        signal),
                new Watch<>("nodes", nodes(client), nodes, Testimony.none(), signal),
                new Watch<>("pods", pods(client), pods, Testimony.none(), signal),
                new Watch<>(
                        "networkpolicies",
                        client.network().v1().networkPolicies().inAnyNamespace().runnableInformer(0),
                        policies,
                        Testimony.of(ObjectKind.NETWORK_POLICY, serialization, witness),
                        signal),
                new Watch<>(
                        "networkloggings",
                        client.genericKubernetesResources(NETWORK_LOGGING).runnableInformer(0),
                        networkLoggings,
                        Testimony.of(ObjectKind.NETWORK_LOGGING, serialization, witness),
                        signal));
    }

    /** Most of a node is the list of its images, which nobody here wants to know. */
    private static SharedIndexInformer<io.fabric8.kubernetes.api.model.Node> nodes(KubernetesClient client) {
        return client.nodes()
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new ListedVersions<>(io.fabric8.kubernetes.api.model.Node::new));
    }

    private static SharedIndexInformer<io.fabric8.kubernetes.api.model.Pod> pods(KubernetesClient client) {
        return client.pods()
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new ListedVersions<>(io.fabric8.kubernetes.api.model.Pod::new));
    }

    /** Returns at once; an API server that is not there is asked again until it is. */
    void start() {
        watches.forEach(Watch::start);
        writer.start();
    }

    private void write() {
        boolean complete = false;
        try {
            while (true) {
                boolean something = changed.await(FRESHNESS_CHECK);
                boolean first = !complete && watches.stream().allMatch(Watch::isComplete);
                complete |= first;
                if (first) {
                    witness.sawEverything();
                }
                if (first || complete && something) {
                    publish();
                }
                markFreshness(complete);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            // What was taken from the informers is in no snapshot: the next one would be wrong without saying so.
            LOG.error("Changes of the cluster are not followed any more. Report this as a defect", defect);
            state.mark(new Freshness.Stale(
                    clock.instant(), "a defect of this server, which has to be restarted: " + defect));
            restart.run();
        }
    }

    private void publish() {
        networkLoggings.takeUpdate();
        logging.update(networkLoggings.get(LOGGING_NAME));
        state.update(new ClusterUpdate(
                namespaces.takeUpdate(),
                nodes.takeUpdate(),
                pods.takeUpdate(),
                policies.takeUpdate(),
                logging.declared(),
                logging.effective()));
    }

    private void markFreshness(boolean complete) {
        List<Watch<?>> broken =
                watches.stream().filter(watch -> !watch.isLive()).toList();
        Freshness before = state.freshness();
        if (!complete) {
            state.mark(new Freshness.NeverSynced(
                    broken.isEmpty()
                            ? "the Kubernetes API has not listed everything yet"
                            : broken.getFirst().problem()));
        } else if (broken.isEmpty()) {
            if (!(before instanceof Freshness.Current)) {
                state.mark(new Freshness.Current(clock.instant()));
            }
        } else if (!(before instanceof Freshness.Stale)) {
            state.mark(new Freshness.Stale(clock.instant(), broken.getFirst().problem()));
        }
    }

    @Override
    public void close() {
        writer.interrupt();
        watches.forEach(Watch::close);
    }
}
