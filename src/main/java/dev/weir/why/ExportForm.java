package dev.weir.why;

import dev.weir.flow.RecordCsv;
import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.WithheldCount;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** How an export is written: each part with the end of its line. */
public sealed interface ExportForm {
    String header();

    String line(StoredRecord stored);

    /** @param step how long the interval is in which that was withheld */
    String line(WithheldCount gap, Duration step);

    /**
     * What tells that nothing comes after it.
     *
     * @param continueToken empty when everything was written
     */
    String end(Missing missing, long records, String continueToken);

    /** A table. */
    record Csv() implements ExportForm {
        @Override
        public String header() {
            return RecordCsv.HEADER;
        }

        @Override
        public String line(StoredRecord stored) {
            return RecordCsv.of(stored);
        }

        @Override
        public String line(WithheldCount gap, Duration step) {
            return gap.csv();
        }

        @Override
        public String end(Missing missing, long records, String continueToken) {
            return RecordCsv.end(missing.sentences(continueToken));
        }
    }

    /** A JSON object a line. */
    record Lines(Function<Map<String, Object>, String> json) implements ExportForm {
        @Override
        public String header() {
            return "";
        }

        @Override
        public String line(StoredRecord stored) {
            return line(RecordTree.of(stored));
        }

        @Override
        public String line(WithheldCount gap, Duration step) {
            return line(gap.tree(step));
        }

        @Override
        public String end(Missing missing, long records, String continueToken) {
            return line(missing.end(records, continueToken));
        }

        private String line(Map<String, Object> tree) {
            return json.apply(tree) + "\n";
        }
    }
}
