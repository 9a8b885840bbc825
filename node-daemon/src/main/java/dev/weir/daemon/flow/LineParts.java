package dev.weir.daemon.flow;

import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON of names, which come from outside and may need escapes: made once each, by a library. Not thread-safe. */
final class LineParts {
    private static final JsonFactory JSON = new JsonFactory();

    private final Ready<Workload> pods = new Ready<>(LineParts::pod);
    private final Ready<String> nodes = new Ready<>(LineParts::node);
    private final Ready<PolicyMatch> policies = new Ready<>(LineParts::policy);
    private final Ready<PolicyMatch> admitting = new Ready<>(policy -> attribution(policy, true));
    private final Ready<PolicyMatch> isolating = new Ready<>(policy -> attribution(policy, false));

    byte[] ofPod(Workload workload) {
        return pods.of(workload);
    }

    byte[] ofNode(String name) {
        return nodes.of(name);
    }

    byte[] ofPolicy(PolicyMatch policy) {
        return policies.of(policy);
    }

    byte[] ofAdmitting(PolicyMatch policy) {
        return admitting.of(policy);
    }

    byte[] ofIsolating(PolicyMatch policy) {
        return isolating.of(policy);
    }

    static byte[] text(String value) {
        return json(out -> out.writeString(value));
    }

    private static byte[] pod(Workload workload) {
        return json(out -> {
            out.writeStartObject();
            writeText(out, "pod_name", workload.pod());
            writeText(out, "workload_kind", workload.kind());
            writeText(out, "workload_name", workload.name());
            writeText(out, "pod_namespace", workload.namespace());
            writeText(out, "namespace", workload.namespace());
            out.writeEndObject();
        });
    }

    private static byte[] node(String name) {
        return json(out -> {
            out.writeStartObject();
            out.writeStringProperty("node_name", name);
            out.writeStringProperty("workload_kind", "Node");
            out.writeEndObject();
        });
    }

    private static byte[] policy(PolicyMatch policy) {
        return json(out -> {
            out.writeStartObject();
            writeText(out, "name", policy.name());
            writeText(out, "namespace", policy.namespace());
            writeText(out, "kind", policy.kind());
            out.writeEndObject();
        });
    }

    private static byte[] attribution(PolicyMatch policy, boolean withRules) {
        return json(out -> {
            out.writeStartObject();
            writeText(out, "kind", policy.kind());
            writeText(out, "name", policy.name());
            writeText(out, "namespace", policy.namespace());
            if (withRules) {
                out.writeArrayPropertyStart("rules");
                policy.rules().forEach(out::writeNumber);
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void writeText(JsonGenerator out, String name, String value) {
        if (!value.isEmpty()) {
            out.writeStringProperty(name, value);
        }
    }

    private static byte[] json(Consumer<JsonGenerator> content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(out);
        }
        return bytes.toByteArray();
    }
}
