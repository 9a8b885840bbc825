package dev.weir.policy;

import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line such as {@code tcp shop/client -> [2001:db8::7]:443; egress isolated by default-deny and allow-dns}. An end is a pod, a node, a
 * name of the world or an address; between ends of two families it is one packet in each. {@code ping} is ICMP or ICMPv6. What follows the
 * semicolon is optional: which policies decide, or would ({@code shadowed}), {@code open} when none isolates that end, and with {@code name[0,2]} by which rules.
 */
record PacketLine(
        String text,
        Verdict verdict,
        List<Packet> packets,
        @Nullable Named egress,
        @Nullable Named ingress) {
    private static final Pattern PACKET = Pattern.compile("(\\w+) (\\S+) -> (\\[[^\\]]+]|[^\\s:]+)(?::(\\d+))?");
    private static final Pattern CLAUSE =
            Pattern.compile("(egress|ingress) (open|(?:admitted|isolated|shadowed) by (\\S+(?: and \\S+)*))");

    /** The policies a line names; none for an end that is open. */
    record Named(String kind, List<String> policies) {
        /** Whether that is what an end said; the line may leave out the rules and the namespace. */
        boolean describes(End end) {
            List<String> said = end.policies().stream()
                    .map(match -> policies.stream().anyMatch(name -> name.endsWith("]"))
                            ? match.name() + match.rules().toString().replace(" ", "")
                            : match.name())
                    .toList();
            return kind.equals(end.kind())
                    && said.equals(policies.stream().sorted().toList());
        }

        @Override
        public String toString() {
            return policies.isEmpty() ? kind : kind + " by " + String.join(" and ", policies);
        }
    }

    /** Whether one of the ends is said to be shadowed. */
    boolean namesAShadow() {
        return Stream.of(egress, ingress)
                .anyMatch(named -> named != null && named.kind().equals("shadowed"));
    }

    static PacketLine parse(String text, Verdict verdict, Function<String, List<IpAddress>> ends) {
        String[] parts = text.split("; ", -1);
        Matcher packet = PACKET.matcher(parts[0]);
        if (!packet.matches()) {
            throw new IllegalArgumentException("not a packet: " + text);
        }
        Named egress = null;
        Named ingress = null;
        for (int i = 1; i < parts.length; i++) {
            Matcher clause = CLAUSE.matcher(parts[i]);
            if (!clause.matches()) {
                throw new IllegalArgumentException("not a clause: " + parts[i] + " in " + text);
            }
            Named named = named(clause);
            egress = clause.group(1).equals("egress") ? named : egress;
            ingress = clause.group(1).equals("ingress") ? named : ingress;
        }
        return new PacketLine(text, verdict, packets(packet, ends), egress, ingress);
    }

    private static Named named(Matcher clause) {
        String policies = clause.group(3);
        return policies == null
                ? new Named(End.OPEN, List.of())
                : new Named(
                        clause.group(2).substring(0, clause.group(2).indexOf(' ')),
                        List.of(policies.split(" and ", -1)));
    }

    private static List<Packet> packets(Matcher parts, Function<String, List<IpAddress>> ends) {
        int port = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
        List<Packet> packets = new ArrayList<>();
        for (IpAddress source : ends.apply(parts.group(2))) {
            for (IpAddress destination : ends.apply(parts.group(3))) {
                if (source.isV4() == destination.isV4()) {
                    packets.add(new Packet(source, destination, protocol(parts.group(1), source.isV4()), port));
                }
            }
        }
        if (packets.isEmpty()) {
            throw new IllegalArgumentException("no packet can go that way: " + parts.group());
        }
        return packets;
    }

    private static Protocol protocol(String word, boolean v4) {
        return switch (word) {
            case "ping" -> v4 ? Protocol.ICMP : Protocol.ICMPV6;
            case "gre" -> new Protocol(47);
            default -> Protocol.parse(word);
        };
    }
}
