package dev.weir.local.bench.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What the generated cluster is made of, as far as it decides which nodes a change concerns. Used by one thread.
 *
 * <p>Deployment {@code d} lies in namespace {@code d mod namespaces}; each of its policies admits egress to one other deployment there.
 */
final class ClusterModel {
    /** A pod; its address names it in the updates of all nodes. */
    record PodModel(int number, int deployment, int node, int address) {
        String name() {
            return "pod-" + number;
        }
    }

    private static final int FIRST_ADDRESS = 10 << 24 | 16 << 16;

    private final Scale scale;
    private final Random random;
    private final List<List<PodModel>> podsOfDeployment = new ArrayList<>();
    /** By deployment, the one that each of its policies admits egress to. */
    private final int[][] targets;
    /** By deployment, which deployments have a policy to it, once for each. */
    private final List<List<Integer>> sources = new ArrayList<>();

    private int nextPod;

    ClusterModel(Scale scale, long seed) {
        this.scale = scale;
        this.random = new Random(seed);
        this.targets = new int[scale.deployments()][Scale.POLICIES_A_DEPLOYMENT];
        for (int deployment = 0; deployment < scale.deployments(); deployment++) {
            podsOfDeployment.add(new ArrayList<>());
            sources.add(new ArrayList<>());
        }
        for (int[] ofOne : targets) {
            java.util.Arrays.fill(ofOne, -1);
        }
    }

    /** All pods at the start, every node with as many. */
    List<PodModel> firstPods() {
        List<Integer> places = new ArrayList<>();
        for (int pod = 0; pod < scale.pods(); pod++) {
            places.add(pod % scale.nodes());
        }
        Collections.shuffle(places, random);
        List<PodModel> pods = new ArrayList<>();
        for (int pod = 0; pod < scale.pods(); pod++) {
            pods.add(add(pod % scale.deployments(), places.get(pod)));
        }
        return pods;
    }

    PodModel newPod() {
        return add(random.nextInt(scale.deployments()), random.nextInt(scale.nodes()));
    }

    private PodModel add(int deployment, int node) {
        int number = nextPod++;
        PodModel pod = new PodModel(number, deployment, node, FIRST_ADDRESS + number);
        podsOfDeployment.get(deployment).add(pod);
        return pod;
    }

    void remove(PodModel pod) {
        podsOfDeployment.get(pod.deployment()).remove(pod);
    }

    /** Lets a policy admit egress to another deployment of its namespace, and returns that. */
    int retarget(int deployment, int policy) {
        int namespaces = scale.namespaces();
        int inNamespace = (scale.deployments() - deployment % namespaces + namespaces - 1) / namespaces;
        int old = targets[deployment][policy];
        int next = old;
        while (next == old) {
            next = deployment % namespaces + random.nextInt(inNamespace) * namespaces;
        }
        if (old >= 0) {
            sources.get(old).remove((Integer) deployment);
        }
        sources.get(next).add(deployment);
        targets[deployment][policy] = next;
        return next;
    }

    List<PodModel> podsOf(int deployment) {
        return podsOfDeployment.get(deployment);
    }

    /** The pod's own node, and those that run a pod with a policy that tells this one's deployment apart. */
    Set<Integer> concernedBy(PodModel pod) {
        Set<Integer> nodes = new HashSet<>();
        nodes.add(pod.node());
        for (int source : sources.get(pod.deployment())) {
            podsOfDeployment.get(source).forEach(selected -> nodes.add(selected.node()));
        }
        return nodes;
    }

    String namespace(int deployment) {
        return "load-" + deployment % scale.namespaces();
    }
}
