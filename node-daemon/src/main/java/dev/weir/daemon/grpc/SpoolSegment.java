package dev.weir.daemon.grpc;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file of the spool: length-delimited records of one life of the daemon, in the order of their sequences.
 *
 * @param number in the order of writing, over all lives
 * @param spool names the life that wrote it
 */
record SpoolSegment(Path file, long number, long spool) {
    private static final Pattern NAME = Pattern.compile("segment-(\\d{12})-([0-9a-f]{16})\\.records");

    static SpoolSegment create(Path folder, long number, long spool) {
        return new SpoolSegment(folder.resolve("segment-%012d-%016x.records".formatted(number, spool)), number, spool);
    }

    static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    static SpoolSegment of(Path file) {
        var match = NAME.matcher(file.getFileName().toString());
        if (!match.matches()) {
            throw new IllegalArgumentException("not a segment of a spool: " + file);
        }
        return new SpoolSegment(file, Long.parseLong(match.group(1)), Long.parseUnsignedLong(match.group(2), 16));
    }
}
