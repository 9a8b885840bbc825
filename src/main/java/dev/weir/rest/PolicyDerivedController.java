package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeRegistry;
import dev.weir.usage.PolicyUse;
import dev.weir.usage.PolicyUses;
import dev.weir.usage.RuleUse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What this server knows about a NetworkPolicy beyond the object itself. */
@RestController
@RequestMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}")
@Tag(name = "NetworkPolicies")
final class PolicyDerivedController {
    private static final String PROGRAMMED = "programmed";

    private final ClusterView cluster;
    private final NodeRegistry nodes;
    private final Annotations annotations;
    private final PolicyUses uses;
    private final EnforcementWait wait;
    private final Clock clock;

    PolicyDerivedController(
            ClusterView cluster,
            NodeRegistry nodes,
            KubernetesObjects objects,
            PolicyUses uses,
            EnforcementWait wait,
            Clock clock) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.annotations = new Annotations(objects);
        this.uses = uses;
        this.wait = wait;
        this.clock = clock;
    }

    /**
     * Where a policy is in force: a node is concerned when it runs a pod that the policy selects.
     *
     * @param reached whether what was waited for came to be in time; absent when nothing was waited for
     */
    record PolicyStatus(
            int nodesInForce,
            int nodesConcerned,
            boolean inForceEverywhere,
            @Nullable Boolean reached) {
        static PolicyStatus of(Enforcement enforcement, @Nullable Boolean reached) {
            return new PolicyStatus(enforcement.inForce(), enforcement.concerned(), enforcement.isComplete(), reached);
        }
    }

    /** Whether connections that the policy admits are recorded while allow.delegate is on. */
    record AllowLogging(boolean allow) {}

    @GetMapping("/status")
    @Operation(
            summary = "On how many nodes the policy is in force, of those that it concerns",
            description =
                    "With waitFor=programmed the answer waits until the policy, as the Kubernetes API has it, is in force on all of them,"
                            + " or for the timeout; reached says which. It is 200 either way.")
    PolicyStatus status(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "")
                    @Parameter(schema = @Schema(allowableValues = {"", PROGRAMMED}), example = PROGRAMMED)
                    String waitFor,
            @RequestParam(defaultValue = "30s") @Parameter(description = "At most 60s") String timeout) {
        PolicyRef ref = policy(namespace, name).ref();
        Boolean reached = waitFor.isEmpty() ? null : waited(ref, waitFor, timeout);
        return PolicyStatus.of(nodes.enforcement(ref), reached);
    }

    private boolean waited(PolicyRef ref, String waitFor, String timeout) {
        if (!waitFor.equals(PROGRAMMED)) {
            throw ProblemException.badParameter("waitFor", "is " + PROGRAMMED + ", or left out.");
        }
        Duration longest = TimeParameter.length("timeout", timeout);
        if (longest.compareTo(EnforcementWait.LONGEST) > 0) {
            throw ProblemException.badParameter("timeout", "is at most 60s; ask again when it was not enough.");
        }
        return wait.until(ref, longest);
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

    /**
     * How much of a policy was used.
     *
     * @param recorded whether what it admits is recorded now; if not, nothing follows from the absence of records
     * @param notSeen what may have happened without being among the records
     */
    record Use(boolean recorded, Instant from, Instant to, List<RuleAnswer> rules, List<String> notSeen) {
        static Use of(PolicyUse use) {
            return new Use(
                    use.recorded(),
                    use.range().from(),
                    use.range().to(),
                    use.rules().stream()
                            .map(rule -> RuleAnswer.of(rule, use.tooWide().contains(rule)))
                            .toList(),
                    use.notSeen());
        }
    }

    /**
     * How much of a rule was used.
     *
     * @param rule its index in spec.ingress or spec.egress
     * @param admitted pods that it admits now
     * @param usedPods those of them whose workload used it
     * @param unused those of them of which no record tells
     * @param elsewhere connections of the policy in this direction whose end is none of the pods admitted now
     * @param tooWide whether most of what it admits was not used, although some was
     */
    record RuleAnswer(
            @Schema(allowableValues = {"ingress", "egress"}) String direction,

            int rule,
            int admitted,
            int usedPods,
            List<User> users,
            @Schema(example = "[\"shop/web-6d4c-x2x9p\"]") List<String> unused,
            long elsewhere,
            boolean tooWide) {
        static RuleAnswer of(RuleUse use, boolean tooWide) {
            return new RuleAnswer(
                    use.direction().label(),
                    use.rule(),
                    use.admitted(),
                    use.usedPods(),
                    use.users().stream().map(User::of).toList(),
                    use.unused().stream().map(PodRef::toString).toList(),
                    use.elsewhere(),
                    tooWide);
        }
    }

    /** A workload, or a pod that has none, and how many of its connections are recorded. */
    record User(String namespace, String name, int pods, long connections) {
        static User of(RuleUse.User user) {
            return new User(user.namespace(), user.name(), user.pods(), user.connections());
        }
    }

    @GetMapping("/use")
    @Operation(
            summary = "Which of what the policy admits was used",
            description =
                    "For each rule the pods that it admits now, the workloads that used it as records tell, and what that does not see.")
    Use use(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "-7d") @Parameter(description = "RFC 3339, or before now: -24h") String from) {
        return Use.of(uses.of(policy(namespace, name), new TimeParameter(clock).range(from, "")));
    }

    private NetworkPolicy policy(String namespace, String name) {
        return ThereIs.policy(cluster.current(), namespace, name);
    }
}
