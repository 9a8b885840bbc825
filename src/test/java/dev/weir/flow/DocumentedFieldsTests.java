package dev.weir.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.testing.FlowRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every field that a record can have stands in {@code docs/design/flow-log.md} with all that is promised of it, and no other does. */
class DocumentedFieldsTests {
    private static final Path PAGE = Path.of("docs/design/flow-log.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_.\\[\\]]+)` \\|([^|]+)\\|([^|]+)\\|([^|]*)\\|([^|]+)\\|([^|]+)\\|");
    private static final int RECORDS = 3000;

    @Test
    void theTableOfThePageAndTheCodeAgree() throws IOException {
        assertThat(fields()).isEqualTo(documented(when -> !when.contains("only") && !when.contains("join=true")));
    }

    @Test
    void everyFieldHasATypeASourceAndAPromise() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(40)
                .allSatisfy(row -> assertThat(List.of(row.group(2), row.group(3), row.group(5), row.group(6)))
                        .as(row.group(1))
                        .noneMatch(String::isBlank));
    }

    private static List<Matcher> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    private static Set<String> documented(Predicate<String> when) throws IOException {
        return rows().stream()
                .filter(row -> when.test(row.group(3)))
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> fields() {
        SplittableRandom random = new SplittableRandom(1);
        Set<String> fields = new TreeSet<>();
        for (int i = 1; i <= RECORDS; i++) {
            collect("", RecordTree.of(new StoredRecord(i, "node-1", 9, FlowRecords.random(random, i))), fields);
        }
        return fields;
    }

    private static void collect(String path, Object value, Set<String> fields) {
        switch (value) {
            case Map<?, ?> tree ->
                tree.forEach((key, below) -> collect(path.isEmpty() ? "" + key : path + "." + key, below, fields));
            case List<?> list -> list.forEach(below -> collect(path + "[]", below, fields));
            default -> fields.add(path);
        }
    }
}
