package dev.weir.words;

import dev.weir.document.FieldPath;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.net.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts sentences about a policy beside the lines of its text that they are about. */
public final class WordLines {
    /** For sentences without a text. */
    public static final WordLines NONE = new WordLines(null);

    private static final FieldPath SPEC = FieldPath.of("spec");

    private final @Nullable ObjectDocument document;

    public WordLines(@Nullable ObjectDocument document) {
        this.document = document;
    }

    /**
     * A sentence.
     *
     * @param pointer to the field that it is about (RFC 6901)
     * @param from the first of its lines, from 1; 0 when there are none
     * @param rule which rule it is about, such as {@code ingress/0}; empty when none
     */
    public record Sentence(String text, String pointer, int from, int to, String rule) {
        Sentence(String text, FieldPath about, int from, int to) {
            this(text, about.pointer(), from, to, "");
        }

        public static String rule(Direction direction, int index) {
            return direction.label() + "/" + index;
        }

        public boolean hasLines() {
            return from > 0;
        }

        public boolean isOneLine() {
            return from == to;
        }
    }

    Sentence ofSelector(String text) {
        return of(text, SPEC.field("podSelector"), SPEC);
    }

    Sentence ofRule(Direction direction, int index, String text) {
        Sentence sentence = of(text, SPEC.field(direction.label()).item(index));
        return new Sentence(text, sentence.pointer(), sentence.from(), sentence.to(), Sentence.rule(direction, index));
    }

    Sentence ofNoRules(Direction direction, String text) {
        return of(text, SPEC.field(direction.label()), SPEC.field("policyTypes"), SPEC);
    }

    Sentence ofTypes(String text) {
        return of(text, SPEC.field("policyTypes"), SPEC);
    }

    Sentence ofSpec(String text) {
        return of(text, SPEC);
    }

    /** Beside the first of these that is there. */
    private Sentence of(String text, FieldPath... paths) {
        ObjectDocument there = document;
        if (there == null) {
            return new Sentence(text, paths[0], 0, 0);
        }
        return Arrays.stream(paths)
                .<Sentence>mapMulti((path, found) -> {
                    Position extent = there.extent(path);
                    if (extent != null) {
                        found.accept(new Sentence(text, path, extent.line(), extent.endLine()));
                    }
                })
                .findFirst()
                .orElseGet(() -> new Sentence(text, paths[0], 0, 0));
    }
}
