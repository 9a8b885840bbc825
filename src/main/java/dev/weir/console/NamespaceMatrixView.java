package dev.weir.console;

import dev.weir.console.FlowsMatrix.Square;
import dev.weir.console.Parts.Mark;
import dev.weir.pairs.NamespaceMatrix;
import dev.weir.pairs.Talker;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Seen;
import dev.weir.reach.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who of a namespace may open connections to whom, and who did.
 *
 * @param matrix null when nobody may and nobody did
 * @param legend what the words in it mean, and of which time
 * @param notes what is not in it
 */
record NamespaceMatrixView(
        TimeBar time, String flowsHref, @Nullable FlowsMatrix matrix, String legend, List<String> notes) {

    static NamespaceMatrixView of(NamespaceMatrix found, NamespaceTime time, Texts texts) {
        Words words = new Words(found.namespace(), time, texts);
        Map<Ends, Square> squares = new TreeMap<>(
                found.squares().stream().collect(Collectors.toMap(NamespaceMatrix.Square::ends, words::square)));
        FlowsMatrix matrix = FlowsMatrix.of(squares, found.order(), words::name);
        List<String> notes = new ArrayList<>();
        if (matrix.more() > 0) {
            notes.add(texts.of("flows.more-ends", matrix.more()));
        }
        if (found.more() > 0) {
            notes.add(texts.of("matrix.more", found.more()));
        }
        return new NamespaceMatrixView(
                time.bar(),
                time.on("/flows", new String[] {"ns", found.namespace()}, new String[] {"view", "matrix"}),
                squares.isEmpty() ? null : matrix,
                texts.of("matrix.legend", time.words()),
                notes);
    }

    private record Words(String namespace, NamespaceTime time, Texts texts) {
        private static final int PORTS = 4;

        String name(Talker talker) {
            return talker.kind() == Talker.Kind.WORKLOAD && talker.namespace().equals(namespace)
                    ? talker.name()
                    : FlowsWords.name(talker, texts);
        }

        Square square(NamespaceMatrix.Square square) {
            Ends ends = square.ends();
            Mark mark = mark(square);
            String text = texts.of(
                    "matrix.square", name(ends.source()), name(ends.destination()), ports(square.may()), mark.text());
            return new Square(mark, href(ends), text);
        }

        private Mark mark(NamespaceMatrix.Square square) {
            Seen seen = square.seen();
            if (seen == null) {
                return Mark.quiet(texts.of("matrix.may"));
            }
            if (!seen.allowed()) {
                return Mark.bad(texts.of("verdict.deny"));
            }
            if (square.isPast()) {
                return Mark.warning(texts.of("matrix.past"));
            }
            if (seen.denied()) {
                return Mark.warning(texts.of("flows.both"));
            }
            return seen.wouldDeny() ? Mark.warning(texts.of("flows.would-deny")) : Mark.good(texts.of("verdict.allow"));
        }

        private String ports(@Nullable Ports may) {
            if (may == null) {
                return texts.of("matrix.unknown");
            }
            List<String> words = may.words();
            if (words.isEmpty()) {
                return texts.of("matrix.nothing");
            }
            String some = words.stream().limit(PORTS).collect(Collectors.joining(", "));
            return words.size() > PORTS ? texts.of("flows.more-ports", some, words.size() - PORTS) : some;
        }

        /** Both verdicts and their reasons; of what has no page there, the records. */
        private String href(Ends ends) {
            String to = pattern(ends.destination());
            if (to.isEmpty() || pattern(ends.source()).isEmpty()) {
                return time.records(ends.source().clause("src") + " AND "
                        + ends.destination().clause("dest"));
            }
            return LogsAddress.of(
                    "/reach", new String[] {"to", to}, new String[] {"from", pattern(ends.source())}, new String[] {
                        "at", time.times().at()
                    });
        }

        private static String pattern(Talker talker) {
            return switch (talker.kind()) {
                case NAMESPACE -> talker.namespace();
                case WORKLOAD -> talker.namespace() + "/" + talker.name();
                case NODE, OUTSIDE, HIDDEN -> "";
            };
        }
    }
}
