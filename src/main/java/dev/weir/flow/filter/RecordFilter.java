package dev.weir.flow.filter;

import dev.weir.flow.StoredRecord;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which records: a filter in the language of {@code docs/design/flow-log.md}, parsed. Immutable. */
public final class RecordFilter {
    /** The limit of the Cloud Logging query language. */
    public static final int MAX_LENGTH = 20_000;

    public static final RecordFilter ALL = parse("");

    /** What all records of a pair and verdict have in common. Names are not: a pod without a workload may be called like one. */
    private static final Set<RecordField> OF_PAIRS =
            Set.of(RecordField.DISPOSITION, RecordField.SOURCE_NAMESPACE, RecordField.DESTINATION_NAMESPACE);

    private final String text;
    private final Condition condition;

    private RecordFilter(String text, Condition condition) {
        this.text = text;
        this.condition = condition;
    }

    /** Reads a filter; throws {@link FilterSyntaxException}. An empty one matches every record. */
    public static RecordFilter parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw tooLong(text);
        }
        return new RecordFilter(text, Parser.parse(text));
    }

    static FilterSyntaxException tooLong(String text) {
        return new FilterSyntaxException(
                text,
                MAX_LENGTH,
                "The filter has " + text.length() + " characters.",
                "At most " + MAX_LENGTH + " are read; make it shorter.");
    }

    /** Both must hold. */
    public RecordFilter and(RecordFilter other) {
        if (text.isBlank()) {
            return other;
        }
        return other.text.isBlank() ? this : parse("(" + text + "\n) AND (" + other.text + "\n)");
    }

    /**
     * The same question of a reader who may see these namespaces only: records with an end there, and of the other end what {@link
     * dev.weir.flow.FlowRecord#seenFrom} leaves.
     */
    public RecordFilter seenFrom(Collection<String> namespaces) {
        Condition seen = Blinkers.put(condition, namespaces);
        return new RecordFilter(Sentence.of(seen), seen);
    }

    /** The column that holds the values of a field, by any of its names; empty when there is none or when it means two. */
    public static Optional<FilterField> field(String name) {
        return FieldNames.resolve(name)
                .filter(target -> target.fields().size() == 1)
                .map(target -> new FilterField(target.fields().getFirst()));
    }

    public boolean matches(StoredRecord stored) {
        return Predicates.test(condition, stored);
    }

    public SqlCondition toSql() {
        return SqlWriter.write(condition);
    }

    /** Whether it holds for all records of a pair and verdict or for none, so that counts of pairs answer it. */
    public boolean isOfPairs() {
        return ReadFields.of(condition).allMatch(OF_PAIRS::contains);
    }

    /** As a query of OpenSearch: a tree of JSON. The words are asked when the filter has regular expressions. */
    public Map<String, Object> toSearch(FieldWords words) {
        return SearchWriter.write(condition, words);
    }

    /** How the filter was understood: full paths, and parentheses around every group. */
    public String readsAs() {
        return Sentence.of(condition);
    }

    /** The time that it names itself. */
    FilterSpan span() {
        return FilterSpan.of(condition);
    }

    /** What it is about. */
    public FilterSubject subject() {
        return FilterSubject.of(condition);
    }

    /** The same question for others: Cloud Logging, hubble and curl. */
    public Translation translation(String from, String to) {
        return Translation.of(this, condition, from, to);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordFilter filter && filter.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return readsAs();
    }
}
