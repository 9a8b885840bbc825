package dev.weir.flow.filter;

import dev.weir.flow.filter.CommandFlags.Flag;
import dev.weir.net.IpPrefix;
import java.util.Locale;
import java.util.Set;

/** What one flag of {@code hubble observe} means as a clause of a filter. */
final class HubbleClauses {
    private static final Set<String> OF_SIDE = Set.of("ip", "port", "workload", "label", "identity", "service", "fqdn");
    private static final String LABELS =
            "Records do not carry labels; use a pod, namespace or workload. Only reserved:world and reserved:host are understood.";

    private final String text;
    private final Flag flag;

    HubbleClauses(String text, Flag flag) {
        this.text = text;
        this.flag = flag;
    }

    static boolean isOfSide(String name) {
        return OF_SIDE.contains(name);
    }

    /** @param side {@code src} or {@code dest} */
    String ofSide(String name, String side) {
        return switch (name) {
            case "ip" -> "connection." + side + "_ip=" + Sentence.quoted(network());
            case "port" -> "connection." + side + "_port=" + port();
            case "workload" -> workload(side);
            case "label", "identity" -> reserved(side);
            case "service" -> throw error("Records do not carry services.", "Use --to-pod or --to-workload.");
            case "fqdn" -> throw error("Records do not carry host names.", "Use --to-ip.");
            default -> throw unknown();
        };
    }

    /** Empty where every record fulfils it. */
    String ofConnection(String name) {
        return switch (name) {
            case "verdict" -> verdict();
            case "type" -> type();
            case "protocol" -> protocol();
            case "traffic-direction" -> direction();
            case "node-name" -> node();
            case "ipv4" -> "ip_in_net(connection.src_ip, \"0.0.0.0/0\")";
            case "ipv6" -> "ip_in_net(connection.src_ip, \"::/0\")";
            case "ip-version" -> flag.value().contains("6") ? ofConnection("ipv6") : ofConnection("ipv4");
            case "drop-reason-desc" -> dropReason();
            default -> throw unknown();
        };
    }

    private String verdict() {
        return switch (flag.value().toUpperCase(Locale.ROOT)) {
            case "DROPPED" -> "disposition=\"deny\"";
            case "FORWARDED" -> "disposition=\"allow\"";
            default -> throw error("Records know allowed and denied only.", "Write FORWARDED or DROPPED.");
        };
    }

    private String type() {
        return switch (flag.value()) {
            case "drop" -> "disposition=\"deny\"";
            case "policy-verdict" -> "";
            default -> throw error("Records are verdicts of policies.", "Write drop or policy-verdict.");
        };
    }

    private String protocol() {
        return switch (flag.value().toLowerCase(Locale.ROOT)) {
            case "tcp", "udp", "icmp" ->
                "connection.protocol=" + Sentence.quoted(flag.value().toLowerCase(Locale.ROOT));
            case "icmpv4" -> "connection.protocol=\"icmp\"";
            case "icmpv6", "sctp" ->
                throw error(
                        "Records name this protocol \"unknown\", as GKE's do.",
                        "Write connection.protocol=\"unknown\" as a filter instead.");
            default ->
                throw error("Records know tcp, udp and icmp; they hold nothing of layer 7.", "Write tcp, udp or icmp.");
        };
    }

    private String direction() {
        return switch (flag.value().toLowerCase(Locale.ROOT)) {
            case "ingress" -> "connection.direction=\"ingress\"";
            case "egress" -> "connection.direction=\"egress\"";
            default -> throw error("\"" + flag.value() + "\" is not a direction.", "Write ingress or egress.");
        };
    }

    /** {@code cluster/node} or a node, with {@code *} for any part. */
    private String node() {
        String node = flag.value().substring(flag.value().indexOf('/') + 1);
        return node.contains("*")
                ? "node_name=~" + Sentence.quoted("^" + literal(node).replace("\\*", "[^.]*") + "$")
                : "node_name=" + Sentence.quoted(node);
    }

    private String dropReason() {
        if (!flag.value().equals("POLICY_DENIED")) {
            throw error("Records are of packets that policy denied.", "Write POLICY_DENIED.");
        }
        return "disposition=\"deny\"";
    }

    private String network() {
        try {
            String value = flag.value();
            return value.contains("/")
                    ? IpPrefix.parse(value).toString()
                    : dev.weir.net.IpAddress.parse(value).toString();
        } catch (IllegalArgumentException wrong) {
            throw error("\"" + flag.value() + "\" is not an IP address or network.", "Write 10.0.0.7 or 10.0.0.0/8.");
        }
    }

    private String port() {
        if (!flag.value().matches("\\d{1,5}")) {
            throw error("\"" + flag.value() + "\" is not a port.", "Write a number such as 443.");
        }
        return flag.value();
    }

    private String workload(String side) {
        int slash = flag.value().indexOf('/');
        String name = side + ".workload_name=" + Sentence.quoted(flag.value().substring(slash + 1));
        return slash < 0
                ? name
                : "(" + side + ".workload_kind=" + Sentence.quoted(flag.value().substring(0, slash)) + " AND " + name
                        + ")";
    }

    private String reserved(String side) {
        return switch (flag.value()) {
            case "reserved:world", "world", "2" -> "(" + side + ".instance:* AND NOT " + side + ".node_name:*)";
            case "reserved:host", "host", "1" -> "(" + side + ".instance:* AND " + side + ".node_name:*)";
            default -> throw error("--" + flag.name() + " cannot be answered.", LABELS);
        };
    }

    /** With everything hidden that has a meaning in a regular expression. */
    static String literal(String value) {
        return value.replaceAll("([^A-Za-z0-9_/-])", "\\\\$1");
    }

    private FilterSyntaxException unknown() {
        return new FilterSyntaxException(
                text,
                flag.offset(),
                "The flag --" + flag.name() + " cannot be answered from records.",
                "Remove it; understood are verdict, pod, namespace, ip, port, workload, protocol, traffic-direction, node-name, since, until, last, first and follow.");
    }

    private FilterSyntaxException error(String problem, String remedy) {
        return new FilterSyntaxException(text, flag.valueOffset(), problem, remedy);
    }
}
