package dev.weir.readback;

import dev.weir.net.Protocol;
import dev.weir.nodes.EndpointReading.Classes;
import dev.weir.nodes.EndpointReading.Side;
import dev.weir.program.Cookie;
import dev.weir.program.NodeProgram;
import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the numbers of the maps stand for, in words. */
final class Words {
    private static final int PROTOCOL_BITS = 8;
    private static final int ALL_BITS = 24;

    private final NodeProgram program;
    private final PeerNames names;

    Words(NodeProgram program, PeerNames names) {
        this.program = program;
        this.names = names;
    }

    PeerNames names() {
        return names;
    }

    /** The policies that a cookie names, with the rules that admit. */
    List<String> policies(long cookie) {
        Cookie known = program.cookies().get(cookie);
        return known == null
                ? List.of("policies of cookie " + Long.toHexString(cookie))
                : known.policies().stream()
                        .map(match -> policy(match, known.direction().label()))
                        .toList();
    }

    private static String policy(Cookie.PolicyMatch match, String direction) {
        return match.namespace() + "/" + match.name()
                + match.rules().stream()
                        .map(rule -> " " + direction + "[" + rule + "]")
                        .collect(Collectors.joining());
    }

    /** Whom a class has: those that are listed, and all others if it is the default. */
    List<String> peers(Side side, long peerClass) {
        List<String> texts = new ArrayList<>();
        side.peerClasses().forEach((peer, itsClass) -> {
            if (itsClass == peerClass) {
                texts.add(names.text(peer));
            }
        });
        texts.sort(null);
        String any = side.peerClasses().isEmpty() ? "any " : "any other ";
        if (side.isolation().defaultPodClass() == peerClass) {
            texts.add(any + "pod");
        }
        if (side.isolation().defaultOutsideClass() == peerClass) {
            texts.add(any + "address that is no pod’s");
        }
        return texts.isEmpty() ? List.of("nobody") : texts;
    }

    List<String> ports(Side side, long portClass) {
        List<String> texts = side.portClasses().entrySet().stream()
                .filter(entry -> entry.getValue() == portClass)
                .map(entry -> entry.getKey())
                .sorted()
                .map(prefix -> port(side, prefix))
                .toList();
        return texts.isEmpty() ? List.of("no port") : texts;
    }

    /** Longer prefixes go before: what is left of a shorter one is the other ports. */
    private static String port(Side side, TransportPrefix prefix) {
        boolean whole =
                side.portClasses().keySet().stream().allMatch(other -> other.equals(prefix) || !prefix.contains(other));
        return (whole ? "" : "other of ") + port(prefix);
    }

    static String port(TransportPrefix prefix) {
        if (prefix.length() == 0) {
            return "any protocol and port";
        }
        String protocol = new Protocol(prefix.protocol()).toString();
        if (prefix.length() == PROTOCOL_BITS) {
            return protocol + " any port";
        }
        int last = prefix.port() + (1 << ALL_BITS - prefix.length()) - 1;
        return protocol + " " + prefix.port() + (last == prefix.port() ? "" : "–" + last);
    }

    String verdict(Side side, Classes classes) {
        return String.join(", ", peers(side, classes.peerClass())) + " on "
                + String.join(", ", ports(side, classes.portClass()));
    }

    static String classOf(long number) {
        return number == 0 ? "no rule" : "class " + Long.toHexString(number);
    }
}
