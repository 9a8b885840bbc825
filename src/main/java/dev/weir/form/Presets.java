package dev.weir.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people mean by a word, as peers and rules of a policy. */
public final class Presets {
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final int DNS = 53;

    private Presets() {}

    /** Pods of the policy's namespace, all until more is said. */
    public static Map<String, Object> podsHere() {
        return object("podSelector", Map.of());
    }

    /** Pods of another namespace; of any when it is empty. */
    public static Map<String, Object> namespace(String name) {
        return object("namespaceSelector", name.isEmpty() ? Map.of() : named(name));
    }

    private static Map<String, Object> named(String namespace) {
        return object("matchLabels", object(NAMESPACE_NAME, namespace));
    }

    /** A range that still has to be filled in: one that nobody uses (RFC 5737). */
    public static Map<String, Object> addresses() {
        return object("ipBlock", object("cidr", "192.0.2.0/24"));
    }

    /** Every address of both families but those of private networks, of carriers, of the link and of the metadata service. */
    public static List<Map<String, Object>> internet() {
        return List.of(
                block("0.0.0.0/0", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
                block("::/0", "fc00::/7", "fe80::/10"));
    }

    private static Map<String, Object> block(String range, String... except) {
        Map<String, Object> block = object("cidr", range);
        block.put("except", List.of((Object[]) except));
        return object("ipBlock", block);
    }

    /**
     * The pods behind a Service.
     *
     * @param selector of the Service; a Service without one has no pods that a policy could name
     */
    public static Map<String, Object> service(String namespace, Map<String, String> selector, String policyNamespace) {
        if (selector.isEmpty()) {
            throw new FormException(
                    "This Service has no selector, so a policy cannot name what is behind it by labels.");
        }
        Map<String, Object> peer = namespace.equals(policyNamespace)
                ? new LinkedHashMap<>()
                : object("namespaceSelector", named(namespace));
        peer.put("podSelector", object("matchLabels", new LinkedHashMap<>(selector)));
        return peer;
    }

    /** UDP and TCP 53 to the cluster's own names. */
    static Map<String, Object> dnsRule() {
        List<Object> ports = new ArrayList<>();
        for (String protocol : List.of("UDP", "TCP")) {
            Map<String, Object> port = object("protocol", protocol);
            port.put("port", DNS);
            ports.add(port);
        }
        Map<String, Object> rule = object("to", List.of(namespace("kube-system")));
        rule.put("ports", ports);
        return rule;
    }

    private static Map<String, Object> object(String name, Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(name, value);
        return object;
    }
}
