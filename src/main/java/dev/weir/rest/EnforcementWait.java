package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.nodes.NodeRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Waits until a policy is in force wherever it concerns anybody: as the Kubernetes API has it, not as this server saw it last. On the
 * request's own thread, which is a virtual one, and not beyond the end of the server.
 */
@Component
final class EnforcementWait {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PACE = Duration.ofMillis(200);
    private static final int MOST = 64;

    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final NodeRegistry nodes;
    private final Streams streams;
    private final Clock clock;
    private final Semaphore room = new Semaphore(MOST);

    EnforcementWait(ClusterView cluster, KubernetesObjects objects, NodeRegistry nodes, Streams streams, Clock clock) {
        this.cluster = cluster;
        this.objects = objects;
        this.nodes = nodes;
        this.streams = streams;
        this.clock = clock;
    }

    /** @return whether it came to that in time */
    boolean until(PolicyRef policy, Duration timeout) {
        if (!room.tryAcquire()) {
            throw new ProblemException(Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-waiting",
                    "Too many requests wait",
                    MOST + " requests wait for policies already. Ask without waitFor, or a little later."));
        }
        try {
            return await(policy, clock.instant().plus(timeout));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            room.release();
        }
    }

    private boolean await(PolicyRef policy, Instant end) throws InterruptedException {
        while (!isProgrammed(policy)) {
            if (!clock.instant().isBefore(end) || !streams.isRunning()) {
                return false;
            }
            Thread.sleep(PACE);
        }
        return true;
    }

    /** What was written a moment ago may not have come here yet; what nodes have is then the version before. */
    private boolean isProgrammed(PolicyRef policy) {
        return nodes.enforcement(policy).isComplete() && hasCome(policy);
    }

    private boolean hasCome(PolicyRef policy) {
        try {
            return PolicyTree.read(objects.get(ObjectRef.policy(policy)))
                    .equals(cluster.current().policy(policy));
        } catch (IllegalArgumentException notUnderstood) {
            return false; // Whether it is the same cannot be told.
        }
    }
}
