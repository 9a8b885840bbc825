package dev.weir.flow.filter;

import dev.weir.flow.filter.CommandFlags.Flag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** Times in pasted commands, written as this server's own parameters: RFC 3339, or {@code -PT90M} for a time before now. */
public final class PastedTimes {
    private static final Pattern GO_LENGTH = Pattern.compile("(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?");
    private static final Pattern CLOUD_LENGTH =
            Pattern.compile("(\\d{1,6}w)?(\\d{1,6}d)?(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?");

    private PastedTimes() {}

    /** Hubble: a length such as {@code 1h30m} before now, or a time. */
    public static String hubble(String text, Flag flag) {
        if (!flag.value().isEmpty() && GO_LENGTH.matcher(flag.value()).matches()) {
            return "-PT" + flag.value().toUpperCase(Locale.ROOT);
        }
        return rfc3339(text, flag);
    }

    /** gcloud's {@code --freshness}: a length such as {@code 10m}, {@code 2d} or {@code 1d12h}. */
    static String freshness(String text, Flag flag) {
        if (flag.value().isEmpty() || !CLOUD_LENGTH.matcher(flag.value()).matches()) {
            throw new FilterSyntaxException(
                    text,
                    flag.valueOffset(),
                    "\"" + flag.value() + "\" is not a length of time.",
                    "Write 10m, 6h or 1d.");
        }
        return "-" + length(flag.value());
    }

    private static Duration length(String value) {
        Duration sum = Duration.ZERO;
        for (String part : value.split("(?<=[wdhms])")) {
            long number = Long.parseLong(part.substring(0, part.length() - 1));
            sum = sum.plus(
                    switch (part.charAt(part.length() - 1)) {
                        case 'w' -> Duration.ofDays(7 * number);
                        case 'd' -> Duration.ofDays(number);
                        case 'h' -> Duration.ofHours(number);
                        case 'm' -> Duration.ofMinutes(number);
                        default -> Duration.ofSeconds(number);
                    });
        }
        return sum;
    }

    private static String rfc3339(String text, Flag flag) {
        try {
            return OffsetDateTime.parse(flag.value()).toInstant().toString();
        } catch (DateTimeException wrong) {
            throw new FilterSyntaxException(
                    text,
                    flag.valueOffset(),
                    "\"" + flag.value() + "\" is not a time.",
                    "Write a length such as 15m or 1h30m, or a time such as 2026-01-31T10:00:00Z.");
        }
    }
}
