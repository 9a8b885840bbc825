package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Pod;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.Protocol;
import dev.weir.policy.Packet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the sentences about rules as a person does, knowing English and the cluster, and nothing of the policy that they are about. */
final class SentenceReader {
    private static final String WORD = "[\\w./-]+";
    private static final String WORDS = WORD + "(?:(?:, | or )" + WORD + ")*";
    private static final String TERM = "(?:" + WORD + "=[\\w.-]*|" + WORD + " is not " + WORDS + " \\(also without "
            + WORD + "\\)|" + WORD + " is " + WORDS + "|with a label " + WORD + "|without a label " + WORD + ")";
    private static final String TERMS = TERM + "(?:, " + TERM + ")*";
    private static final String WHERE = "(?:any namespace of this cluster|namespaces " + TERMS + "|" + WORD + ")";
    private static final String RANGE = "[0-9a-f.:]+/\\d+";
    private static final String PEER = "(?:every pod in " + WORD + "|any pod in " + WHERE + "|pods " + TERMS + " in "
            + WHERE
            + "|(?:addresses " + RANGE + "|any IPv4 address \\(not IPv6\\)|any IPv6 address \\(not IPv4\\))(?: except "
            + RANGE + "(?:(?:, | and )" + RANGE + ")*)?)";
    private static final Pattern PEERS = Pattern.compile(PEER + "(?:(?:, | or )" + PEER + ")*");
    private static final Pattern NEXT_PEER =
            Pattern.compile("(" + PEER + ")(?:(?:, | or )(" + PEER + "(?:(?:, | or )" + PEER + ")*))?");
    private static final Pattern RULE = Pattern.compile("(?:accept|open) (.*?) (?:from|to) (.*)");

    private final ClusterSnapshot cluster;

    SentenceReader(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    /** Which packets the rule admits that the sentence is about. */
    Predicate<Packet> read(String sentence, Direction direction) {
        if (sentence.endsWith("anyone, on any port")) {
            return packet -> true;
        }
        Matcher rule = RULE.matcher(sentence);
        if (!rule.matches()) {
            throw new AssertionError("not understood: " + sentence);
        }
        Predicate<Packet> ports = ports(rule.group(1));
        Predicate<IpAddress> peers = peers(rule.group(2));
        return packet -> ports.test(packet)
                && peers.test(direction == Direction.INGRESS ? packet.source() : packet.destination());
    }

    private Predicate<Packet> ports(String text) {
        if (text.equals("connections on any port")) {
            return packet -> true;
        }
        return Arrays.stream(text.split(", | or "))
                .map(this::port)
                .reduce(Predicate::or)
                .orElseThrow();
    }

    private Predicate<Packet> port(String text) {
        Matcher any = Pattern.compile("any (\\w+) port").matcher(text);
        Matcher named = Pattern.compile("(\\w+) port “(.*)”").matcher(text);
        Matcher numbers = Pattern.compile("(\\w+) (\\d+)(?:–(\\d+))?").matcher(text);
        if (any.matches()) {
            return packet -> packet.protocol().equals(Protocol.parse(any.group(1)));
        }
        if (named.matches()) {
            Protocol protocol = Protocol.parse(named.group(1));
            return packet -> packet.protocol().equals(protocol) && receiverHas(packet, named.group(2));
        }
        if (!numbers.matches()) {
            throw new AssertionError("no port: " + text);
        }
        int first = Integer.parseInt(numbers.group(2));
        int last = numbers.group(3) == null ? first : Integer.parseInt(numbers.group(3));
        return packet -> packet.protocol().equals(Protocol.parse(numbers.group(1)))
                && packet.destinationPort() >= first
                && packet.destinationPort() <= last;
    }

    private boolean receiverHas(Packet packet, String name) {
        Pod receiver = cluster.podAt(packet.destination());
        return receiver != null
                && receiver.ports().stream()
                        .anyMatch(port -> port.name().equals(name)
                                && port.protocol().equals(packet.protocol())
                                && port.port() == packet.destinationPort());
    }

    private Predicate<IpAddress> peers(String text) {
        if (text.equals("anyone")) {
            return address -> true;
        }
        if (!PEERS.matcher(text).matches()) {
            throw new AssertionError("no peers: " + text);
        }
        Matcher next = NEXT_PEER.matcher(text);
        if (!next.matches()) {
            throw new AssertionError("no peer: " + text);
        }
        Predicate<IpAddress> first = peer(next.group(1));
        return next.group(2) == null ? first : first.or(peers(next.group(2)));
    }

    private Predicate<IpAddress> peer(String text) {
        if (text.startsWith("addresses") || text.contains("address (not")) {
            return range(text);
        }
        if (text.startsWith("every pod in ")) {
            return where(text.substring("every pod in ".length()));
        }
        if (text.startsWith("any pod in ")) {
            return where(text.substring("any pod in ".length()));
        }
        Matcher pods =
                Pattern.compile("pods (" + TERMS + ") in (" + WHERE + ")").matcher(text);
        if (!pods.matches()) {
            throw new AssertionError("no pods: " + text);
        }
        Predicate<IpAddress> where = where(pods.group(2));
        Predicate<Map<String, String>> labels = terms(pods.group(1));
        return address -> where.test(address)
                && labels.test(Objects.requireNonNull(cluster.podAt(address)).labels());
    }

    private static Predicate<IpAddress> range(String text) {
        String[] parts = text.split(" except ");
        String all = parts[0].contains("IPv4 ") && parts[0].startsWith("any") ? "0.0.0.0/0" : "::/0";
        IpPrefix range = IpPrefix.parse(parts[0].startsWith("any") ? all : parts[0].substring("addresses ".length()));
        List<IpPrefix> holes = parts.length == 1
                ? List.of()
                : Arrays.stream(parts[1].split(", | and ")).map(IpPrefix::parse).toList();
        return address -> range.contains(address) && holes.stream().noneMatch(hole -> hole.contains(address));
    }

    /** Pods there; a pod has an address of its own. */
    private Predicate<IpAddress> where(String text) {
        Predicate<Pod> in = text.equals("any namespace of this cluster")
                ? pod -> true
                : text.startsWith("namespaces ")
                        ? pod -> terms(text.substring("namespaces ".length()))
                                .test(labels(pod.ref().namespace()))
                        : pod -> pod.ref().namespace().equals(text);
        return address -> {
            Pod pod = cluster.podAt(address);
            return pod != null && in.test(pod);
        };
    }

    private Map<String, String> labels(String name) {
        Namespace namespace = cluster.namespace(name);
        return namespace == null ? Map.of() : namespace.labels();
    }

    private static Predicate<Map<String, String>> terms(String text) {
        Matcher next = Pattern.compile("(" + TERM + ")(?:, (" + TERMS + "))?").matcher(text);
        if (!next.matches()) {
            throw new AssertionError("no labels: " + text);
        }
        Predicate<Map<String, String>> first = term(next.group(1));
        return next.group(2) == null ? first : first.and(terms(next.group(2)));
    }

    private static Predicate<Map<String, String>> term(String text) {
        if (text.startsWith("with a label ")) {
            return labels -> labels.containsKey(text.substring("with a label ".length()));
        }
        if (text.startsWith("without a label ")) {
            return labels -> !labels.containsKey(text.substring("without a label ".length()));
        }
        if (text.contains(" is not ")) {
            String key = text.substring(0, text.indexOf(" is not "));
            List<String> values = values(text.substring(text.indexOf(" is not ") + 8, text.indexOf(" (also")));
            return labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        if (text.contains(" is ")) {
            List<String> values = values(text.substring(text.indexOf(" is ") + 4));
            return labels -> values.contains(labels.getOrDefault(text.substring(0, text.indexOf(" is ")), "\0"));
        }
        int equals = text.indexOf('=');
        return labels -> text.substring(equals + 1).equals(labels.get(text.substring(0, equals)));
    }

    private static List<String> values(String text) {
        return List.of(text.split(", | or "));
    }
}
