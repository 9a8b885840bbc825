package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.console.Parts.YamlLine;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDiffTests {

    /** Letters are lines; an upper-case letter in the result is a line that differs. */
    @ParameterizedTest
    @CsvSource({"abc,abc,abc", "abc,axc,aBc", "abc,ac,aBc", "ac,abc,ac", "abcd,bd,AbCd", "ab,xy,AB", "xab,aby,Xab"})
    void linesThatTheOtherTextDoesNotHaveInOrderAreMarked(String text, String other, String expected) {
        StringBuilder marked = new StringBuilder();
        for (YamlLine line : LineDiff.of(lines(text), lines(other), "changed")) {
            marked.append(line.tone().isEmpty() ? line.text() : line.text().toUpperCase(Locale.ROOT));
        }
        assertThat(marked.toString()).isEqualTo(expected);
    }

    private static String lines(String letters) {
        return String.join("\n", letters.split(""));
    }
}
