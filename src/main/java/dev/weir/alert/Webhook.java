package dev.weir.alert;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts are sent.
 *
 * @param url of an Alertmanager's {@code /api/v2/alerts}, or of what understands the same
 * @param headerName of one header more, such as Authorization; empty = none
 * @param headerValue a secret: it is never logged, answered or shown
 * @param consoleAddress under which people reach the console, for links in what is sent; empty = links are left out
 */
public record Webhook(String url, String headerName, String headerValue, String consoleAddress) {
    private static final int LONGEST = 2000;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,2000}");
    /** These belong to the connection; the HTTP client refuses them too. */
    private static final Pattern OF_THE_CONNECTION = Pattern.compile(
            "host|content-length|connection|expect|upgrade|transfer-encoding", Pattern.CASE_INSENSITIVE);

    /** Itself; refuses what is no address or no header. */
    Webhook checked() {
        address(url, "The address");
        if (!consoleAddress.isEmpty()) {
            address(consoleAddress, "The console’s address");
        }
        boolean header = HEADER.matcher(headerName).matches()
                && !OF_THE_CONNECTION.matcher(headerName).matches();
        if (!headerName.isEmpty() && !header) {
            throw new AlertException("The header’s name is a word such as Authorization.");
        }
        if (!VALUE.matcher(headerValue).matches() || (headerName.isEmpty() && !headerValue.isEmpty())) {
            throw new AlertException("The header’s value is one line of printable characters and needs a name.");
        }
        return this;
    }

    private static void address(String text, String what) {
        try {
            URI address = URI.create(text);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null && address.getUserInfo() == null && text.length() <= LONGEST) {
                return;
            }
        } catch (IllegalArgumentException noAddress) {
            throw refusal(what, noAddress);
        }
        throw refusal(what, null);
    }

    private static AlertException refusal(String what, @Nullable Throwable cause) {
        AlertException refusal = new AlertException(
                what + " is like http://alertmanager:9093/api/v2/alerts, without a user name in it.");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    /** A secret that was given for one server is not sent to another. */
    boolean isSameServerAs(Webhook other) {
        URI mine = URI.create(url);
        URI theirs = URI.create(other.url);
        return mine.getScheme().equals(theirs.getScheme())
                && mine.getHost().equalsIgnoreCase(theirs.getHost())
                && mine.getPort() == theirs.getPort();
    }

    Webhook withHeaderValue(String value) {
        return new Webhook(url, headerName, value, consoleAddress);
    }

    public boolean hasSecret() {
        return !headerValue.isEmpty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return url + (headerName.isEmpty() ? "" : " with the header " + headerName);
    }
}
