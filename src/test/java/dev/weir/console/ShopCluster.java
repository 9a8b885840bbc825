package dev.weir.console;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A small online shop: three namespaces, two nodes, some pods open and some not, one policy that selects nothing. */
final class ShopCluster {
    static final List<String> POLICIES = List.of("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: default-deny, namespace: shop}
            spec:
              podSelector: {}
              policyTypes: [Ingress]
            """, """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: redis-cart-allow-cart
              namespace: shop
              annotations: {policy.network.gke.io/enable-logging: "true"}
            spec:
              podSelector: {matchLabels: {app: redis-cart}}
              ingress:
                - from: [{podSelector: {matchLabels: {app: cart}}}]
                  ports: [{protocol: TCP, port: 6379}]
            """, """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web-in, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: web}}
              policyTypes: [Ingress, Egress]
              ingress: [{ports: [{port: http}]}]
              egress:
                - to: [{podSelector: {matchLabels: {app: cart}}}]
                  ports: [{port: 7070}]
                - to: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.128/25]}}]
                  ports: [{port: 443}, {port: 8000, endPort: 8100}]
            """, """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: old-frontend, namespace: shop}
            spec:
              podSelector: {matchLabels: {ap: web}}
              ingress: [{}]
            """, """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: only-shop, namespace: payments}
            spec:
              podSelector: {}
              ingress:
                - from:
                    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}
                      podSelector: {matchExpressions: [{key: app, operator: In, values: [web, cart]}]}
            """);

    private ShopCluster() {}

    static ClusterContents contents() {
        return contents(
                POLICIES.stream().map(ShopCluster::policy).toList(),
                new LoggingConfig(new Switch(true, true), new Switch(true, false), 2, "17"));
    }

    static ClusterContents contents(List<NetworkPolicy> policies, LoggingConfig logging) {
        return new ClusterContents(
                List.of(
                        namespace("shop", true),
                        namespace("payments", false),
                        namespace("monitoring", false),
                        namespace("kube-system", false)),
                List.of(
                        new Node(new NodeName("weir-node-1"), Map.of(), List.of(IpAddress.parse("172.30.0.11")), true),
                        new Node(new NodeName("weir-node-2"), Map.of(), List.of(IpAddress.parse("172.30.0.12")), true)),
                List.of(
                        pod("shop/web-6d4c-x2x9p", 1, 7, false),
                        pod("shop/web-6d4c-z7kqt", 2, 7, false),
                        pod("shop/cart-59f8-abcde", 2, 8, false),
                        pod("shop/redis-cart-0", 1, 9, false),
                        pod("shop/rogue", 2, 10, false),
                        pod("payments/api-7c9d-qwert", 1, 11, false),
                        pod("payments/ledger-0", 2, 12, false),
                        pod("monitoring/prometheus-0", 1, 13, false),
                        pod("monitoring/node-exporter-l2k4v", 1, 14, true),
                        pod("kube-system/coredns-5d78-mnbvc", 2, 15, false)),
                policies,
                logging,
                logging);
    }

    static NetworkPolicy policy(String yaml) {
        return PolicyDraft.read(object(yaml));
    }

    static Map<String, Object> object(String yaml) {
        return PolicyDraft.map(new Yaml().load(yaml));
    }

    private static Namespace namespace(String name, boolean denyLogging) {
        return new Namespace(
                name,
                Map.of("kubernetes.io/metadata.name", name),
                denyLogging ? Map.of(Namespace.DENY_LOGGING_ANNOTATION, "true") : Map.of());
    }

    private static Pod pod(String ref, int node, int address, boolean hostNetwork) {
        String namespace = ref.substring(0, ref.indexOf('/'));
        String name = ref.substring(ref.indexOf('/') + 1);
        String app = name.replaceAll("-(0|[a-z0-9]{4}-[a-z0-9]{5}|[a-z0-9]{5})$", "");
        return new Pod(
                new PodRef(namespace, name),
                "uid-" + name,
                Map.of("app", app),
                new NodeName("weir-node-" + node),
                List.of(
                        IpAddress.parse("10.244." + node + "." + address),
                        IpAddress.parse("fd00:10:244:" + node + "::" + address)),
                hostNetwork,
                PodPhase.RUNNING,
                true,
                name.equals("rogue") ? null : new Workload(name.endsWith("-0") ? "StatefulSet" : "Deployment", app),
                app.equals("web") ? List.of(new ContainerPort("http", Protocol.TCP, 8080)) : List.of());
    }
}
