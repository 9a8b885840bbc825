package dev.weir.document;

import java.util.ArrayList;
import java.util.List;

/** Where a value stands in an object: names of fields and positions in lists, from the outside in. */
public record FieldPath(List<Step> steps) {
    public static final FieldPath ROOT = new FieldPath(List.of());

    /** One of them. */
    public sealed interface Step {}

    /** The field of that name. */
    public record Field(String name) implements Step {}

    /** The item at that position of a list, from 0. */
    public record Item(int index) implements Step {}

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** Through these fields, one in the other. */
    public static FieldPath of(String... fields) {
        FieldPath path = ROOT;
        for (String field : fields) {
            path = path.field(field);
        }
        return path;
    }

    public FieldPath field(String name) {
        return with(new Field(name));
    }

    public FieldPath item(int index) {
        return with(new Item(index));
    }

    FieldPath with(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    public boolean isRoot() {
        return steps.isEmpty();
    }

    /** Not defined for the root. */
    FieldPath parent() {
        return new FieldPath(steps.subList(0, steps.size() - 1));
    }

    Step last() {
        return steps.getLast();
    }

    /** As the API server writes it: {@code spec.ingress[0].from[1]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Field(String name) ->
                    text.append(text.isEmpty() ? "" : ".").append(name);
                case Item(int index) -> text.append('[').append(index).append(']');
            }
        }
        return text.toString();
    }

    /** As a JSON pointer (RFC 6901): {@code /spec/ingress/0/from/1}. */
    public String pointer() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append('/')
                    .append(
                            switch (step) {
                                case Field(String name) ->
                                    name.replace("~", "~0").replace("/", "~1");
                                case Item(int index) -> Integer.toString(index);
                            });
        }
        return text.toString();
    }
}
