package dev.weir.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.testing.FlowRecords;
import org.junit.jupiter.api.Test;

class RecordCsvTests {
    @Test
    void cellsAreNoFormulas() {
        assertThat(RecordCsv.cell("=1+1")).isEqualTo("'=1+1");
        assertThat(RecordCsv.cell("@x,y")).isEqualTo("\"'@x,y\"");
        assertThat(RecordCsv.cell("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(RecordCsv.cell("web-1")).isEqualTo("web-1");
    }

    @Test
    void aLineHasACellForEveryColumn() {
        String line = RecordCsv.of(new StoredRecord(1, "node-1", 9, FlowRecords.denied(1, FlowRecords.NOON)));
        assertThat(line.split(",", -1))
                .hasSameSizeAs(RecordCsv.HEADER.split(",", -1))
                .contains("payments/default-deny", "4");
    }
}
