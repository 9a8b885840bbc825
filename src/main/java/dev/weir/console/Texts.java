package dev.weir.console;

import dev.weir.words.Phrases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Sentences of {@code messages.properties} and the one way in which numbers, times and sizes are written in the console. */
@Component
final class Texts implements Phrases {
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)Z");
    private static final Locale LOCALE = Locale.ENGLISH;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", LOCALE);
    private static final DateTimeFormatter TIME_MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", LOCALE);
    private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", LOCALE);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", LOCALE);

    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", LOCALE);

    private final MessageSource messages;
    private final Clock clock;

    Texts(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public String of(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LOCALE);
    }

    /** For keys that are made from data, such as a drop reason. */
    String ofOr(String key, String otherwise) {
        String text = messages.getMessage(key, null, otherwise, LOCALE);
        return text == null ? otherwise : text;
    }

    Instant now() {
        return clock.instant();
    }

    /** So many a second: with a decimal while it is small. */
    String rate(double perSecond) {
        return String.format(LOCALE, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    String number(long number) {
        return String.format(LOCALE, "%,d", number);
    }

    /** A share in whole percent; never 100 % or 0 % unless it is all or nothing. */
    String percent(long part, long whole) {
        if (whole == 0) {
            return of("none");
        }
        long rounded = Math.round(100.0 * part / whole);
        long honest = part == 0 ? 0 : part == whole ? 100 : Math.clamp(rounded, 1, 99);
        return of("percent", honest);
    }

    String age(Instant then) {
        Duration age = Duration.between(then, now());
        return of("ago", duration(age.isNegative() ? Duration.ZERO : age));
    }

    String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return of("duration.seconds", seconds);
        }
        if (seconds < 7200) {
            return of("duration.minutes", seconds / 60);
        }
        return seconds < 172_800 ? of("duration.hours", seconds / 3600) : of("duration.days", seconds / 86_400);
    }

    /** A round length, in its largest unit. */
    String length(Duration length) {
        if (length.toSeconds() < 60) {
            return of("duration.seconds", length.toSeconds());
        }
        if (length.toMinutes() < 60) {
            return of("duration.minutes", length.toMinutes());
        }
        return length.toHours() < 24 ? of("duration.hours", length.toHours()) : of("duration.days", length.toDays());
    }

    /** The time up to now, as one says “the last …”: a day is 24 hours, because it does not begin at midnight. */
    String last(Duration length) {
        if (length.toSeconds() % 60 != 0) {
            return of("last.seconds", length.toSeconds());
        }
        if (length.toMinutes() % 60 != 0) {
            return of("last.minutes", length.toMinutes());
        }
        long hours = length.toHours();
        return hours > 24 && hours % 24 == 0 ? of("last.days", hours / 24) : of("last.hours", hours);
    }

    /** Times of day are in the reader's zone, see {@link #zone}. */
    String time(Instant instant) {
        return TIME.format(instant.atZone(ReaderZone.current()));
    }

    String utcTime(Instant instant) {
        return TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    String timeWithMillis(Instant instant) {
        return TIME_MILLIS.format(instant.atZone(ReaderZone.current()));
    }

    String minute(Instant instant) {
        return MINUTE.format(instant.atZone(ReaderZone.current()));
    }

    String dayAndTime(Instant instant) {
        return DAY_TIME.format(instant.atZone(ReaderZone.current()));
    }

    /** A sentence of the core, which tells times in UTC and to the nanosecond, for programs too. */
    String inReadersZone(String sentence) {
        return INSTANT.matcher(sentence).replaceAll(time -> dayAndTime(Instant.parse(time.group())));
    }

    /** In which times of day are told. */
    String zone() {
        return ReaderZone.name();
    }

    String bytes(long bytes) {
        if (bytes < 1L << 20) {
            return String.format(LOCALE, "%.0f KiB", bytes / 1024.0);
        }
        return bytes < 1L << 30
                ? String.format(LOCALE, "%.0f MiB", bytes / 1048576.0)
                : String.format(LOCALE, "%.1f GiB", bytes / 1073741824.0);
    }

    /** Now, as part of a file's name. */
    String fileTime() {
        return FILE_TIME.format(now().atOffset(ZoneOffset.UTC));
    }
}
