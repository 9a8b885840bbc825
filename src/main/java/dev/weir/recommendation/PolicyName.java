package dev.weir.recommendation;

import java.util.Locale;
import java.util.function.Predicate;

/** Names that Kubernetes takes. */
final class PolicyName {
    private static final int LONGEST = 50;

    private PolicyName() {}

    /** With what a name may have, and short enough for something in front and a number behind. */
    static String clean(String wish) {
        String clean = wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        String shortened = clean.substring(0, Math.min(clean.length(), LONGEST));
        return shortened.replaceAll("^-+|-+$", "");
    }

    /** The name itself, or with a number behind it. */
    static String free(String wish, Predicate<String> taken) {
        String name = wish;
        for (int i = 2; taken.test(name); i++) {
            name = wish + "-" + i;
        }
        return name;
    }
}
