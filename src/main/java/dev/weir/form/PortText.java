package dev.weir.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which ports, as people write them: {@code 80}, {@code 8000-8100}, {@code http}, or nothing for every port of the protocol. */
final class PortText {
    static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
    private static final List<String> KNOWN = List.of("protocol", "port", "endPort");
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})(?:\\s*[-–]\\s*(\\d{1,6}))?");
    /** IANA service names: letters, digits and single dashes, at least one letter. */
    private static final Pattern NAME = Pattern.compile("(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*");

    private PortText() {}

    /** Empty when the entry has something that the line cannot say. */
    static Optional<String> of(Map<?, ?> port) {
        Object protocol = port.get("protocol");
        boolean known =
                KNOWN.containsAll(port.keySet()) && (protocol == null || PROTOCOLS.contains(String.valueOf(protocol)));
        Object last = port.get("endPort");
        return switch (port.get("port")) {
            case null -> known && last == null ? Optional.of("") : Optional.empty();
            case Integer first when known -> Optional.of(last == null ? first.toString() : first + "-" + last);
            case String name when known && last == null && NAME.matcher(name).matches() -> Optional.of(name);
            default -> Optional.empty();
        };
    }

    /** @return {@code port} and {@code endPort}, as far as there are any */
    static Map<String, Object> read(String text) {
        Map<String, Object> port = new LinkedHashMap<>();
        String clean = text.strip();
        var numbers = NUMBERS.matcher(clean);
        if (numbers.matches()) {
            int first = number(numbers.group(1));
            port.put("port", first);
            if (numbers.group(2) != null) {
                port.put("endPort", last(first, number(numbers.group(2))));
            }
        } else if (NAME.matcher(clean).matches()) {
            port.put("port", clean);
        } else if (!clean.isEmpty()) {
            throw new FormException(
                    "“" + clean + "” is no port; write 80, 8000-8100, a name such as http, or nothing for all.");
        }
        return port;
    }

    private static int number(String digits) {
        int number = Integer.parseInt(digits);
        if (number < 1 || number > 0xffff) {
            throw new FormException(digits + " is no port: ports are 1 to 65535.");
        }
        return number;
    }

    private static int last(int first, int last) {
        if (last < first) {
            throw new FormException("The range " + first + "-" + last + " ends before it begins.");
        }
        return last;
    }

    static String protocol(@Nullable Object protocol) {
        return protocol == null ? "TCP" : protocol.toString();
    }
}
