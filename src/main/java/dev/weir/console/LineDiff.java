package dev.weir.console;

import dev.weir.console.Parts.YamlLine;
import dev.weir.document.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which lines of two texts differ. */
final class LineDiff {
    private LineDiff() {}

    /** The lines of {@code text}; those that {@code other} does not have carry the tone. */
    static List<YamlLine> of(String text, String other, String tone) {
        String lines = text.stripTrailing();
        Set<Integer> differing = TextLines.differing(lines, other.stripTrailing());
        List<YamlLine> result = new ArrayList<>();
        for (YamlLine line : YamlLine.of(lines)) {
            result.add(new YamlLine(line.number(), line.text(), differing.contains(line.number()) ? tone : ""));
        }
        return result;
    }
}
