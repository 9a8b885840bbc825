package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this server knows about a NetworkPolicy beyond the object itself. */
@RestController
@RequestMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}")
@Tag(name = "NetworkPolicies")
final class PolicyDerivedController {
    private final ClusterView cluster;
    private final NodeRegistry nodes;
    private final Annotations annotations;

    PolicyDerivedController(ClusterView cluster, NodeRegistry nodes, KubernetesObjects objects) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.annotations = new Annotations(objects);
    }

    /** Where a policy is in force: a node is concerned when it runs a pod that the policy selects. */
    record PolicyStatus(int nodesInForce, int nodesConcerned, boolean inForceEverywhere) {
        static PolicyStatus of(Enforcement enforcement) {
            return new PolicyStatus(enforcement.inForce(), enforcement.concerned(), enforcement.isComplete());
        }
    }

    /** Whether connections that the policy admits are recorded while allow.delegate is on. */
    record AllowLogging(boolean allow) {}

    @GetMapping("/status")
    @Operation(summary = "On how many nodes the policy is in force, of those that it concerns")
    PolicyStatus status(@PathVariable String namespace, @PathVariable String name) {
        return PolicyStatus.of(nodes.enforcement(policy(namespace, name).ref()));
    }

    @GetMapping("/logging")
    @Operation(summary = "Whether the policy is annotated for allow logging")
    AllowLogging logging(@PathVariable String namespace, @PathVariable String name) {
        return new AllowLogging(policy(namespace, name).wantsAllowLogging());
    }

    @PutMapping(path = "/logging", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Annotate the policy for allow logging, or not")
    AllowLogging setLogging(
            @PathVariable String namespace, @PathVariable String name, @RequestBody AllowLogging wanted) {
        ObjectRef ref = ObjectRef.policy(new PolicyRef(namespace, name));
        annotations.set(ref, NetworkPolicy.ALLOW_LOGGING_ANNOTATION, wanted.allow());
        return wanted;
    }

    private NetworkPolicy policy(String namespace, String name) {
        NetworkPolicy policy = cluster.current().policy(new PolicyRef(namespace, name));
        if (policy == null) {
            throw ProblemException.notFound("There is no NetworkPolicy " + namespace + "/" + name + ".");
        }
        return policy;
    }
}
