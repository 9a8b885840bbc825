package dev.weir;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The record store.
 *
 * @param path of its file; empty = records are kept in memory and lost with the process
 * @param retention how long records are kept
 * @param maxSize when the file holds more, the oldest records are deleted before their time
 * @param memory what the engine may use
 * @param threads that one search may use
 */
@ConfigurationProperties("weir.store")
record RecordStoreProperties(
        @DefaultValue("") String path,
        @DefaultValue("7d") Duration retention,
        @DefaultValue("10GB") DataSize maxSize,
        @DefaultValue("256MB") DataSize memory,
        @DefaultValue("2") int threads) {}
