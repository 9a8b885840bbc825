package dev.weir.local.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path of the resource API: {@code /api/v1/namespaces/web/pods/a/status}. Empty strings stand for parts that the path does not have.
 */
record RequestPath(String group, String version, String namespace, String plural, String name, String subresource) {

    static Optional<RequestPath> parse(String path) {
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
        String group = "";
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            group = parts.get(1);
            parts.subList(0, 2).clear();
        } else if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            parts.removeFirst();
        } else {
            return Optional.empty();
        }
        String version = parts.removeFirst();
        String namespace = "";
        // "/namespaces/web/status" is a sub-resource of the namespace, "/namespaces/web/pods" a resource inside it.
        boolean inside = parts.size() > 2
                && parts.getFirst().equals("namespaces")
                && !parts.get(2).equals("status")
                && !parts.get(2).equals("finalize");
        if (inside) {
            namespace = parts.get(1);
            parts.subList(0, 2).clear();
        }
        if (parts.size() > 3) {
            return Optional.empty();
        }
        return Optional.of(
                new RequestPath(group, version, namespace, parts.getFirst(), part(parts, 1), part(parts, 2)));
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
