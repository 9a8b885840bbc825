package dev.weir.document;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** The difference of two texts as {@code diff -u} writes it, for {@code patch} and {@code git apply}. */
public final class TextPatch {
    private static final int AROUND = 3;

    private TextPatch() {}

    /** Empty when the texts are the same. */
    public static String of(String file, String before, String after) {
        List<String> lines = before.lines().toList();
        List<String> patch = UnifiedDiffUtils.generateUnifiedDiff(
                "a/" + file,
                "b/" + file,
                lines,
                DiffUtils.diff(lines, after.lines().toList()),
                AROUND);
        return patch.isEmpty() ? "" : String.join("\n", patch) + "\n";
    }
}
