package dev.weir.kubernetes;

import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address of objects at the API server. */
record ApiUrl(String path, String query) {
    static ApiUrl of(URL server, ObjectKind kind, String namespace) {
        String base = server.toString().replaceAll("/+$", "");
        String group = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
        String scope = namespace.isEmpty() ? "" : "/namespaces/" + encoded(namespace);
        return new ApiUrl(base + group + kind.version() + scope + "/" + kind.plural(), "");
    }

    static ApiUrl of(URL server, ObjectRef ref) {
        ApiUrl collection = of(server, ref.kind(), ref.namespace());
        return new ApiUrl(collection.path + "/" + encoded(ref.name()), "");
    }

    /** An empty value is left out. */
    ApiUrl with(String name, String value) {
        return value.isEmpty()
                ? this
                : new ApiUrl(path, query + (query.isEmpty() ? "?" : "&") + name + "=" + encoded(value));
    }

    ApiUrl with(WriteOptions options) {
        return with("dryRun", options.dryRun() ? "All" : "")
                .with("fieldValidation", options.strict() ? "Strict" : "")
                .with("fieldManager", options.fieldManager());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return path + query;
    }
}
