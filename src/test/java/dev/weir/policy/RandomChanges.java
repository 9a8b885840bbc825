package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.Pod;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A few objects written or deleted at a time. What is written comes out of another {@link RandomCluster}, whose few names make most of it
 * change what is there.
 */
final class RandomChanges {
    private static final int RARELY = 8;

    private final Random random;

    RandomChanges(long seed) {
        random = new Random(seed);
    }

    ClusterSnapshot after(ClusterSnapshot now) {
        ClusterSnapshot other = new RandomCluster(random.nextLong()).snapshot();
        boolean pods = random.nextInt(3) > 0;
        boolean policies = random.nextInt(3) == 0;
        boolean namespaces = random.nextInt(RARELY) == 0;
        boolean nodes = random.nextInt(RARELY) == 0;
        boolean log = random.nextInt(RARELY) == 0;
        LoggingConfig.Switch cluster = new LoggingConfig.Switch(log, log);
        LoggingConfig logging = new LoggingConfig(cluster, cluster, 1, "1");
        ClusterUpdate update = new ClusterUpdate(
                some(namespaces, now.namespaces(), other.namespaces(), Namespace::name),
                some(nodes, now.nodes(), other.nodes(), Node::name),
                some(pods, now.pods(), other.pods(), Pod::ref),
                some(policies, now.policies(), other.policies(), NetworkPolicy::ref),
                logging,
                logging);
        return now.after(update, now.revision() + 1);
    }

    private <K, V> ObjectUpdate<K, V> some(boolean any, Collection<V> now, Collection<V> other, Function<V, K> key) {
        if (!any) {
            return ObjectUpdate.none();
        }
        Map<K, V> written = new LinkedHashMap<>();
        other.stream().filter(one -> random.nextInt(4) == 0).forEach(one -> written.put(key.apply(one), one));
        List<K> deleted = now.stream()
                .map(key)
                .filter(one -> random.nextInt(RARELY) == 0 && !written.containsKey(one))
                .toList();
        return new ObjectUpdate<>(written.values(), deleted);
    }
}
