package dev.weir.document;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.Set;
import java.util.TreeSet;

/** The lines of two texts side by side. */
public final class TextLines {
    private TextLines() {}

    /** The numbers, from 1, of the lines of one text that the other does not have at their place. */
    public static Set<Integer> differing(String text, String other) {
        Set<Integer> lines = new TreeSet<>();
        for (AbstractDelta<String> delta :
                DiffUtils.diff(text.lines().toList(), other.lines().toList()).getDeltas()) {
            for (int i = 0; i < delta.getSource().size(); i++) {
                lines.add(delta.getSource().getPosition() + i + 1);
            }
        }
        return lines;
    }
}
