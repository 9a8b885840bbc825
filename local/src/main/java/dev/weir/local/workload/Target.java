package dev.weir.local.workload;

import java.net.InetAddress;
import java.util.Locale;

/** Whom a flow wants to reach. */
public sealed interface Target {

    /** Pods with label {@code app}; an empty namespace is that of the sender. */
    record Workload(String namespace, String app) implements Target {
        @Override
        public String toString() {
            return namespace.isEmpty() ? app : namespace + "/" + app;
        }
    }

    /** An address inside or outside the cluster. */
    record Host(InetAddress address) implements Target {
        @Override
        public String toString() {
            return address.getHostAddress();
        }
    }

    /** Never asks a name server: what is not a literal address is a workload. */
    static Target parse(String text) {
        if (text.startsWith("[")) {
            return new Host(InetAddress.ofLiteral(text.substring(1, text.length() - 1)));
        }
        if (text.matches("[0-9.]+")) {
            return new Host(InetAddress.ofLiteral(text));
        }
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        if (parts.length > 2 || parts[parts.length - 1].isEmpty()) {
            throw new IllegalArgumentException("a target is workload, namespace/workload or an address");
        }
        return parts.length == 1 ? new Workload("", parts[0]) : new Workload(parts[0], parts[1]);
    }
}
