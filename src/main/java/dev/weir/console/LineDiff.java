package dev.weir.console;

import dev.weir.console.Parts.YamlLine;
import java.util.ArrayList;
import java.util.List;

/** Which lines of two texts differ, by their longest common subsequence. For texts of some hundred lines. */
final class LineDiff {
    private LineDiff() {}

    /** The lines of {@code text}; those that {@code other} does not have carry the tone. */
    static List<YamlLine> of(String text, String other, String tone) {
        List<String> lines = text.stripTrailing().lines().toList();
        List<String> others = other.stripTrailing().lines().toList();
        int[][] common = commonLengths(lines, others);
        List<YamlLine> result = new ArrayList<>();
        int j = 0;
        for (int i = 0; i < lines.size(); i++) {
            while (j < others.size()
                    && !lines.get(i).equals(others.get(j))
                    && common[i][j + 1] >= common[i + 1][j]
                    && common[i][j + 1] == common[i][j]) {
                j++;
            }
            boolean same = j < others.size() && lines.get(i).equals(others.get(j));
            if (same) {
                j++;
            }
            result.add(new YamlLine(i + 1, lines.get(i), same ? "" : tone));
        }
        return result;
    }

    /** {@code [i][j]}: how many lines the texts from i and from j on have in common, in order. */
    private static int[][] commonLengths(List<String> lines, List<String> others) {
        int[][] common = new int[lines.size() + 1][others.size() + 1];
        for (int i = lines.size() - 1; i >= 0; i--) {
            for (int j = others.size() - 1; j >= 0; j--) {
                common[i][j] = lines.get(i).equals(others.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
