package dev.weir.flow.filter;

import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An end as people copy it from a log: an address or network, {@code 10.0.0.7:443}, {@code [2001:db8::7]:443}, {@code shop/web:8080}. Or two
 * of them with an arrow between, as hubble prints a connection.
 */
final class PastedEnds {
    private static final Pattern ARROW = Pattern.compile(
            "(?:[^()]{5,40}?:\\s+)?(\\S+)(?:\\s+\\([^)]*\\))?\\s+(->|<-|<>|→)\\s+(\\S+)(?:\\s+\\([^)]*\\))?(?:\\s+(\\S.*))?",
            Pattern.DOTALL);
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]+)]|([^\\[\\]:]+))(?::(\\d{1,5}))?");
    private static final Pattern POD = Pattern.compile("([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9.-]*)");
    private static final String RIGHT =
            "Write an address, 10.0.0.7:443, [2001:db8::7]:443 or namespace/pod:port, or two of them with -> between.";

    private PastedEnds() {}

    /** @param network an address alone is one of a single address; null for a pod */
    private record End(@Nullable IpPrefix network, String namespace, String pod, int port) {

        static Optional<End> of(String word) {
            Optional<IpPrefix> bare = network(word);
            if (bare.isPresent()) {
                return bare.map(network -> new End(network, "", "", 0));
            }
            Matcher parts = WITH_PORT.matcher(word);
            int port = parts.matches() && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : 0;
            if (!parts.matches() || port > 0xffff) {
                return Optional.empty();
            }
            String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
            Matcher pod = POD.matcher(host);
            return pod.matches()
                    ? Optional.of(new End(null, pod.group(1), pod.group(2), port))
                    : network(host).map(network -> new End(network, "", "", port));
        }

        private static Optional<IpPrefix> network(String text) {
            try {
                return Optional.of(
                        text.contains("/")
                                ? IpPrefix.parse(text)
                                : IpPrefix.parse(
                                        text + "/" + IpAddress.parse(text).bits()));
            } catch (IllegalArgumentException somethingElse) {
                return Optional.empty();
            }
        }

        boolean isWholePod() {
            return network == null && port == 0;
        }

        /** @param side {@code src} or {@code dest} */
        String clause(String side, BiFunction<String, String, String> podClause) {
            List<String> clauses = new ArrayList<>();
            if (network == null) {
                clauses.add(side + ".namespace=" + Sentence.quoted(namespace));
                clauses.add(podClause.apply(side, pod));
            } else {
                clauses.add("connection." + side + "_ip=" + Sentence.quoted(shown(network)));
            }
            if (port != 0) {
                clauses.add("connection." + side + "_port=" + port);
            }
            return String.join(" AND ", clauses);
        }

        private static String shown(IpPrefix network) {
            return network.length() == network.address().bits()
                    ? network.address().toString()
                    : network.toString();
        }
    }

    /** The filter; empty when the text is something else. A pod without a port is not for here: it may as well be a policy. */
    static Optional<String> filter(String text) {
        String line = text.strip();
        Matcher arrow = ARROW.matcher(line);
        if (arrow.matches()) {
            return Optional.of(connection(text, arrow));
        }
        return End.of(line).filter(end -> !end.isWholePod()).map(PastedEnds::either);
    }

    private static String either(End end) {
        String source = end.clause("src", PastedEnds::prefix);
        String destination = end.clause("dest", PastedEnds::prefix);
        return "(" + source + ") OR (" + destination + ")";
    }

    /** The source's port is another for every connection, and records of merged denials keep the first: it is not asked for. */
    private static String connection(String text, Matcher arrow) {
        boolean back = arrow.group(2).equals("<-");
        End source = end(text, arrow.group(back ? 3 : 1));
        End destination = end(text, arrow.group(back ? 1 : 3));
        List<String> clauses = new ArrayList<>();
        clauses.add(new End(source.network(), source.namespace(), source.pod(), 0).clause("src", PastedEnds::exact));
        clauses.add(destination.clause("dest", PastedEnds::exact));
        verdict(arrow.group(4) == null ? "" : arrow.group(4), clauses);
        return String.join(" AND ", clauses);
    }

    private static End end(String text, String word) {
        return End.of(word)
                .orElseThrow(() -> new FilterSyntaxException(
                        text,
                        Math.max(0, text.indexOf(word)),
                        "\"" + word + "\" is neither an address nor a pod.",
                        RIGHT));
    }

    /** What hubble prints after the two ends. */
    private static void verdict(String rest, List<String> clauses) {
        if (rest.matches("(?s).*\\b(DENIED|DROPPED)\\b.*")) {
            clauses.add("disposition=\"deny\"");
        } else if (rest.matches("(?s).*\\b(ALLOWED|FORWARDED|REDIRECTED)\\b.*")) {
            clauses.add("disposition=\"allow\"");
        }
        for (String direction : List.of("ingress", "egress")) {
            if (rest.contains(direction.toUpperCase(Locale.ROOT))) {
                clauses.add("connection.direction=" + Sentence.quoted(direction));
            }
        }
    }

    private static String prefix(String side, String pod) {
        return side + ".pod_name=~" + Sentence.quoted("^" + HubbleClauses.literal(pod));
    }

    private static String exact(String side, String pod) {
        return side + ".pod_name=" + Sentence.quoted(pod);
    }
}
