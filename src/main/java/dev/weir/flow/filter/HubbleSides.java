package dev.weir.flow.filter;

import dev.weir.flow.filter.CommandFlags.Flag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The two conditions that hubble makes of its flags, of which one suffices. A flag about either end, such as {@code --pod}, speaks of the
 * source in the first and of the destination in the second, so {@code --pod web --port 80} means one end that has both.
 */
final class HubbleSides {
    private static final String SOURCE = "src";
    private static final String DESTINATION = "dest";

    private final String text;
    /** Clauses by what they are about: those of one key are alternatives. */
    private final Map<String, List<String>> first = new LinkedHashMap<>();

    private final Map<String, List<String>> second = new LinkedHashMap<>();
    private final List<String> namespaces = new ArrayList<>();
    private final List<String> sourceNamespaces = new ArrayList<>();
    private final List<String> destinationNamespaces = new ArrayList<>();
    private final List<Flag> pods = new ArrayList<>();

    HubbleSides(String text) {
        this.text = text;
    }

    void add(Flag flag) {
        String name = flag.name();
        switch (name) {
            case "namespace" -> namespaces.add(flag.value());
            case "from-namespace" -> sourceNamespaces.add(flag.value());
            case "to-namespace" -> destinationNamespaces.add(flag.value());
            case "all-namespaces" -> namespaces.add("");
            case "from-all-namespaces" -> sourceNamespaces.add("");
            case "to-all-namespaces" -> destinationNamespaces.add("");
            case "pod", "from-pod", "to-pod" -> pods.add(flag);
            default -> addClause(flag, name);
        }
    }

    private void addClause(Flag flag, String name) {
        HubbleClauses clauses = new HubbleClauses(text, flag);
        if (name.startsWith("from-")) {
            both(SOURCE + name.substring(5), clauses.ofSide(name.substring(5), SOURCE));
        } else if (name.startsWith("to-")) {
            both(DESTINATION + name.substring(3), clauses.ofSide(name.substring(3), DESTINATION));
        } else if (HubbleClauses.isOfSide(name)) {
            put(first, SOURCE + name, clauses.ofSide(name, SOURCE));
            put(second, DESTINATION + name, clauses.ofSide(name, DESTINATION));
        } else {
            both(name, clauses.ofConnection(name));
        }
    }

    private void both(String key, String clause) {
        put(first, key, clause);
        put(second, key, clause);
    }

    private static void put(Map<String, List<String>> clauses, String key, String clause) {
        if (!clause.isEmpty()) {
            clauses.computeIfAbsent(key, unused -> new ArrayList<>()).add(clause);
        }
    }

    /** Empty when no flag was given. */
    String filter() {
        pods.forEach(this::placePod);
        placeNamespaces();
        pods.clear();
        String one = conjunction(first);
        String other = conjunction(second);
        if (one.equals(other)) {
            return one;
        }
        // A side without a condition lets everything through.
        return one.isEmpty() || other.isEmpty() ? "" : "((" + one + ") OR (" + other + "))";
    }

    private void placePod(Flag flag) {
        switch (flag.name()) {
            case "from-pod" -> both("src.pod", pod(flag, SOURCE, sourceNamespaces));
            case "to-pod" -> both("dest.pod", pod(flag, DESTINATION, destinationNamespaces));
            default -> {
                put(first, "src.pod", pod(flag, SOURCE, namespaces));
                put(second, "dest.pod", pod(flag, DESTINATION, namespaces));
            }
        }
    }

    /** Namespaces belong to the pods of their side; without any they stand for themselves. */
    private void placeNamespaces() {
        namespaces(first, SOURCE, namespaces);
        namespaces(second, DESTINATION, namespaces);
        for (Map<String, List<String>> side : List.of(first, second)) {
            namespaces(side, SOURCE, sourceNamespaces);
            namespaces(side, DESTINATION, destinationNamespaces);
        }
    }

    private static void namespaces(Map<String, List<String>> clauses, String side, List<String> names) {
        if (names.contains("") || clauses.containsKey(side + ".pod")) {
            return;
        }
        names.forEach(name -> put(clauses, side + ".pod", side + ".namespace=" + Sentence.quoted(name)));
    }

    /** {@code ns/prefix}, {@code ns/}, {@code /prefix}, or a prefix in the namespaces given, else in {@code default}. */
    private String pod(Flag flag, String side, List<String> given) {
        String value = flag.value();
        int slash = value.indexOf('/');
        List<String> names = slash > 0
                ? List.of(value.substring(0, slash))
                : slash == 0 || given.contains("") ? List.of() : given.isEmpty() ? List.of("default") : given;
        String prefix = value.substring(slash + 1);
        List<String> parts = new ArrayList<>();
        if (!names.isEmpty()) {
            parts.add(alternatives(names.stream()
                    .map(name -> side + ".namespace=" + Sentence.quoted(name))
                    .toList()));
        }
        if (!prefix.isEmpty()) {
            parts.add(side + ".pod_name=~" + Sentence.quoted("^" + HubbleClauses.literal(prefix)));
        }
        if (parts.isEmpty()) {
            return side + ".pod_name:*";
        }
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")";
    }

    private static String conjunction(Map<String, List<String>> clauses) {
        return clauses.values().stream().map(HubbleSides::alternatives).collect(Collectors.joining(" AND "));
    }

    private static String alternatives(List<String> clauses) {
        return clauses.size() == 1 ? clauses.getFirst() : "(" + String.join(" OR ", clauses) + ")";
    }
}
