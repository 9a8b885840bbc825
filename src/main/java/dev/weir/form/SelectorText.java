package dev.weir.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A label selector on one line, as kubectl writes it: {@code app=web, tier in (a, b), zone notin (c), canary, !legacy}. Empty: everything.
 */
final class SelectorText {
    private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private static final String VALUE = "(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
    private static final Pattern ANY_NAME = Pattern.compile(NAME);
    private static final Pattern ANY_VALUE = Pattern.compile(VALUE);
    private static final Pattern PAIR = Pattern.compile("(" + NAME + ")\\s*={1,2}\\s*(" + VALUE + ")");
    private static final Pattern NOT_PAIR = Pattern.compile("(" + NAME + ")\\s*!=\\s*(" + VALUE + ")");
    private static final Pattern SET = Pattern.compile("(" + NAME + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + NAME + ")");
    private static final Pattern TERM_END = Pattern.compile(",(?![^()]*\\))");

    private SelectorText() {}

    /** Empty when the selector has something that a line cannot say. */
    static Optional<String> of(@Nullable Object selector) {
        if (selector == null) {
            return Optional.of("");
        }
        if (!(selector instanceof Map<?, ?> map)
                || !List.of("matchLabels", "matchExpressions").containsAll(map.keySet())) {
            return Optional.empty();
        }
        List<String> terms = new ArrayList<>();
        boolean sayable = pairs(map.get("matchLabels"), terms) && requirements(map.get("matchExpressions"), terms);
        return sayable ? Optional.of(String.join(", ", terms)) : Optional.empty();
    }

    private static boolean pairs(@Nullable Object labels, List<String> terms) {
        if (labels == null) {
            return true;
        }
        if (!(labels instanceof Map<?, ?> map)) {
            return false;
        }
        map.forEach((key, value) -> terms.add(key + "=" + value));
        return map.entrySet().stream().allMatch(pair -> isName(pair.getKey()) && isValue(pair.getValue()));
    }

    private static boolean isName(@Nullable Object name) {
        return name instanceof String text && ANY_NAME.matcher(text).matches();
    }

    private static boolean isValue(@Nullable Object value) {
        return value instanceof String text && ANY_VALUE.matcher(text).matches();
    }

    private static boolean requirements(@Nullable Object expressions, List<String> terms) {
        if (expressions == null) {
            return true;
        }
        return expressions instanceof List<?> list && list.stream().allMatch(entry -> requirement(entry, terms));
    }

    private static boolean requirement(Object entry, List<String> terms) {
        if (!(entry instanceof Map<?, ?> map)
                || !isName(map.get("key"))
                || !List.of("key", "operator", "values").containsAll(map.keySet())) {
            return false;
        }
        List<?> values = map.get("values") instanceof List<?> list ? list : List.of();
        String all =
                "(" + String.join(", ", values.stream().map(String::valueOf).toList()) + ")";
        boolean plain = !values.isEmpty() && values.stream().allMatch(value -> isValue(value) && !"".equals(value));
        String term = switch (String.valueOf(map.get("operator"))) {
            case "In" -> plain ? map.get("key") + " in " + all : "";
            case "NotIn" -> plain ? map.get("key") + " notin " + all : "";
            case "Exists" -> values.isEmpty() ? String.valueOf(map.get("key")) : "";
            case "DoesNotExist" -> values.isEmpty() ? "!" + map.get("key") : "";
            default -> "";
        };
        terms.add(term);
        return !term.isEmpty();
    }

    /** The selector that a line means; a refusal says what is wrong with it. */
    static Map<String, Object> read(String line) {
        Map<String, Object> labels = new LinkedHashMap<>();
        List<Object> expressions = new ArrayList<>();
        for (String term : TERM_END.split(line)) {
            if (!term.isBlank()) {
                term(term.strip(), labels, expressions);
            }
        }
        Map<String, Object> selector = new LinkedHashMap<>();
        if (!labels.isEmpty()) {
            selector.put("matchLabels", labels);
        }
        if (!expressions.isEmpty()) {
            selector.put("matchExpressions", expressions);
        }
        return selector;
    }

    private static void term(String term, Map<String, Object> labels, List<Object> expressions) {
        Matcher pair = PAIR.matcher(term);
        Matcher notPair = NOT_PAIR.matcher(term);
        Matcher set = SET.matcher(term);
        Matcher exists = EXISTS.matcher(term);
        if (pair.matches()) {
            if (labels.putIfAbsent(pair.group(1), pair.group(2)) != null) {
                throw new FormException("The label " + pair.group(1) + " is there twice; write " + pair.group(1)
                        + " in (a, b) for one of several values.");
            }
        } else if (notPair.matches()) {
            expressions.add(requirement(notPair.group(1), "NotIn", List.of(notPair.group(2))));
        } else if (set.matches()) {
            expressions.add(
                    requirement(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values(set.group(3))));
        } else if (exists.matches()) {
            expressions.add(
                    requirement(exists.group(2), exists.group(1).isEmpty() ? "Exists" : "DoesNotExist", List.of()));
        } else {
            throw new FormException("“" + term + "” is no condition on a label; write app=web, tier in (a, b), "
                    + "tier notin (a), canary or !canary.");
        }
    }

    private static List<Object> values(String text) {
        List<Object> values = new ArrayList<>();
        for (String value : text.split(",", -1)) {
            if (value.isBlank() || !isValue(value.strip())) {
                throw new FormException("“" + value.strip() + "” cannot be the value of a label.");
            }
            values.add(value.strip());
        }
        return values;
    }

    private static Map<String, Object> requirement(String key, String operator, List<Object> values) {
        Map<String, Object> requirement = new LinkedHashMap<>();
        requirement.put("key", key);
        requirement.put("operator", operator);
        if (!values.isEmpty()) {
            requirement.put("values", values);
        }
        return requirement;
    }
}
