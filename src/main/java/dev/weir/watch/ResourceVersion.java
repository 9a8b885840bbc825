package dev.weir.watch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a reader goes on; for readers an opaque word.
 *
 * @param life of the server: another one counts anew
 * @param mark of what the reader watches and may see
 */
record ResourceVersion(String life, long version, String mark) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})-([0-9a-f]{8})");

    static Optional<ResourceVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new ResourceVersion(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return life + "-" + version + "-" + mark;
    }
}
