package dev.weir.daemon;

import dev.weir.daemon.flow.RecordOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The tuning file: the keys and defaults of GKE's {@code policy-logging.conf}, and {@code extensions}. It is a flat YAML mapping
 * of numbers and words, which is what {@link Properties} reads, too; so the daemon needs no YAML parser in its memory.
 */
final class LoggingFile {
    private static final List<String> KEYS = List.of(
            "logFilePath",
            "logFileName",
            "logFileMaxSize",
            "logFileMaxBackups",
            "maxLogRate",
            "logQueueSize",
            "denyAggregationSeconds",
            "denyAggregationMapSize",
            "logNodeName",
            "logUncorrelatedEntry",
            "extensions");
    private static final long MEBIBYTE = 1 << 20;

    private final Path path;
    private final Properties values;

    private LoggingFile(Path path, Properties values) {
        this.path = path;
        this.values = values;
    }

    /** What the file says; the defaults when there is none. */
    static RecordOptions read(Path path, String node) {
        var values = new Properties();
        try (Reader in = Files.newBufferedReader(path)) {
            values.load(in);
        } catch (NoSuchFileException e) {
            return RecordOptions.defaults(node);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure(
                    "The tuning file " + path + " cannot be read: " + e.getMessage(), "Repair or remove it.", e);
        }
        return new LoggingFile(path, values).over(RecordOptions.defaults(node));
    }

    private RecordOptions over(RecordOptions defaults) {
        checkKeys();
        var file = defaults.file();
        var denials = defaults.denials();
        return defaults.withFile(
                        path(file.path()),
                        number("logFileMaxSize", (int) (file.maxBytes() / MEBIBYTE)) * MEBIBYTE,
                        number("logFileMaxBackups", file.backups()))
                .withDenials(
                        Duration.ofSeconds(number(
                                "denyAggregationSeconds", (int) denials.window().toSeconds())),
                        number("denyAggregationMapSize", denials.keys()))
                .withLinesPerSecond(rate(defaults.linesPerSecond()))
                .withContent(word("logNodeName", defaults.logNodeName()), word("extensions", defaults.extensions()));
    }

    private void checkKeys() {
        var unknown = new TreeSet<>(values.stringPropertyNames());
        KEYS.forEach(unknown::remove);
        unknown.remove("---");
        if (!unknown.isEmpty()) {
            throw failure("does not know " + unknown.first(), "Write one of " + String.join(", ", KEYS) + ".");
        }
        if (word("logUncorrelatedEntry", false)) {
            throw failure(
                    "asks for logUncorrelatedEntry, which Weir does not have",
                    "Remove it: every record names its policies.");
        }
        // Checked, but without effect: nothing waits in a queue between the kernel's ring and the file.
        number("logQueueSize", 0);
    }

    private Path path(Path otherwise) {
        var name = name(otherwise);
        return text("logFilePath")
                .map(folder -> Path.of(folder).resolve(name))
                .orElseGet(() -> otherwise.resolveSibling(name));
    }

    private String name(Path otherwise) {
        var name = text("logFileName").orElse(otherwise.getFileName().toString());
        if (!name.endsWith(".log") || name.contains("/")) {
            throw failure("has the logFileName " + name, "Write a name without a folder that ends in .log.");
        }
        return name;
    }

    private int rate(int otherwise) {
        return text("maxLogRate").filter("unlimited"::equals).isPresent()
                ? RecordOptions.UNLIMITED
                : number("maxLogRate", otherwise);
    }

    private int number(String key, int otherwise) {
        try {
            return text(key).map(Integer::parseUnsignedInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw failure("has no number for " + key, "Write a whole number, such as " + otherwise + ".");
        }
    }

    private boolean word(String key, boolean otherwise) {
        var text = text(key).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw failure("has neither true nor false for " + key, "Write one of them.");
        }
        return text.equals("true");
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(values.getProperty(key))
                .map(value -> value.replaceFirst("\\s+#.*$", "").strip().replaceAll("^([\"'])(.*)\\1$", "$2"))
                .filter(value -> !value.isEmpty());
    }

    private StartupFailure failure(String what, String action) {
        return new StartupFailure("The tuning file " + path + " " + what + ".", action);
    }
}
