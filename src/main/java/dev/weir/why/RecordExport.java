package dev.weir.why;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.WithheldCount;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes many records and between them what was withheld, page after page, with the memory of one page. */
public final class RecordExport {
    private static final int PAGE = 2000;

    private final RecordReader store;
    private final CoverageExplainer coverage;

    public RecordExport(RecordReader store, CoverageExplainer coverage) {
        this.store = store;
        this.coverage = coverage;
    }

    /**
     * Asks for the first page, so that a fault in the query is known before anything is written.
     *
     * @param limit of records in all
     */
    public Begun begin(RecordQuery query, long limit) {
        return new Begun(query, limit, page(query, limit, query.continueToken()));
    }

    private RecordPage page(RecordQuery query, long left, String token) {
        int size = (int) Math.min(PAGE, left);
        return store.query(new RecordQuery(query.filter(), query.range(), query.order(), size, token));
    }

    /** An export that is yet to be written. */
    public final class Begun {
        private final RecordQuery query;
        private final long limit;
        private final RecordPage first;

        private Begun(RecordQuery query, long limit, RecordPage first) {
            this.query = query;
            this.limit = limit;
            this.first = first;
        }

        public void write(ExportForm form, Writer out) throws IOException {
            out.write(form.header());
            GapCursor gaps = coverage.gaps(query);
            RecordPage page = first;
            write(page, gaps, form, out);
            long written = page.records().size();
            while (written < limit && !page.continueToken().isEmpty()) {
                page = page(query, limit - written, page.continueToken());
                write(page, gaps, form, out);
                written += page.records().size();
            }
            if (page.continueToken().isEmpty()) {
                write(gaps.rest(), gaps, form, out);
            }
            out.write(form.end(coverage.missing(query.filter(), query.range()), written, page.continueToken()));
            out.flush();
        }

        private static void write(RecordPage page, GapCursor gaps, ExportForm form, Writer out) throws IOException {
            for (StoredRecord stored : page.records()) {
                write(gaps.before(stored.record().time()), gaps, form, out);
                out.write(form.line(stored));
            }
        }

        private static void write(List<WithheldCount> told, GapCursor gaps, ExportForm form, Writer out)
                throws IOException {
            for (WithheldCount gap : told) {
                out.write(form.line(gap, gaps.step()));
            }
        }
    }
}
