package dev.weir.flow.otlp;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpExportTests {
    private final RecordStore store = new MemoryRecordStore();
    private final FakeCollector collector = new FakeCollector();

    @TempDir
    Path directory;

    private OtlpExport export;

    OtlpExportTests() throws IOException {}

    @BeforeEach
    void start() {
        export = OtlpExport.start(
                store, new OtlpSettings(collector.endpoint(), directory.resolve("cursor"), Duration.ofMillis(10)));
    }

    @AfterEach
    void stop() {
        export.close();
        store.close();
        collector.close();
    }

    @Test
    void aRecordIsSentWithItsNamesAndItsIdentity() {
        store.append("node-1", 9, List.of(denied(1, NOON)));
        await().until(() -> collector.records.size() == 1);
        LogRecord log = collector.records.getFirst();
        assertThat(log.getTimeUnixNano()).isEqualTo(NOON.getEpochSecond() * 1_000_000_000);
        assertThat(log.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
        assertThat(attributes(log))
                .containsEntry("log.record.uid", "node-1-9-1")
                .containsEntry("source.address", "10.244.1.8")
                .containsEntry("destination.port", "6379")
                .containsEntry("network.transport", "tcp")
                .containsEntry("weir.disposition", "deny")
                .containsEntry("weir.destination.k8s.pod.name", "redis-cart-0");
        assertThat(log.getBody().getKvlistValue().getValuesList())
                .extracting(KeyValue::getKey)
                .contains("connection", "disposition", "src", "dest", "weir");
    }

    @Test
    void aCollectorThatIsAwayDelaysTheExportAndLosesNothing() {
        collector.goAway(true);
        for (int batch = 0; batch < 12; batch++) {
            long first = batch * 1_000L;
            store.append(
                    "node-1",
                    9,
                    LongStream.rangeClosed(1, 1_000)
                            .mapToObj(i -> allowed(first + i, NOON))
                            .toList());
        }
        await().until(() -> export.failures() > 0);
        assertThat(export.exported()).isZero();
        collector.goAway(false);
        await().until(() -> export.exported() == 12_000);
        assertThat(collector.records.stream().map(log -> attributes(log).get("log.record.uid")))
                .as("more than a tail's queue holds, so the rest was read from the store")
                .doesNotHaveDuplicates()
                .hasSize(12_000);
        assertThat(export.lost()).isZero();
        assertThat(export.waiting()).isZero();
    }

    @Test
    void afterARestartItGoesOnWhereItWas() {
        store.append("node-1", 9, List.of(allowed(1, NOON)));
        await().until(() -> export.exported() == 1);
        export.close();
        store.append("node-1", 9, List.of(allowed(2, NOON)));
        export = OtlpExport.start(
                store, new OtlpSettings(collector.endpoint(), directory.resolve("cursor"), Duration.ofMillis(10)));
        await().until(() -> collector.records.size() == 2);
        assertThat(collector.records)
                .extracting(log -> attributes(log).get("log.record.uid"))
                .containsExactly("node-1-9-1", "node-1-9-2");
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }

    private static Map<String, String> attributes(LogRecord log) {
        return log.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? Long.toString(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }
}
