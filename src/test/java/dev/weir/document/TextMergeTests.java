package dev.weir.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextMergeTests {
    private static final String ORIGINAL = "a\nb\nc\nd\ne\nf\n";

    @Test
    void changesOfDifferentLinesStandTogether() {
        assertThat(TextMerge.of(ORIGINAL, "a\nB\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\ng\n"))
                .isEqualTo(new TextMerge("a\nB\nc\nd\nE\nf\ng\n", 0));
    }

    @Test
    void theSameChangeOnBothSidesIsOneChange() {
        assertThat(TextMerge.of(ORIGINAL, "a\nX\nc\nd\ne\nf\n", "a\nX\nc\nd\ne\nf\n"))
                .isEqualTo(new TextMerge("a\nX\nc\nd\ne\nf\n", 0));
    }

    @Test
    void changesOfOneLineAreBothThereBetweenMarks() {
        assertThat(TextMerge.of(ORIGINAL, "a\nmine\nc\nd\ne\nf\n", "a\ntheirs\nc\nd\ne\nf\n"))
                .isEqualTo(new TextMerge(
                        "a\n# <<<<<<< yours\nmine\n# =======\ntheirs\n# >>>>>>> theirs\nc\nd\ne\nf\n", 1));
    }

    @Test
    void whoeverChangedNothingLosesNothing() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            String original = text(random);
            String other = changed(original, random);
            assertThat(TextMerge.of(original, other, original))
                    .as("seed %d", seed)
                    .isEqualTo(new TextMerge(other, 0));
            assertThat(TextMerge.of(original, original, other))
                    .as("seed %d", seed)
                    .isEqualTo(new TextMerge(other, 0));
        }
    }

    @Test
    void noLineThatEitherTypedIsLost() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            String original = text(random);
            String mine = changed(original, random);
            String theirs = changed(original, random);
            List<String> merged =
                    TextMerge.of(original, mine, theirs).text().lines().toList();
            List<String> typed = new ArrayList<>(mine.lines().toList());
            typed.addAll(theirs.lines().toList());
            typed.removeAll(original.lines().toList());
            assertThat(merged).as("seed %d", seed).containsAll(typed);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12) + 1; i > 0; i--) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString();
    }

    private static String changed(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(4); i > 0 && !lines.isEmpty(); i--) {
            int at = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.set(at, "new " + random.nextInt(1000));
                case 1 -> lines.add(at, "new " + random.nextInt(1000));
                default -> lines.remove(at);
            }
        }
        return lines.isEmpty() ? "only\n" : String.join("\n", lines) + "\n";
    }
}
