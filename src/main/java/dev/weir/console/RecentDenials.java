package dev.weir.console;

import dev.weir.cluster.PolicyRef;
import dev.weir.console.RecordRow.RecordWriter;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** The last denials that belong to something, for the pages about it. */
@Component
final class RecentDenials {
    private static final int SHOWN = 10;
    private static final Duration DAY = Duration.ofHours(24);

    private final RecordReader records;
    private final RecordWriter writer;
    private final Texts texts;

    RecentDenials(RecordReader records, RecordWriter writer, Texts texts) {
        this.records = records;
        this.writer = writer;
        this.texts = texts;
    }

    /** Denials at pods that this policy isolates; others may isolate them too. */
    List<RecordRow> isolatedBy(PolicyRef ref) {
        return of(LogsAddress.denialsIsolatedBy(ref));
    }

    private List<RecordRow> of(String filter) {
        TimeRange range = TimeRange.before(texts.now(), DAY);
        return records.query(RecordQuery.newest(RecordFilter.parse(filter), range, SHOWN)).records().stream()
                .map(writer::row)
                .toList();
    }
}
