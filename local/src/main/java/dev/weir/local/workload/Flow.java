package dev.weir.local.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Traffic that a pod sends: {@code tcp cart:7070 2/s}. The target is a workload (label {@code app}) of the same namespace, {@code namespace/workload},
 * or an address: {@code tcp 203.0.113.10:443 1/s}, {@code udp [2001:db8::10]:53 1/s}. With {@code keep}, as in {@code tcp keep redis:6379 1/s}, one
 * connection stays open and the rate is that of questions on it; without, it is that of connections.
 *
 * @param perSecond questions or connections a second, at most {@value #MOST_PER_SECOND}
 */
public record Flow(Transport transport, boolean keep, Target target, int port, double perSecond) {

    /** The annotation on a pod that holds a comma-separated list. */
    public static final String ANNOTATION = "local.weir.dev/traffic";

    static final int MOST_PER_SECOND = 100;

    private static final Pattern FORM = Pattern.compile(
            "(?<transport>tcp|udp)(?<keep>\\s+keep)?\\s+(?<target>\\[[0-9a-fA-F:.]+]|[0-9a-z./-]+):(?<port>[0-9]{1,5})\\s+(?<rate>[0-9.]+)/s");

    public Flow {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (!(perSecond > 0 && perSecond <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "a rate is above 0 and at most " + MOST_PER_SECOND + "/s, not " + perSecond);
        }
        if (keep && transport == Transport.UDP) {
            throw new IllegalArgumentException("only tcp can keep a connection");
        }
    }

    /** Reads an annotation's value; the message of a failure names the part that is wrong. */
    public static List<Flow> parseAll(String annotation) {
        List<Flow> flows = new ArrayList<>();
        for (String part : annotation.split(",")) {
            if (!part.isBlank()) {
                flows.add(parse(part.strip()));
            }
        }
        return List.copyOf(flows);
    }

    static Flow parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not like \"tcp cart:7070 2/s\"");
        }
        try {
            return new Flow(
                    form.group("transport").equals("tcp") ? Transport.TCP : Transport.UDP,
                    form.group("keep") != null,
                    Target.parse(form.group("target")),
                    Integer.parseInt(form.group("port")),
                    Double.parseDouble(form.group("rate")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return (transport == Transport.TCP ? "tcp " : "udp ") + (keep ? "keep " : "") + target + ":" + port;
    }
}
