package dev.weir.expectation;

import dev.weir.expectation.Claim.Port;
import dev.weir.expectation.ClaimReader.Word;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 8080}, {@code 53/udp}, {@code 8000-8100/tcp}. */
final class PortReader {
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?");
    private static final int LAST = 0xffff;

    private PortReader() {}

    static Port read(Word word) {
        Matcher matcher = PORT.matcher(word.text().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ClaimException(
                    word.column(),
                    "“" + word.text() + "” is no port; write 8080, 8000-8100 or 53/udp (tcp, udp or sctp).");
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first < 1 || last > LAST || last < first) {
            throw new ClaimException(word.column(), "Ports are 1 to " + LAST + ", the smaller one first.");
        }
        Protocol protocol = matcher.group(3) == null ? Protocol.TCP : Protocol.parse(matcher.group(3));
        return new Port(protocol, new PortRange(first, last));
    }

    /** What is read back; TCP is not said. */
    static String words(Port port) {
        String protocol = port.protocol().equals(Protocol.TCP)
                ? ""
                : "/" + port.protocol().toString().toLowerCase(Locale.ROOT);
        return port.range() + protocol;
    }
}
