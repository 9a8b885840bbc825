package dev.weir.audit;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** What a watch would tell, at times of a test's choice. */
public final class Sightings {
    private final AuditTrail trail;

    public Sightings(AuditTrail trail) {
        this.trail = trail;
    }

    /** As the first listing of the watch: from now on changes are changes. */
    public Sightings complete(Instant at) {
        trail.sawEverything(at);
        return this;
    }

    /** @param before null when the watch did not know it; @param now null when it is gone */
    public Sightings see(
            Instant at, ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
        try {
            trail.observe(List.of(Sighting.of(ref, at, before, now)));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return this;
    }

    /** The policy of a text, written by a program. */
    public static Map<String, Object> written(String yaml, String version, String manager, Instant at) {
        return written(object(yaml), version, manager, at);
    }

    /** The object, written by a program. */
    public static Map<String, Object> written(Map<String, Object> object, String version, String manager, Instant at) {
        Map<String, Object> written = new LinkedHashMap<>(object);
        Map<String, Object> metadata = ObjectTexts.map(object.get("metadata"));
        metadata.put("resourceVersion", version);
        metadata.put("uid", "4711");
        metadata.put(
                "managedFields", List.of(Map.of("manager", manager, "operation", "Update", "time", at.toString())));
        written.put("metadata", metadata);
        return written;
    }

    public static Map<String, Object> object(String yaml) {
        return ObjectTexts.map(new Yaml().load(yaml));
    }

    public static ObjectRef policy(String namespace, String name) {
        return new ObjectRef(ObjectKind.NETWORK_POLICY, namespace, name);
    }

    /** In the order in which an API server answers. */
    public static String policy(String namespace, String name, int port) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  podSelector:
                    matchLabels:
                      app: web
                  ingress:
                    - ports:
                        - protocol: TCP
                          port: %d
                  policyTypes:
                    - Ingress
                """.formatted(name, namespace, port);
    }
}
