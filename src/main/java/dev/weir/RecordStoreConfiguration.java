package dev.weir;

import dev.weir.flow.opensearch.OpenSearchRecordStore;
import dev.weir.flow.opensearch.OpenSearchSettings;
import dev.weir.flow.otlp.OtlpExport;
import dev.weir.flow.otlp.OtlpSettings;
import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The record store and the export of what it takes in, which know no Spring. */
@Configuration(proxyBeanMethods = false)
class RecordStoreConfiguration {
    @Bean
    RecordStore recordStore(RecordStoreProperties properties, Clock clock) throws IOException {
        if (!properties.opensearch().addresses().isEmpty()) {
            return OpenSearchRecordStore.open(openSearch(properties, clock));
        }
        if (properties.path().isEmpty()) {
            return new MemoryRecordStore();
        }
        return DuckDbRecordStore.open(new DuckDbSettings(
                Path.of(properties.path()),
                properties.retention(),
                properties.maxSize().toBytes(),
                properties.minFree().toBytes(),
                properties.memory().toBytes(),
                properties.threads(),
                clock));
    }

    private static OpenSearchSettings openSearch(RecordStoreProperties properties, Clock clock) throws IOException {
        RecordStoreProperties.OpenSearch cluster = properties.opensearch();
        return new OpenSearchSettings(
                cluster.addresses(),
                credentials(cluster),
                cluster.caFile().isEmpty() ? null : Path.of(cluster.caFile()),
                cluster.prefix(),
                new OpenSearchSettings.Layout(cluster.shards(), cluster.replicas(), cluster.refresh()),
                properties.retention(),
                properties.maxSize().toBytes(),
                clock);
    }

    private static OpenSearchSettings.@Nullable Credentials credentials(RecordStoreProperties.OpenSearch cluster)
            throws IOException {
        if (cluster.user().isEmpty()) {
            return null;
        }
        String password = Files.readString(Path.of(cluster.passwordFile())).strip();
        return new OpenSearchSettings.Credentials(cluster.user(), password);
    }

    @Bean
    @ConditionalOnProperty("weir.otlp.endpoint")
    OtlpExport otlpExport(RecordStore store, OtlpProperties properties) {
        return OtlpExport.start(
                store,
                new OtlpSettings(properties.endpoint(), Path.of(properties.cursorFile()), properties.firstRetry()));
    }
}
