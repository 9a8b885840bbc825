package dev.weir.flow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and lengths of time as people write them: RFC 3339, {@code now}, {@code 15m}, {@code -24h}, {@code -P1D}. */
public final class TimeText {
    private static final Pattern SHORT = Pattern.compile("-?(\\d{1,9})([smhdw])");

    private TimeText() {}

    /**
     * A point in time; lengths count back from the base.
     *
     * @throws DateTimeException for anything else
     */
    public static Instant time(String text, Instant base) {
        if (text.equals("now")) {
            return base;
        }
        boolean length = text.startsWith("P")
                || text.startsWith("-P")
                || SHORT.matcher(text).matches();
        try {
            return length
                    ? base.minus(length(text.startsWith("-") ? text.substring(1) : text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (ArithmeticException tooFar) {
            throw new DateTimeException("too far away: " + text, tooFar);
        }
    }

    /**
     * A length of time, such as {@code 60s}, {@code 5m} or {@code PT1M}.
     *
     * @throws DateTimeException for anything else
     */
    public static Duration length(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }
}
