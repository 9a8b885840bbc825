package dev.weir.console;

import dev.weir.console.Parts.Mark;
import dev.weir.pairs.Talker;
import dev.weir.pairs.TalkingPair;
import dev.weir.pairs.TalkingPair.Ends;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        return sources(pairs).size() <= MOST && destinations(pairs).size() <= MOST;
    }

    private static List<Talker> sources(List<TalkingPair> pairs) {
        return sorted(pairs.stream().map(pair -> pair.ends().source()));
    }

    private static List<Talker> destinations(List<TalkingPair> pairs) {
        return sorted(pairs.stream().map(pair -> pair.ends().destination()));
    }

    private static List<Talker> sorted(Stream<Talker> talkers) {
        return talkers.distinct().sorted().toList();
    }

    static FlowsMatrix of(
            List<TalkingPair> pairs, Function<Talker, String> name, Function<TalkingPair, Square> square) {
        Map<Ends, Square> squares = new TreeMap<>(pairs.stream().collect(Collectors.toMap(TalkingPair::ends, square)));
        List<Talker> sources = sources(pairs);
        List<Talker> destinations = destinations(pairs);
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
