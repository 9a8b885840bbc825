package dev.weir.console;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.console.LogsView.Exports;
import dev.weir.console.LogsView.Languages;
import dev.weir.console.LogsView.Modes;
import dev.weir.console.LogsView.Opened;
import dev.weir.console.LogsView.QueryError;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Blank.Reason;
import dev.weir.console.Parts.Link;
import dev.weir.console.RecordRow.RecordWriter;
import dev.weir.console.TimeBar.Times;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordTree;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.filter.Translation;
import dev.weir.flow.store.BothEnds;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.TimeRange;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.RecordCoverage.Cause;
import dev.weir.why.RecordExplainer;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers a query of the Logs page: rows, histogram, and when there are none, why. */
@Component
final class LogsPage {
    private static final int ROWS = 100;
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final RecordReader records;
    private final RecordExplainer explainer;
    private final CoverageExplainer coverage;
    private final RecordWriter writer;
    private final JsonMapper json;
    private final Texts texts;

    LogsPage(
            RecordReader records,
            RecordExplainer explainer,
            CoverageExplainer coverage,
            RecordWriter writer,
            JsonMapper json,
            Texts texts) {
        this.records = records;
        this.explainer = explainer;
        this.coverage = coverage;
        this.writer = writer;
        this.json = json;
        this.texts = texts;
    }

    LogsView view(LogsQuery asked) {
        LogsQuery query = asked;
        try {
            query = asked.translated();
            RecordFilter filter = query.filter();
            Languages languages = languages(asked, query, filter);
            return query.live()
                    ? live(query, filter, languages)
                    : history(query, filter, languages, query.range(texts.now()));
        } catch (FilterSyntaxException wrong) {
            String position = texts.of("logs.error.position", wrong.line(), wrong.column());
            return failed(query, new QueryError(wrong.problem(), wrong.remedy(), position));
        } catch (DateTimeException wrong) {
            return failed(query, error("logs.error.time"));
        } catch (RecordStoreException.WrongToken outdated) {
            return failed(query, error("logs.error.token"));
        } catch (RecordStoreException.Busy busy) {
            return failed(query, error("logs.error.busy"));
        } catch (RecordStoreException.TooMuch tooMuch) {
            return failed(query, error("logs.error.too-much"));
        }
    }

    private QueryError error(String key) {
        return new QueryError(texts.of(key), texts.of(key + ".remedy"), null);
    }

    private LogsView failed(LogsQuery query, QueryError error) {
        return new LogsView(
                query,
                LogsView.form(query, texts),
                error,
                null,
                null,
                null,
                null,
                List.of(),
                GapRow.Placed.NONE,
                null,
                "",
                null,
                null,
                modes(query),
                exports(query),
                null,
                null,
                List.of());
    }

    private LogsView live(LogsQuery query, RecordFilter filter, Languages languages) {
        return new LogsView(
                query,
                LogsView.form(query, texts),
                null,
                null,
                readsAs(filter),
                languages,
                null,
                List.of(),
                GapRow.Placed.NONE,
                null,
                "",
                null,
                null,
                modes(query),
                exports(query),
                blank(query, filter),
                query.href("/logs/tail"),
                List.of());
    }

    private LogsView history(LogsQuery query, RecordFilter filter, Languages languages, TimeRange range) {
        RecordQuery question = RecordQuery.newest(filter, range, ROWS).continuedBy(query.page());
        RecordPage page = records.query(question);
        // Older pages belong to this range, so from here on its end stands still.
        LogsQuery fixed = query.at(range);
        Duration step = Histogram.step(range);
        boolean none = page.records().isEmpty();
        List<RecordRow> rows = rows(page, question, fixed.onPage(query.page()));
        return new LogsView(
                query,
                LogsView.form(query, texts),
                null,
                TimeBar.ofRecords(
                        new Times(query.from(), query.to(), ""),
                        range,
                        times -> query.at(times).href("/logs"),
                        texts),
                readsAs(filter),
                languages,
                none
                        ? null
                        : Histogram.of(
                                records.histogram(filter, range, step),
                                coverage.withheld(filter, range, step),
                                step,
                                query,
                                texts),
                rows,
                none
                        ? GapRow.Placed.NONE
                        : GapRow.Placed.among(
                                rows,
                                coverage.gaps(question),
                                page.continueToken().isEmpty(),
                                texts),
                opened(query, page),
                texts.of("logs.count", page.records().size()),
                page.continueToken().isEmpty()
                        ? null
                        : fixed.onPage(page.continueToken()).href("/logs"),
                query.page().isEmpty() ? null : query.onPage("").href("/logs"),
                modes(query),
                exports(fixed),
                none ? blank(query, filter) : null,
                null,
                none ? List.of() : missing(query, filter, range));
    }

    private List<Reason> missing(LogsQuery query, RecordFilter filter, TimeRange range) {
        return coverage.missing(filter, range).causes().stream()
                .map(cause -> new Reason(texts.inReadersZone(cause.sentence()), remedy(cause, query), null))
                .toList();
    }

    private static Languages languages(LogsQuery asked, LogsQuery query, RecordFilter filter) {
        String from = query.from().isBlank() ? LogsQuery.DEFAULT_WINDOW : query.from();
        Translation other = filter.translation(from.matches("\\d.*[smhdw]") ? "-" + from : from, query.to());
        return new Languages(
                asked.q().equals(query.q()) ? null : asked.q(),
                other.gcloud(),
                other.hubble(),
                other.hubbleRefusal(),
                other.curl());
    }

    private List<RecordRow> rows(RecordPage page, RecordQuery question, LogsQuery here) {
        Function<StoredRecord, String> address =
                stored -> here.opening(stored.id()).href("/logs");
        Stream<RecordRow> rows = here.join()
                ? new BothEnds(records).join(page, question).stream().map(joined -> writer.row(joined, address))
                : page.records().stream().map(stored -> writer.row(stored, address));
        return rows.toList();
    }

    private @Nullable String readsAs(RecordFilter filter) {
        return filter.text().isBlank() ? null : filter.readsAs();
    }

    private @Nullable Opened opened(LogsQuery query, RecordPage page) {
        return page.records().stream()
                .filter(stored -> stored.id().equals(query.open()))
                .findFirst()
                .map(stored -> opened(query, stored))
                .orElse(null);
    }

    private Opened opened(LogsQuery query, StoredRecord stored) {
        FlowRecord.Connection connection = stored.record().connection();
        String source = "src_ip=\"" + connection.source() + "\"";
        String destination = "dest_ip=\"" + connection.destination() + "\"";
        String port = connection.destinationPort() == 0 ? "" : " AND dest_port=" + connection.destinationPort();
        String pair = source + " AND " + destination + port;
        String before = query.text().isBlank() ? "" : "(" + query.text() + "\n) AND ";
        LogsQuery day = query.withFilter("");
        return new Opened(
                stored.id(),
                WhyView.of(explainer.explain(stored), texts),
                json.writerWithDefaultPrettyPrinter().writeValueAsString(RecordTree.of(stored)),
                List.of(
                        new Link(day.withFilter(pair).href("/logs"), texts.of("record.only-pair")),
                        new Link(
                                day.withFilter(before + "NOT (" + pair + ")").href("/logs"),
                                texts.of("record.not-pair")),
                        new Link(
                                day.withFilter("disposition=\""
                                                + RecordWords.disposition(
                                                        stored.record().verdict())
                                                + "\" AND " + destination + port)
                                        .href("/logs"),
                                texts.of("record.same-destination"))),
                LogsAddress.page(stored),
                query.opening("").href("/logs"));
    }

    private static Modes modes(LogsQuery query) {
        return new Modes(query.live(false).href("/logs"), query.live(true).href("/logs"));
    }

    private static Exports exports(LogsQuery query) {
        return new Exports(export(query, "csv"), export(query, "ndjson"));
    }

    private static String export(LogsQuery query, String format) {
        return LogsAddress.of(
                "/logs/export",
                new String[] {"format", format},
                new String[] {"q", query.text()},
                new String[] {"from", query.from()},
                new String[] {"to", query.to()});
    }

    /** Why there is nothing to see: the commonest first experience of anybody who looks at policy logs. */
    private Blank blank(LogsQuery query, RecordFilter filter) {
        TimeRange range = query.live() ? TimeRange.before(texts.now(), RECENT) : query.range(texts.now());
        List<Reason> reasons = new ArrayList<>();
        for (Cause cause : coverage.explain(filter, range).causes()) {
            reasons.add(new Reason(
                    texts.inReadersZone(cause.sentence()) + " " + cause.remedy(),
                    remedy(cause, query),
                    cause.command()));
        }
        if (!query.live() && reasons.isEmpty()) {
            reasons.add(new Reason(
                    texts.of("blank.window"),
                    new Link(query.during("24h").href("/logs"), texts.of("blank.window.widen")),
                    null));
        }
        return new Blank(texts.of(query.live() ? "blank.live" : "blank.none"), null, reasons, null);
    }

    private @Nullable Link remedy(Cause cause, LogsQuery query) {
        ObjectRef object = cause.object();
        return switch (cause.kind()) {
            case SWITCH_OFF -> new Link("/logging", texts.of("blank.logging"));
            case NOT_ANNOTATED -> new Link("/logging", texts.of("blank.logging"));
            case NO_POLICY ->
                new Link(
                        object == null || (object.namespace().isEmpty() && object.kind() != ObjectKind.NAMESPACE)
                                ? "/policies/new"
                                : PolicyAddress.create(
                                        object.namespace().isEmpty() ? object.name() : object.namespace()),
                        texts.of("blank.write-policy"));
            case DAEMON_AWAY, LOST, WITHHELD -> new Link(nodeAddress(object), texts.of("blank.node"));
            case BEYOND_RETENTION ->
                new Link(query.during(LogsQuery.DEFAULT_WINDOW).href("/logs"), texts.of("blank.recent"));
            case FILTERED ->
                new Link(
                        query.withFilter(String.valueOf(cause.filter())).href("/logs"),
                        texts.of("blank.filter.remove"));
            case NO_PERMISSION -> null;
        };
    }

    private static String nodeAddress(@Nullable ObjectRef node) {
        return node == null ? "/nodes" : LogsAddress.node(node.name());
    }
}
