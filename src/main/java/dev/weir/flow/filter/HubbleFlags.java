package dev.weir.flow.filter;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises a pasted {@code hubble observe} line. Its flags would otherwise be read as comments, because {@code --} starts one in the
 * Cloud Logging query language, and the filter would silently match everything.
 */
final class HubbleFlags {
    private static final Pattern BARE = Pattern.compile("\\s*(?:--([a-z][a-z-]*)[\\s=]|-[nftolA46]\\s)");
    private static final Set<String> MORE = Set.of(
            "last",
            "first",
            "follow",
            "label",
            "from-label",
            "to-label",
            "service",
            "from-service",
            "to-service",
            "from-identity",
            "to-identity",
            "all-namespaces",
            "drop-reason-desc",
            "output");
    private static final Pattern FLAG = Pattern.compile("--([a-z][a-z-]*)");
    private static final Map<String, String> REPLACEMENTS = Map.ofEntries(
            Map.entry("verdict", "disposition=\"deny\""),
            Map.entry("traffic-direction", "connection.direction=\"ingress\""),
            Map.entry("type", "disposition=\"deny\""),
            Map.entry("not", "NOT (…)"),
            Map.entry("pod", "pod=\"NAME\""),
            Map.entry("from-pod", "src.namespace=\"NAMESPACE\" AND src.pod_name=~\"^NAME\""),
            Map.entry("to-pod", "dest.namespace=\"NAMESPACE\" AND dest.pod_name=~\"^NAME\""),
            Map.entry("namespace", "ns=\"NAMESPACE\""),
            Map.entry("from-namespace", "src.namespace=\"NAMESPACE\""),
            Map.entry("to-namespace", "dest.namespace=\"NAMESPACE\""),
            Map.entry("workload", "workload=\"NAME\""),
            Map.entry("from-workload", "src.workload_name=\"NAME\""),
            Map.entry("to-workload", "dest.workload_name=\"NAME\""),
            Map.entry("ip", "ip=\"ADDRESS\""),
            Map.entry("from-ip", "ip_in_net(connection.src_ip, \"CIDR\")"),
            Map.entry("to-ip", "ip_in_net(connection.dest_ip, \"CIDR\")"),
            Map.entry("port", "port=80"),
            Map.entry("from-port", "connection.src_port=40000"),
            Map.entry("to-port", "connection.dest_port=80"),
            Map.entry("protocol", "connection.protocol=\"tcp\""),
            Map.entry("node-name", "node_name=\"NODE\""),
            Map.entry("since", "timestamp>=\"2026-01-31T10:00:00Z\""),
            Map.entry("until", "timestamp<\"2026-01-31T11:00:00Z\""));

    private HubbleFlags() {}

    /** Whether a text begins with a flag of hubble, long or short, and so is a pasted line without the command's name. */
    static boolean begins(String text) {
        Matcher flag = BARE.matcher(text);
        return flag.lookingAt()
                && (flag.group(1) == null || REPLACEMENTS.containsKey(flag.group(1)) || MORE.contains(flag.group(1)));
    }

    static void refuse(String text, int offset) {
        Matcher matcher = FLAG.matcher(text).region(offset, text.length());
        if (!matcher.lookingAt()) {
            return;
        }
        String replacement = REPLACEMENTS.get(matcher.group(1));
        if (replacement != null) {
            throw new FilterSyntaxException(
                    text,
                    offset,
                    "The flag --" + matcher.group(1) + " belongs to hubble observe; it would be a comment here.",
                    "Write " + replacement + " instead, or a space after -- if it is a comment.");
        }
    }
}
