package dev.weir.local.api.store;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.kinds.Names;
import dev.weir.local.api.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A label selector of a request: {@code app=web,tier in (a,b),!legacy}. */
public final class LabelSelector implements Predicate<ObjectNode> {

    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
    private static final Pattern COMPARED = Pattern.compile("\\s*([^\\s=!<>]+)\\s*(==|=|!=|<|>)\\s*([^\\s=!<>]*)\\s*");
    private static final Pattern PRESENT = Pattern.compile("\\s*(!?)\\s*([^\\s=!<>()]+)\\s*");

    private final List<Predicate<ObjectNode>> requirements;

    private LabelSelector(List<Predicate<ObjectNode>> requirements) {
        this.requirements = requirements;
    }

    /** Reads a selector; an empty text selects everything. Refuses a malformed one with 400. */
    public static LabelSelector parse(String text) {
        List<Predicate<ObjectNode>> requirements = new ArrayList<>();
        if (!text.isBlank()) {
            split(text).forEach(part -> requirements.add(requirement(part)));
        }
        return new LabelSelector(List.copyOf(requirements));
    }

    /** Splits at the commas that are not inside parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Predicate<ObjectNode> requirement(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            String key = key(set.group(1));
            Set<String> values = Set.copyOf(List.of(set.group(3).trim().split("\\s*,\\s*", -1)).stream()
                    .distinct()
                    .toList());
            boolean in = set.group(2).equals("in");
            return labels -> {
                String value = value(labels, key);
                return in == (value != null && values.contains(value));
            };
        }
        Matcher compared = COMPARED.matcher(part);
        if (compared.matches()) {
            return comparison(key(compared.group(1)), compared.group(2), compared.group(3));
        }
        Matcher present = PRESENT.matcher(part);
        if (present.matches()) {
            String key = key(present.group(2));
            boolean absent = present.group(1).equals("!");
            return labels -> absent == (value(labels, key) == null);
        }
        throw unreadable("unable to parse requirement: \"" + part.trim() + "\"");
    }

    private static Predicate<ObjectNode> comparison(String key, String operator, String operand) {
        if (operator.equals("<") || operator.equals(">")) {
            return labels -> {
                String value = value(labels, key);
                return value != null
                        && value.matches("-?[0-9]{1,18}")
                        && operand.matches("-?[0-9]{1,18}")
                        && (operator.equals("<")
                                ? Long.parseLong(value) < Long.parseLong(operand)
                                : Long.parseLong(value) > Long.parseLong(operand));
            };
        }
        List<String> faults = Names.labelValue(operand);
        if (!faults.isEmpty()) {
            throw unreadable("values[0][" + key + "]: Invalid value: \"" + operand + "\": " + faults.getFirst());
        }
        boolean equal = !operator.equals("!=");
        return labels -> equal == operand.equals(value(labels, key));
    }

    private static String key(String key) {
        List<String> faults = Names.qualifiedName(key);
        if (!faults.isEmpty()) {
            throw unreadable("key: Invalid value: \"" + key + "\": " + faults.getFirst());
        }
        return key;
    }

    private static ApiException unreadable(String detail) {
        return ApiException.badRequest(
                "unable to parse requirement: " + detail.replaceFirst("^unable to parse requirement: ", ""));
    }

    private static @Nullable String value(ObjectNode labels, String key) {
        return labels.has(key) ? Json.text(labels, key) : null;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /** Whether the object with this tree is selected. */
    @Override
    public boolean test(ObjectNode object) {
        ObjectNode labels = Json.map(object, "metadata", "labels");
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }
}
