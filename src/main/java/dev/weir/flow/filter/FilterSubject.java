package dev.weir.flow.filter;

import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a filter is about, as far as its outermost clauses say it plainly. Names are in lower case, as Kubernetes' own are.
 *
 * @param verdict the only one that can match; null when both can
 * @param namespaces of pods; empty when none is named
 * @param pods by name; empty when none is named
 * @param policies by name; empty when none is named
 * @param clauses each with the filter that is left without it
 */
public record FilterSubject(
        @Nullable Verdict verdict,
        Set<String> namespaces,
        Set<String> pods,
        Set<String> policies,
        List<Clause> clauses) {
    private static final Set<RecordField> NAMESPACES =
            Set.of(RecordField.SOURCE_NAMESPACE, RecordField.DESTINATION_NAMESPACE);
    private static final Set<RecordField> PODS = Set.of(RecordField.SOURCE_POD, RecordField.DESTINATION_POD);
    private static final Set<RecordField> POLICIES = Set.of(RecordField.POLICY_NAME, RecordField.ISOLATING_NAME);

    /**
     * A clause.
     *
     * @param without in the filter language; empty = every record
     */
    public record Clause(String text, String without) {}

    static FilterSubject of(Condition condition) {
        List<Condition> parts = condition instanceof Condition.All all ? all.parts() : List.of(condition);
        return new FilterSubject(
                verdict(parts).orElse(null),
                words(parts, NAMESPACES),
                words(parts, PODS),
                words(parts, POLICIES),
                clauses(parts));
    }

    private static Optional<Verdict> verdict(List<Condition> parts) {
        Set<String> words = words(parts, Set.of(RecordField.DISPOSITION));
        if (words.size() != 1) {
            return Optional.empty();
        }
        return switch (words.iterator().next()) {
            case "deny" -> Optional.of(Verdict.DENIED);
            case "allow" -> Optional.of(Verdict.ALLOWED);
            default -> Optional.empty();
        };
    }

    /** The words with which these fields must be equal, from clauses that are about nothing else. */
    private static Set<String> words(List<Condition> parts, Set<RecordField> fields) {
        Set<String> words = new LinkedHashSet<>();
        for (Condition part : parts) {
            List<Condition> alternatives = part instanceof Condition.Any any ? any.parts() : List.of(part);
            if (alternatives.stream().allMatch(one -> isEquality(one, fields))) {
                alternatives.forEach(one -> words.add(((Condition.TextMatch) one).operand()));
            }
        }
        return words;
    }

    private static boolean isEquality(Condition condition, Set<RecordField> fields) {
        return condition instanceof Condition.TextMatch match
                && match.operator() == Condition.TextOperator.EQUALS
                && fields.contains(match.field());
    }

    private static List<Clause> clauses(List<Condition> parts) {
        List<String> texts = new ArrayList<>();
        for (Condition part : parts) {
            texts.add(Sentence.grouped(part));
        }
        return IntStream.range(0, texts.size())
                .mapToObj(left -> new Clause(
                        texts.get(left),
                        IntStream.range(0, texts.size())
                                .filter(index -> index != left)
                                .mapToObj(texts::get)
                                .collect(Collectors.joining(" AND "))))
                .toList();
    }
}
