package dev.weir.lint;

import dev.weir.document.FieldPath;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import dev.weir.lint.PolicySource.Part;
import java.util.List;
import java.util.Locale;

/** Protocols, numbers and ranges. */
final class PortChecks {
    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
    private static final int LAST = 0xffff;

    private PortChecks() {}

    static void check(PolicySource source) {
        source.forEachPort((direction, port) -> {
            protocol(source, port);
            numbers(source, port);
        });
    }

    private static void protocol(PolicySource source, Part port) {
        FieldPath path = port.path().field("protocol");
        Object protocol = port.tree().get("protocol");
        if (protocol == null) {
            String hint = Integer.valueOf(53).equals(port.tree().get("port"))
                    ? " Name servers are asked over UDP first."
                    : "";
            source.note(
                    port.path(),
                    "missing-protocol",
                    "The protocol is not given, which means TCP." + hint,
                    "Write protocol: TCP",
                    new Put(path, "TCP"));
        } else if (!PROTOCOLS.contains(protocol.toString())) {
            String upper = protocol.toString().toUpperCase(Locale.ROOT);
            String message = "Policies know no protocol " + protocol + "; there are TCP, UDP and SCTP.";
            if (PROTOCOLS.contains(upper)) {
                source.error(path, "unknown-protocol", message, "Write " + upper, new Put(path, upper));
            } else {
                source.error(path, "unknown-protocol", message);
            }
        }
    }

    private static void numbers(PolicySource source, Part port) {
        Object first = port.tree().get("port");
        Object last = port.tree().get("endPort");
        FieldPath path = port.path().field("endPort");
        if (first instanceof Integer number && (number < 1 || number > LAST)) {
            source.error(port.path().field("port"), "invalid-port", number + " is no port: ports are 1 to 65535.");
        }
        if (last == null) {
            return;
        }
        if (!(first instanceof Integer begin)) {
            source.error(
                    path,
                    "end-port-without-port",
                    "An endPort needs a number to start from" + (first == null ? "." : ", not the name " + first + "."),
                    "Remove endPort",
                    new Remove(path));
        } else if (last instanceof Integer end && end < begin) {
            source.error(
                    path,
                    "end-port-before-port",
                    "The range ends at " + end + " before it begins at " + begin + ".",
                    "Exchange the two",
                    new Put(port.path().field("port"), end),
                    new Put(path, begin));
        } else if (!(last instanceof Integer end) || end > LAST) {
            source.error(path, "invalid-port", last + " is no port: ports are 1 to 65535.");
        }
    }
}
