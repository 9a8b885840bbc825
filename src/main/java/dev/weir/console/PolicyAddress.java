package dev.weir.console;

import dev.weir.cluster.PolicyRef;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of pages about a namespace and its policies. */
final class PolicyAddress {
    private PolicyAddress() {}

    static String namespace(String namespace) {
        return UriComponentsBuilder.fromPath("/ns").pathSegment(namespace).toUriString();
    }

    static String detail(PolicyRef ref) {
        return UriComponentsBuilder.fromPath("/ns")
                .pathSegment(ref.namespace(), "policies", ref.name())
                .toUriString();
    }

    static String edit(PolicyRef ref) {
        return detail(ref) + "/edit";
    }

    static String delete(PolicyRef ref) {
        return detail(ref) + "/delete";
    }

    static String logging(PolicyRef ref) {
        return detail(ref) + "/logging";
    }

    static String mode(PolicyRef ref) {
        return detail(ref) + "/mode";
    }

    static String use(PolicyRef ref) {
        return detail(ref) + "/use";
    }

    static String hits(PolicyRef ref, String from) {
        return detail(ref) + "/hits?from=" + from;
    }

    static String create(String namespace) {
        return namespace(namespace) + "/policies/new";
    }
}
