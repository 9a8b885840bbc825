package dev.weir.console;

import dev.weir.console.FlowsMatrix.Square;
import dev.weir.console.FlowsView.Cell;
import dev.weir.console.FlowsView.Row;
import dev.weir.console.Parts.Mark;
import dev.weir.pairs.PairDrawing;
import dev.weir.pairs.Talker;
import dev.weir.pairs.TalkingPair;
import dev.weir.pairs.TalkingPair.Counted;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Novelty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How pairs are called and what is said of them, in rows, squares and on the map alike. */
record FlowsWords(FlowsQuery query, Texts texts) implements PairDrawing.Words {
    private static final int PORTS = 4;

    Row row(TalkingPair pair) {
        return new Row(
                name(pair.ends().source()),
                name(pair.ends().destination()),
                ports(pair),
                allowed(pair),
                denied(pair),
                wouldDeny(pair),
                guard(pair),
                pair.guard().policies().stream().map(PolicyView::link).toList(),
                pair.novelty() == Novelty.NEW ? Mark.warning(texts.of("flows.new")) : null,
                firstSeen(pair),
                age(pair.seen().last()),
                href(pair));
    }

    private String ports(TalkingPair pair) {
        int more = pair.recorded().ports().size() - PORTS;
        String some = pair.recorded().ports().stream()
                .limit(PORTS)
                .map(TalkingPair.Port::toString)
                .collect(Collectors.joining(", "));
        if (some.isEmpty()) {
            return texts.of("none");
        }
        return more > 0 ? texts.of("flows.more-ports", some, more) : some;
    }

    private Cell allowed(TalkingPair pair) {
        Counted counted = pair.counted();
        return new Cell(
                pair.seen().allowed() ? Mark.good(texts.of("verdict.allow")) : null,
                texts.number(pair.recorded().sides().allowed()),
                counted(
                        pair.recorded().sides().allowed(),
                        counted == null ? 0 : counted.sides().allowed(),
                        counted));
    }

    private Cell denied(TalkingPair pair) {
        Counted counted = pair.counted();
        return new Cell(
                pair.seen().denied() ? Mark.bad(texts.of("verdict.deny")) : null,
                texts.number(pair.recorded().sides().denied()),
                counted(
                        pair.recorded().sides().denied(),
                        counted == null ? 0 : counted.sides().denied(),
                        counted));
    }

    private @Nullable Mark wouldDeny(TalkingPair pair) {
        return pair.seen().wouldDeny() ? Mark.warning(texts.of("flows.would-deny")) : null;
    }

    /** Nothing beside nothing needs no saying. */
    private @Nullable String counted(long recorded, long number, @Nullable Counted counted) {
        return counted == null || (recorded == 0 && number == 0)
                ? null
                : texts.of("flows.counted", number, texts.dayAndTime(counted.since()));
    }

    private Mark guard(TalkingPair pair) {
        return switch (pair.guard().state()) {
            case GUARDED -> Mark.good(texts.of("flows.guarded"));
            case UNGUARDED -> Mark.warning(texts.of("flows.unguarded"));
            case UNKNOWN -> Mark.quiet(texts.of("flows.guard-unknown"));
        };
    }

    private String firstSeen(TalkingPair pair) {
        if (pair.novelty() == Novelty.SEEN_BEFORE) {
            return texts.of("flows.before");
        }
        Instant first = pair.recorded().first();
        return first == null ? "" : texts.of("flows.first", age(first));
    }

    private String age(@Nullable Instant time) {
        if (time == null) {
            return texts.of("none");
        }
        return query.isFrozen() ? texts.dayAndTime(time) : texts.age(time);
    }

    Map<Ends, Square> squares(List<TalkingPair> pairs) {
        return pairs.stream().collect(Collectors.toMap(TalkingPair::ends, this::square));
    }

    private Square square(TalkingPair pair) {
        boolean allowed = pair.seen().allowed();
        boolean denied = pair.seen().denied();
        Mark wouldDeny = wouldDeny(pair);
        if (!allowed) {
            return new Square(Mark.bad(texts.of("verdict.deny")), href(pair), title(pair));
        }
        Mark mark = denied
                ? Mark.warning(texts.of("flows.both"))
                : wouldDeny != null ? wouldDeny : Mark.good(texts.of("verdict.allow"));
        return new Square(mark, href(pair), title(pair));
    }

    @Override
    public String title() {
        return texts.of("flows.map.title");
    }

    @Override
    public String name(Talker talker) {
        return name(talker, texts);
    }

    static String name(Talker talker, Texts texts) {
        return switch (talker.kind()) {
            case NAMESPACE -> talker.namespace();
            case WORKLOAD -> talker.namespace() + "/" + talker.name();
            case NODE -> texts.of("end.node", talker.name());
            case OUTSIDE -> texts.of("end.outside");
            case HIDDEN -> texts.of("end.hidden");
        };
    }

    @Override
    public String title(TalkingPair pair) {
        String sentence = texts.of(
                "flows.pair.title",
                name(pair.ends().source()),
                name(pair.ends().destination()),
                ports(pair),
                pair.recorded().sides().allowed(),
                pair.recorded().sides().denied(),
                guard(pair).text());
        Mark wouldDeny = wouldDeny(pair);
        return wouldDeny == null ? sentence : sentence + "; " + wouldDeny.text();
    }

    /** A namespace leads to its own map, anything else to its records. */
    @Override
    public String href(Talker talker) {
        return talker.kind() == Talker.Kind.NAMESPACE
                ? query.about(talker.namespace()).href("/flows")
                : query.logs("(" + talker.clause("src") + ") OR (" + talker.clause("dest") + ")");
    }

    @Override
    public String href(TalkingPair pair) {
        return query.logs(pair.filter());
    }
}
