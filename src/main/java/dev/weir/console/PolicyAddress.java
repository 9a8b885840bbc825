package dev.weir.console;

import dev.weir.cluster.PolicyRef;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Addresses of pages about a namespace and its policies. */
final class PolicyAddress {
    private PolicyAddress() {}

    static String namespace(String namespace) {
        return "/ns/" + segment(namespace);
    }

    static String detail(PolicyRef ref) {
        return namespace(ref.namespace()) + "/policies/" + segment(ref.name());
    }

    private static String segment(String name) {
        return UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
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
