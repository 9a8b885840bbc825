package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bundle has every sentence that templates and views ask for, and none that nobody asks for. */
class MessagesTests {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final List<Path> CODE =
            List.of(Path.of("src/main/java/dev/weir/console"), Path.of("src/main/java/dev/weir/words"));
    private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([a-z0-9.-]+)[}(]");
    private static final Pattern IN_CODE = Pattern.compile("\"([a-z][a-z0-9_-]*(?:\\.[a-z0-9_-]+)*\\.?)\"");

    @Test
    void everySentenceOfATemplateIsThere() {
        assertThat(messages().stringPropertyNames()).containsAll(found(TEMPLATES, IN_TEMPLATE));
    }

    @Test
    void noSentenceIsLeftOver() {
        Set<String> asked = found(TEMPLATES, IN_TEMPLATE);
        Set<String> strings = new TreeSet<>();
        CODE.forEach(folder -> strings.addAll(found(folder, IN_CODE)));
        assertThat(messages().stringPropertyNames())
                .allMatch(key -> asked.contains(key) || strings.stream().anyMatch(part -> uses(key, part)));
    }

    /** The key itself, or a piece from which keys are put together. */
    private static boolean uses(String key, String part) {
        return key.equals(part) || key.startsWith(part + ".") || (part.endsWith(".") && key.startsWith(part));
    }

    @Test
    void apostrophesAreTypographicBecauseMessageFormatEatsTheOthers() {
        assertThat(messages().values()).noneMatch(value -> value.toString().contains("'"));
    }

    private static Properties messages() {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/messages.properties"))) {
            properties.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties;
    }

    private static Set<String> found(Path folder, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Matcher matcher = pattern.matcher(read(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
