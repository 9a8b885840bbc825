package dev.weir.lint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant to type. */
public final class Nearest {
    private Nearest() {}

    /** The word with the fewest letters different; none when too many are. Upper and lower case are the same. */
    public static Optional<String> to(String typed, Collection<String> words) {
        int most = Math.max(1, typed.length() / 3);
        return words.stream()
                .filter(word -> distance(typed, word) <= most)
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many letters to put in, take out, change or exchange with the next one (Damerau and Levenshtein). */
    static int distance(String typed, String word) {
        String one = typed.toLowerCase(Locale.ROOT);
        String other = word.toLowerCase(Locale.ROOT);
        int[][] distance = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(one, other, i, j, distance);
            }
        }
        return distance[one.length()][other.length()];
    }

    private static int step(String one, String other, int i, int j, int[][] distance) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int best =
                Math.min(distance[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
    }
}
