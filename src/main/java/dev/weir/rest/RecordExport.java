package dev.weir.rest;

import dev.weir.flow.RecordCsv;
import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.WithheldCount;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.GapCursor;
import dev.weir.why.Missing;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/** Writes many records, page after page, with the memory of one page. */
final class RecordExport {
    private static final int PAGE = 2000;

    private final RecordReader store;
    private final JsonMapper json;
    private final CoverageExplainer coverage;

    RecordExport(RecordReader store, JsonMapper json, CoverageExplainer coverage) {
        this.store = store;
        this.json = json;
        this.coverage = coverage;
    }

    /** The first page is asked for before anything is written, so that a fault in the query still gets a proper answer. */
    void write(RecordQuery query, int limit, RecordFormat format, HttpServletResponse response) throws IOException {
        RecordPage page = store.query(paged(query, limit, query.continueToken()));
        response.setContentType(format.type() + ";charset=utf-8");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        if (format == RecordFormat.CSV) {
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"records.csv\"");
        }
        boolean csv = format == RecordFormat.CSV;
        PrintWriter out = response.getWriter();
        if (csv) {
            out.write(RecordCsv.HEADER);
        }
        int left = limit;
        GapCursor gaps = coverage.gaps(query);
        while (true) {
            for (StoredRecord stored : page.records()) {
                gaps(gaps.before(stored.record().time()), gaps.step(), csv, out);
                out.write(csv ? RecordCsv.of(stored) : json.writeValueAsString(RecordTree.of(stored)) + "\n");
            }
            left -= page.records().size();
            if (left <= 0 || page.continueToken().isEmpty() || out.checkError()) {
                break;
            }
            page = store.query(paged(query, left, page.continueToken()));
        }
        Missing missing = coverage.missing(query.filter(), query.range());
        String token = page.continueToken();
        if (token.isEmpty()) {
            gaps(gaps.rest(), gaps.step(), csv, out);
        }
        out.write(
                csv
                        ? RecordCsv.end(missing.sentences(token))
                        : json.writeValueAsString(missing.end(limit - left, token)) + "\n");
    }

    private void gaps(List<WithheldCount> gaps, Duration step, boolean csv, PrintWriter out) {
        for (WithheldCount gap : gaps) {
            out.write(csv ? gap.csv() : json.writeValueAsString(gap.tree(step)) + "\n");
        }
    }

    private static RecordQuery paged(RecordQuery query, int left, String token) {
        return new RecordQuery(query.filter(), query.range(), query.order(), Math.min(PAGE, left), token);
    }
}
