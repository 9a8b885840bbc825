package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.console.TimeBar.Times;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairQuestion;
import dev.weir.pairs.PairQuestion.Order;
import dev.weir.pairs.PairQuestion.Scope;
import dev.weir.pairs.PairQuestion.Show;
import dev.weir.pairs.PairQuestion.Wanted;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the address of the Flows page says; words that mean nothing mean the default.
 *
 * @param ns namespaces, separated by commas; empty = all
 * @param view {@code table}, {@code map} or {@code matrix}
 */
record FlowsQuery(String ns, Times times, Wanted wanted, String limit, String view) {
    static final List<String> VIEWS = List.of("table", "map", "matrix");
    private static final int DEFAULT_ROWS = 60;
    private static final int MOST_ROWS = 1000;

    FlowsQuery {
        ns = ns.strip();
        limit = limit.matches("[1-9][0-9]{0,2}|1000") ? limit : "";
        view = VIEWS.contains(view) ? view : VIEWS.getFirst();
    }

    static Wanted wanted(String scope, String show, String order) {
        return new Wanted(chosen(scope, Scope.values()), chosen(show, Show.values()), chosen(order, Order.values()));
    }

    /** The first one unless another is named. */
    private static <E extends Enum<E>> E chosen(String word, E[] choices) {
        return Stream.of(choices)
                .filter(choice -> word(choice).equals(word))
                .findFirst()
                .orElse(choices[0]);
    }

    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What an address need not say is left out. */
    private static String unlessFirst(Enum<?> choice) {
        return choice.ordinal() == 0 ? "" : word(choice);
    }

    FlowsQuery as(String otherView) {
        return new FlowsQuery(ns, times, wanted, limit, otherView);
    }

    FlowsQuery about(String namespace) {
        return new FlowsQuery(namespace, times, wanted.with(Scope.WORKLOAD), limit, view);
    }

    FlowsQuery with(Wanted other) {
        return new FlowsQuery(ns, times, other, limit, view);
    }

    FlowsQuery during(Times other) {
        return new FlowsQuery(ns, other, wanted, limit, view);
    }

    /** Whether it asks for what does not change any more. Public, because a template calls it. */
    public boolean isFrozen() {
        return !times.at().isEmpty();
    }

    public String from() {
        return times.from();
    }

    public String to() {
        return times.to();
    }

    public String at() {
        return times.at();
    }

    int rows() {
        return limit.isEmpty() ? DEFAULT_ROWS : Integer.parseInt(limit);
    }

    /** As many as a picture would need to know that there are too many. */
    int rowsOfPicture() {
        return limit.isEmpty() ? MOST_ROWS : Integer.parseInt(limit);
    }

    PairQuestion question(TimeRange range, @Nullable ClusterSnapshot asOf) {
        return new PairQuestion(List.of(ns.split(",")), "", range, wanted, asOf);
    }

    String href(String path) {
        return LogsAddress.of(
                path,
                new String[] {"ns", ns},
                new String[] {"from", from().equals(LogsQuery.DEFAULT_WINDOW) ? "" : from()},
                new String[] {"to", to()},
                new String[] {"at", at()},
                new String[] {"scope", unlessFirst(wanted.scope())},
                new String[] {"show", unlessFirst(wanted.show())},
                new String[] {"order", unlessFirst(wanted.order())},
                new String[] {"limit", limit},
                new String[] {"view", view.equals(VIEWS.getFirst()) ? "" : view});
    }

    /** The records of the same time that a filter finds. */
    String logs(String filter) {
        return LogsAddress.of(
                "/logs", new String[] {"q", filter}, new String[] {"from", from()}, new String[] {"to", to()});
    }
}
