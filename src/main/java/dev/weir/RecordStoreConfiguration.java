package dev.weir;

import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The record store, which knows no Spring. */
@Configuration(proxyBeanMethods = false)
class RecordStoreConfiguration {
    @Bean
    RecordStore recordStore(RecordStoreProperties properties, Clock clock) {
        if (properties.path().isEmpty()) {
            return new MemoryRecordStore();
        }
        return DuckDbRecordStore.open(new DuckDbSettings(
                Path.of(properties.path()),
                properties.retention(),
                properties.maxSize().toBytes(),
                properties.memory().toBytes(),
                properties.threads(),
                clock));
    }
}
