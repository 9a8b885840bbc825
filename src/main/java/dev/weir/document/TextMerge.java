package dev.weir.document;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;

/**
 * Two people's versions of one text joined, line by line: what only one of them changed is taken from that one; where both changed the same
 * lines, or lines next to each other, differently, both stand one after the other between marks.
 *
 * @param text with marks where it conflicts
 * @param conflicts at how many places; 0: nothing is lost and nothing is to be decided
 */
public record TextMerge(String text, int conflicts) {
    private static final String YOURS = "# <<<<<<< yours";
    private static final String BETWEEN = "# =======";
    private static final String THEIRS = "# >>>>>>> theirs";

    /** Lines from {@code start} to before {@code end} of the original became these. */
    private record Hunk(int start, int end, List<String> lines, boolean isMine) {
        /** An insertion touches the line that it stands in front of. */
        boolean meets(int otherEnd) {
            return start <= otherEnd;
        }
    }

    public static TextMerge of(String original, String mine, String theirs) {
        List<String> base = original.lines().toList();
        List<Hunk> hunks = new ArrayList<>(hunks(base, mine.lines().toList(), true));
        hunks.addAll(hunks(base, theirs.lines().toList(), false));
        hunks.sort((one, other) -> one.start != other.start
                ? Integer.compare(one.start, other.start)
                : Integer.compare(one.end, other.end));
        List<String> result = new ArrayList<>();
        int conflicts = 0;
        int at = 0;
        for (int i = 0; i < hunks.size(); ) {
            List<Hunk> group = group(hunks, i);
            i += group.size();
            result.addAll(base.subList(at, group.getFirst().start));
            at = group.stream().mapToInt(Hunk::end).max().orElse(at);
            List<String> region = base.subList(group.getFirst().start, at);
            conflicts += join(region, group, result);
        }
        result.addAll(base.subList(at, base.size()));
        return new TextMerge(String.join("\n", result) + "\n", conflicts);
    }

    private static List<Hunk> hunks(List<String> base, List<String> lines, boolean mine) {
        List<Hunk> hunks = new ArrayList<>();
        for (AbstractDelta<String> delta : DiffUtils.diff(base, lines).getDeltas()) {
            if (delta.getType() != DeltaType.EQUAL) {
                int start = delta.getSource().getPosition();
                hunks.add(new Hunk(
                        start,
                        start + delta.getSource().size(),
                        delta.getTarget().getLines(),
                        mine));
            }
        }
        return hunks;
    }

    /** The hunks from one on that meet each other. */
    private static List<Hunk> group(List<Hunk> hunks, int first) {
        List<Hunk> group = new ArrayList<>(List.of(hunks.get(first)));
        int end = hunks.get(first).end;
        for (int i = first + 1; i < hunks.size() && hunks.get(i).meets(end); i++) {
            group.add(hunks.get(i));
            end = Math.max(end, hunks.get(i).end);
        }
        return group;
    }

    /** @return how many conflicts that made */
    private static int join(List<String> region, List<Hunk> group, List<String> result) {
        int start = group.getFirst().start;
        List<String> mine = side(region, start, group, true);
        List<String> theirs = side(region, start, group, false);
        boolean onlyTheirs = group.stream().noneMatch(Hunk::isMine);
        boolean onlyMine = group.stream().allMatch(Hunk::isMine);
        if (onlyMine || mine.equals(theirs)) {
            result.addAll(mine);
            return 0;
        }
        if (onlyTheirs) {
            result.addAll(theirs);
            return 0;
        }
        result.add(YOURS);
        result.addAll(mine);
        result.add(BETWEEN);
        result.addAll(theirs);
        result.add(THEIRS);
        return 1;
    }

    /** The region as one of the two left it. */
    private static List<String> side(List<String> region, int start, List<Hunk> group, boolean mine) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (Hunk hunk : group) {
            if (hunk.isMine == mine) {
                lines.addAll(region.subList(at, hunk.start - start));
                lines.addAll(hunk.lines);
                at = hunk.end - start;
            }
        }
        lines.addAll(region.subList(at, region.size()));
        return lines;
    }
}
