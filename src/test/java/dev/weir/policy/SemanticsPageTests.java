package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every choice of {@code docs/design/policy-semantics.md} is held by a scenario or a test that there is. */
class SemanticsPageTests {
    private static final Path PAGE = Path.of("docs", "design", "policy-semantics.md");
    private static final Pattern HOLDER =
            Pattern.compile("\\| `([^`|]+(?:\\.yaml: |Tests\\.)[^`|]+)` \\|$", Pattern.MULTILINE);
    private static final Pattern METHOD = Pattern.compile("@Test\\s+void (\\w+)\\(");

    @Test
    void everyChoiceIsHeldByAScenarioOrATestThatExists() throws IOException {
        List<String> named = HOLDER.matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named).isSubsetOf(known());
    }

    private static Set<String> known() throws IOException {
        Set<String> known = new HashSet<>();
        ScenarioFile.all()
                .forEach(file -> file.scenarios()
                        .forEach(scenario -> known.add(scenario.title().toString())));
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Tests.java")).toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                METHOD.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .map(text -> text.substring(text.indexOf("void ") + 5, text.length() - 1))
                        .forEach(method -> known.add(type + "." + method));
            }
        }
        return known;
    }
}
