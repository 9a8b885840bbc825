package dev.weir.local.e2e;

/** The few manifests that the tests apply. */
final class Manifests {

    private Manifests() {}

    static String namespace(String name) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                ---
                """.formatted(name);
    }

    /** A pod that listens on TCP and UDP {@code port}, with label app = its name. */
    static String pod(String namespace, String name, int port) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: %1$s, name: %2$s, labels: {app: %2$s}}
                spec:
                  containers:
                    - name: main
                      image: example/any
                      ports:
                        - {name: http, containerPort: %3$d, protocol: TCP}
                        - {name: dns, containerPort: %3$d, protocol: UDP}
                ---
                """.formatted(namespace, name, port);
    }

    static String podOnNode(String namespace, String name, int port, String node) {
        return pod(namespace, name, port).replace("spec:\n", "spec:\n  nodeName: " + node + "\n");
    }

    static String denyAllIngress(String namespace, String name) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: %s, name: %s}
                spec:
                  podSelector: {}
                  policyTypes: [Ingress]
                ---
                """.formatted(namespace, name);
    }

    static String admit(String namespace, String name, String to, String from, int port) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: %s, name: %s}
                spec:
                  podSelector: {matchLabels: {app: %s}}
                  policyTypes: [Ingress]
                  ingress:
                    - from: [{podSelector: {matchLabels: {app: %s}}}]
                      ports: [{port: %d}]
                ---
                """.formatted(namespace, name, to, from, port);
    }

    /** The same in shadow: judged, not enforced. */
    static String inShadow(String policy) {
        return policy.replaceFirst("(name: [^}]+)}", "$1, annotations: {policy.weir.dev/mode: shadow}}");
    }

    /** As {@link #admit}, for UDP; named after both. */
    static String admitUdp(String namespace, String to, String from, int port) {
        return admit(namespace, to + "-admits-" + from, to, from, port)
                .replace("[{port: " + port + "}]", "[{port: " + port + ", protocol: UDP}]");
    }
}
