package dev.weir.rest;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Grant;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Namespace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the caller may do, and why. */
@RestController
@Tag(name = "Access")
final class AccessController {
    private final CurrentAccess caller;
    private final ClusterView cluster;

    AccessController(CurrentAccess caller, ClusterView cluster) {
        this.caller = caller;
        this.cluster = cluster;
    }

    /**
     * What the caller may do.
     *
     * @param cluster the role for what concerns the whole cluster; empty when there is none
     */
    record Permissions(String name, String cluster, List<Grants.Given> grants, List<InNamespace> namespaces) {}

    /** @param because the grants that give the role */
    record InNamespace(
            String namespace,
            String role,
            boolean viewPolicies,
            boolean viewRecords,
            boolean editPolicies,
            boolean switchDenyLogging,
            List<String> because) {
        static InNamespace of(String namespace, Role role, Access access) {
            return new InNamespace(
                    namespace,
                    role.label(),
                    true,
                    true,
                    role.includes(Role.EDITOR),
                    role.includes(Role.ADMIN),
                    access.grants().stream()
                            .filter(grant ->
                                    grant.role() == role && grant.namespaces().contains(namespace))
                            .map(Grant::toString)
                            .toList());
        }
    }

    @GetMapping("/api/v1/access")
    @Operation(summary = "What the caller may do in each namespace, and which grant says so")
    Permissions access() {
        Access access = caller.get();
        return new Permissions(
                access.name(),
                clusterRole(access),
                access.grants().stream().map(Grants.Given::of).toList(),
                cluster.current().namespaces().stream()
                        .map(Namespace::name)
                        .map(name -> InNamespace.of(name, access.greatest(name), access))
                        .toList());
    }

    private static String clusterRole(Access access) {
        String greatest = "";
        for (Role role : Role.values()) {
            greatest = access.mayEverywhere(role) ? role.label() : greatest;
        }
        return greatest;
    }
}
