package dev.weir.why;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What labels would have to be otherwise for a selector to match. */
final class SelectorGap {
    private SelectorGap() {}

    /** A phrase for each part of the selector that fails, such as "the label app=cart (it has app=rogue)". */
    static List<String> of(LabelSelector selector, Map<String, String> labels) {
        List<String> gaps = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> {
            if (!value.equals(labels.get(key))) {
                gaps.add("the label " + key + "=" + value + " (" + has(key, labels.get(key)) + ")");
            }
        });
        for (Requirement requirement : selector.requirements()) {
            if (!new LabelSelector(Map.of(), List.of(requirement)).matches(labels)) {
                gaps.add(wanted(requirement) + " (" + has(requirement.key(), labels.get(requirement.key())) + ")");
            }
        }
        return gaps;
    }

    private static String wanted(Requirement requirement) {
        String values = String.join(" or ", requirement.values());
        return switch (requirement.operator()) {
            case IN -> "the label " + requirement.key() + "=" + values;
            case NOT_IN -> "another label " + requirement.key() + " than " + values;
            case EXISTS -> "a label " + requirement.key();
            case DOES_NOT_EXIST -> "no label " + requirement.key();
        };
    }

    private static String has(String key, @Nullable String value) {
        return value == null ? "it has no " + key : "it has " + key + "=" + value;
    }

    /** "app=cart, tier in (a, b)", or "everything". */
    static String words(LabelSelector selector) {
        List<String> parts = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> parts.add(key + "=" + value));
        selector.requirements()
                .forEach(requirement -> parts.add(
                        requirement.values().isEmpty()
                                ? requirement.key() + " "
                                        + requirement.operator().apiName()
                                : requirement.key() + " "
                                        + requirement.operator().apiName() + " ("
                                        + String.join(", ", requirement.values()) + ")"));
        return parts.isEmpty() ? "every pod" : String.join(", ", parts);
    }
}
