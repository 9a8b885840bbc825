package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Namespace;
import dev.weir.console.LogsView.Exports;
import dev.weir.console.LogsView.Modes;
import dev.weir.console.LogsView.Opened;
import dev.weir.console.LogsView.QueryError;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Blank.Reason;
import dev.weir.console.Parts.Link;
import dev.weir.console.RecordRow.RecordWriter;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordTree;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers a query of the Logs page: rows, histogram, and when there are none, why. */
@Component
final class LogsPage {
    private static final int ROWS = 100;

    private final ClusterState cluster;
    private final RecordStore records;
    private final RecordWriter writer;
    private final JsonMapper json;
    private final Texts texts;

    LogsPage(ClusterState cluster, RecordStore records, RecordWriter writer, JsonMapper json, Texts texts) {
        this.cluster = cluster;
        this.records = records;
        this.writer = writer;
        this.json = json;
        this.texts = texts;
    }

    LogsView view(LogsQuery query) {
        try {
            RecordFilter filter = query.filter();
            return query.live() ? live(query, filter) : history(query, filter, query.range(texts.now()));
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
                List.of(),
                null,
                "",
                null,
                null,
                modes(query),
                exports(query),
                null,
                null);
    }

    private LogsView live(LogsQuery query, RecordFilter filter) {
        return new LogsView(
                query,
                LogsView.form(query, texts),
                null,
                readsAs(filter),
                null,
                List.of(),
                null,
                "",
                null,
                null,
                modes(query),
                exports(query),
                blank(query, filter),
                query.href("/logs/tail"));
    }

    private LogsView history(LogsQuery query, RecordFilter filter, TimeRange range) {
        RecordPage page = records.query(RecordQuery.newest(filter, range, ROWS).continuedBy(query.page()));
        // Older pages belong to this range, so from here on its end stands still.
        LogsQuery fixed = query.at(range);
        Duration step = Histogram.step(range);
        boolean none = page.records().isEmpty();
        return new LogsView(
                query,
                LogsView.form(query, texts),
                null,
                readsAs(filter),
                none ? null : Histogram.of(records.histogram(filter, range, step), step, query, texts),
                page.records().stream()
                        .map(stored -> row(stored, fixed.onPage(query.page())))
                        .toList(),
                opened(query, page),
                texts.of("logs.count", page.records().size()),
                page.continueToken().isEmpty()
                        ? null
                        : fixed.onPage(page.continueToken()).href("/logs"),
                query.page().isEmpty() ? null : query.onPage("").href("/logs"),
                modes(query),
                exports(fixed),
                none ? blank(query, filter) : null,
                null);
    }

    private RecordRow row(StoredRecord stored, LogsQuery here) {
        return writer.row(stored).opensAt(here.opening(stored.id()).href("/logs"));
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
        String before = query.text().isBlank() ? "" : "(" + query.text() + ") AND ";
        LogsQuery day = query.withFilter("");
        return new Opened(
                stored.id(),
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
        ClusterSnapshot snapshot = cluster.current();
        List<Reason> reasons = new ArrayList<>();
        Link logging = new Link("/logging", texts.of("blank.logging"));
        boolean deny = snapshot.logging().deny().log();
        boolean allow = snapshot.logging().allow().log();
        if (!snapshot.declaredLogging().isValid()) {
            reasons.add(new Reason(texts.of("blank.invalid"), logging));
        }
        if (!deny && !"allow".equals(query.verdict())) {
            reasons.add(new Reason(texts.of("blank.deny-off"), logging));
        }
        if (!allow && !"deny".equals(query.verdict())) {
            reasons.add(new Reason(texts.of("blank.allow-off"), logging));
        }
        if (deny
                && snapshot.logging().deny().delegate()
                && snapshot.namespaces().stream().noneMatch(Namespace::wantsDenyLogging)) {
            reasons.add(new Reason(texts.of("blank.deny-delegated"), logging));
        }
        if (allow
                && snapshot.logging().allow().delegate()
                && snapshot.policies().stream().noneMatch(policy -> policy.wantsAllowLogging())) {
            reasons.add(new Reason(texts.of("blank.allow-delegated"), logging));
        }
        if (snapshot.policies().isEmpty()) {
            reasons.add(new Reason(texts.of("blank.no-policy"), new Link("/policies", texts.of("nav.policies"))));
        }
        if (!filter.text().isBlank() && !query.live()) {
            LogsQuery all = query.withFilter("");
            reasons.add(
                    new Reason(texts.of("blank.filter"), new Link(all.href("/logs"), texts.of("blank.filter.remove"))));
        }
        if (!query.live() && reasons.isEmpty()) {
            reasons.add(new Reason(
                    texts.of("blank.window"),
                    new Link(query.during("24h").href("/logs"), texts.of("blank.window.widen"))));
        }
        return new Blank(texts.of(query.live() ? "blank.live" : "blank.none"), null, reasons, null);
    }
}
