package dev.weir.console;

import dev.weir.console.FlowsView.Form;
import dev.weir.console.FlowsView.View;
import dev.weir.console.LogsView.Option;
import dev.weir.console.LogsView.QueryError;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Blank.Reason;
import dev.weir.console.Parts.Link;
import dev.weir.console.TimeBar.Times;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairDrawing;
import dev.weir.pairs.PairFinder;
import dev.weir.pairs.PairQuestion;
import dev.weir.pairs.PairQuestion.Order;
import dev.weir.pairs.PairQuestion.Scope;
import dev.weir.pairs.PairQuestion.Show;
import dev.weir.pairs.Pairs;
import dev.weir.visible.VisibleCounts;
import dev.weir.why.CoverageExplainer;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers the Flows page: rows first, and the map or the matrix of exactly these rows. */
@Component
final class FlowsPage {
    private final PairFinder finder;
    private final CoverageExplainer coverage;
    private final VisibleCounts counts;
    private final ClusterThen past;
    private final Texts texts;

    FlowsPage(PairFinder finder, CoverageExplainer coverage, VisibleCounts counts, ClusterThen past, Texts texts) {
        this.finder = finder;
        this.coverage = coverage;
        this.counts = counts;
        this.past = past;
        this.texts = texts;
    }

    FlowsView view(FlowsQuery query) {
        try {
            Times times = past.read(query.times());
            TimeRange range = LogsQuery.range(times.from(), times.to(), texts.now());
            FlowsQuery read = query.during(times);
            PairQuestion question = read.question(range, past.at(times.at()));
            return answer(read, question, found(read, question));
        } catch (ClusterThen.NotKept notKept) {
            return failed(
                    query, new QueryError(texts.of("freeze.not-kept"), String.valueOf(notKept.getMessage()), null));
        } catch (DateTimeException wrong) {
            return failed(query, "logs.error.time");
        } catch (RecordStoreException.Busy busy) {
            return failed(query, "logs.error.busy");
        } catch (RecordStoreException.TooMuch tooMuch) {
            return failed(query, "logs.error.too-much");
        }
    }

    private Pairs found(FlowsQuery query, PairQuestion question) {
        return switch (query.view()) {
            case "map" -> finder.few(question, query.rowsOfPicture(), PairDrawing.MOST_PAIRS);
            case "matrix" -> finder.fitting(question, query.rowsOfPicture(), FlowsMatrix::fits);
            default -> finder.find(question, query.rows());
        };
    }

    private FlowsView answer(FlowsQuery query, PairQuestion question, Pairs found) {
        FlowsWords words = new FlowsWords(query, texts);
        RecordFilter filter = question.recordFilter();
        boolean none = found.pairs().isEmpty();
        boolean map = query.view().equals("map") && !none;
        FlowsMatrix matrix = query.view().equals("matrix") && !none
                ? FlowsMatrix.of(words.squares(found.pairs()), Comparator.naturalOrder(), words::name)
                : null;
        return new FlowsView(
                query,
                form(query),
                null,
                TimeBar.ofPairs(
                        query.times(),
                        question.range(),
                        times -> query.during(times).href("/flows"),
                        texts),
                texts.of("flows.count", found.pairs().size()),
                notes(query, found, matrix),
                matrix == null ? found.pairs().stream().map(words::row).toList() : List.of(),
                map ? PairDrawing.draw(found.pairs(), words) : null,
                matrix,
                none ? List.of() : missing(query, filter, question.range()),
                none ? blank(query, filter, question.range()) : null,
                curl(query, found));
    }

    private FlowsView failed(FlowsQuery query, String key) {
        return failed(query, new QueryError(texts.of(key), texts.of(key + ".remedy"), null));
    }

    private FlowsView failed(FlowsQuery query, QueryError error) {
        return new FlowsView(
                query, form(query), error, null, "", List.of(), List.of(), null, null, List.of(), null, "");
    }

    private List<String> notes(FlowsQuery query, Pairs found, @Nullable FlowsMatrix matrix) {
        List<String> notes = new ArrayList<>();
        if (found.scope() != query.wanted().scope()) {
            notes.add(texts.of("flows.collapsed." + query.view()));
        }
        if (found.more() > 0) {
            notes.add(texts.of("flows.more-pairs", found.more()));
        }
        if (matrix != null && matrix.more() > 0) {
            notes.add(texts.of("flows.more-ends", matrix.more()));
        }
        if (found.bounded()) {
            notes.add(texts.of("flows.bounded"));
        }
        return notes;
    }

    private List<String> missing(FlowsQuery query, RecordFilter filter, TimeRange range) {
        Stream<String> records =
                coverage.missing(filter, range).causes().stream().map(cause -> cause.sentence() + " " + cause.remedy());
        String counted = query.isFrozen() ? null : CountWords.missing(counts.missing(), texts);
        return Stream.concat(records, Stream.ofNullable(counted)).toList();
    }

    private Blank blank(FlowsQuery query, RecordFilter filter, TimeRange range) {
        if (query.wanted().show() != Show.ALL) {
            Link all = new Link(query.with(query.wanted().with(Show.ALL)).href("/flows"), texts.of("flows.none.all"));
            return new Blank(texts.of("flows.none.shown"), null, List.of(), all);
        }
        List<Reason> reasons = new ArrayList<>(coverage.explain(filter, range).causes().stream()
                .map(cause -> new Reason(cause.sentence() + " " + cause.remedy(), null, cause.command()))
                .toList());
        if (reasons.isEmpty()) {
            Link wider =
                    new Link(query.during(new Times("24h", "", "")).href("/flows"), texts.of("blank.window.widen"));
            reasons.add(new Reason(texts.of("blank.window"), wider, null));
        }
        return new Blank(texts.of("flows.none"), null, reasons, null);
    }

    /** The API takes the same words. */
    private String curl(FlowsQuery query, Pairs found) {
        String path = query.view().equals("map") ? "/api/v1/flows/edges/graph.svg" : "/api/v1/flows/edges";
        String address = new FlowsQuery(
                        query.ns(), query.times(), query.wanted().with(found.scope()), query.limit(), "")
                .href(path);
        return texts.of("flows.curl", address);
    }

    private Form form(FlowsQuery query) {
        return new Form(
                FlowsQuery.VIEWS.stream()
                        .map(view -> new View(
                                query.as(view).href("/flows"),
                                texts.of("flows.view." + view),
                                view.equals(query.view())))
                        .toList(),
                LogsView.windows(query.from(), query.to(), texts),
                LogsView.isCustom(query.from(), query.to()),
                options("flows.scope.", query.wanted().scope(), Scope.values()),
                options("flows.show.", query.wanted().show(), Show.values()),
                options("flows.order.", query.wanted().order(), Order.values()));
    }

    private <E extends Enum<E>> List<Option> options(String key, E current, E[] choices) {
        return Stream.of(choices)
                .map(choice ->
                        new Option(FlowsQuery.word(choice), texts.of(key + FlowsQuery.word(choice)), choice == current))
                .toList();
    }
}
