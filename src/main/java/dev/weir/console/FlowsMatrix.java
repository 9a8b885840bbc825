package dev.weir.console;

import dev.weir.console.Parts.Mark;
import dev.weir.pairs.Talker;
import dev.weir.pairs.TalkingPair;
import dev.weir.pairs.TalkingPair.Ends;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who opens connections (down) to whom (across), sorted.
 *
 * @param more ends that did not fit
 */
record FlowsMatrix(List<String> destinations, List<Line> lines, int more) {
    /** Lines and columns at most. */
    static final int MOST = 40;

    record Line(String source, List<Square> squares) {}

    /**
     * A pair; nobody has talked where there is no mark.
     *
     * @param text for those who do not see the table
     */
    record Square(@Nullable Mark mark, String href, String text) {}

    private static final Square EMPTY = new Square(null, "", "");

    static boolean fits(List<TalkingPair> pairs) {
        List<Ends> ends = pairs.stream().map(TalkingPair::ends).toList();
        return ends.stream().map(Ends::source).distinct().count() <= MOST
                && ends.stream().map(Ends::destination).distinct().count() <= MOST;
    }

    private static List<Talker> sorted(Stream<Talker> talkers, Comparator<Talker> order) {
        return talkers.distinct().sorted(order).toList();
    }

    /** @param order of lines and columns; the last ones are left out */
    static FlowsMatrix of(Map<Ends, Square> squares, Comparator<Talker> order, Function<Talker, String> name) {
        List<Talker> sources = sorted(squares.keySet().stream().map(Ends::source), order);
        List<Talker> destinations = sorted(squares.keySet().stream().map(Ends::destination), order);
        List<Talker> across = destinations.stream().limit(MOST).toList();
        List<Line> lines = sources.stream()
                .limit(MOST)
                .map(source -> new Line(
                        name.apply(source),
                        across.stream()
                                .map(destination -> squares.getOrDefault(new Ends(source, destination), EMPTY))
                                .toList()))
                .toList();
        return new FlowsMatrix(
                across.stream().map(name).toList(),
                lines,
                sources.size() - lines.size() + destinations.size() - across.size());
    }
}
