package dev.weir.local.bench.control;

import dev.weir.local.bench.control.ClusterModel.PodModel;
import dev.weir.local.bench.control.Ledger.Trace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Creates and deletes pods and edits policies, evenly over time, and tells the ledger what must follow. Used by one thread. */
final class Churn {
    private final Scale scale;
    private final ClusterModel model;
    private final GeneratedCluster cluster;
    private final Ledger ledger;
    private final Random random;
    private final ArrayDeque<PodModel> oldest = new ArrayDeque<>();
    private int created;
    private int deleted;
    private int edited;

    Churn(Scale scale, ClusterModel model, GeneratedCluster cluster, Ledger ledger, long seed) {
        this.scale = scale;
        this.model = model;
        this.cluster = cluster;
        this.ledger = ledger;
        this.random = new Random(seed);
        for (int deployment = 0; deployment < scale.deployments(); deployment++) {
            oldest.addAll(model.podsOf(deployment));
        }
    }

    /** One step creates a pod and deletes one; every so many steps edit a policy. */
    void run(Duration duration) {
        long between = 1_000_000_000L / scale.podsPerSecond();
        long stepsPerEdit = Math.max(1, scale.podsPerSecond() / Math.max(1, scale.policiesPerSecond()));
        long start = System.nanoTime();
        long steps = duration.toNanos() / between;
        for (long step = 0; step < steps; step++) {
            await(start + step * between);
            createPod();
            await(start + step * between + between / 2);
            deletePod();
            if (step % stepsPerEdit == 0) {
                editPolicy();
            }
        }
    }

    private static void await(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Returns the pod. */
    PodModel createPod() {
        PodModel pod = model.newPod();
        ledger.expect(model.concernedBy(pod), new Trace.Address(pod.address(), false));
        cluster.create(pod);
        oldest.add(pod);
        created++;
        return pod;
    }

    private void deletePod() {
        PodModel pod = oldest.remove();
        if (ledger.isOpen(new Trace.EndpointOf(pod.node(), pod.name()))) {
            // A policy's change is to be seen at this pod: it goes later.
            oldest.add(pod);
            return;
        }
        ledger.expect(model.concernedBy(pod), new Trace.Address(pod.address(), true));
        model.remove(pod);
        cluster.delete(pod);
        deleted++;
    }

    private void editPolicy() {
        int deployment = random.nextInt(scale.deployments());
        int policy = random.nextInt(Scale.POLICIES_A_DEPLOYMENT);
        List<Trace.EndpointOf> traces = new ArrayList<>();
        for (PodModel pod : model.podsOf(deployment)) {
            Trace.EndpointOf trace = new Trace.EndpointOf(pod.node(), pod.name());
            if (ledger.isOpen(trace) || ledger.isOpen(new Trace.Address(pod.address(), false))) {
                return;
            }
            traces.add(trace);
        }
        int target = model.retarget(deployment, policy);
        ledger.expect(traces);
        cluster.edit(deployment, policy, target);
        edited++;
    }

    int created() {
        return created;
    }

    int deleted() {
        return deleted;
    }

    int edited() {
        return edited;
    }
}
