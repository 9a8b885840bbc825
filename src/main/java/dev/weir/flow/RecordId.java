package dev.weir.flow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names a record for ever and in every store: the node that reported it, one life of its record file, and the place in that. */
public record RecordId(String node, long spool, long sequence) {
    private static final Pattern FORM = Pattern.compile("(.+)-([0-9a-f]{1,16})-(\\d{1,18})");

    /** Reads what {@link #toString} writes; empty for any other text. */
    public static Optional<RecordId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new RecordId(
                        parts.group(1), Long.parseUnsignedLong(parts.group(2), 16), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return node + "-" + Long.toHexString(spool) + "-" + sequence;
    }
}
