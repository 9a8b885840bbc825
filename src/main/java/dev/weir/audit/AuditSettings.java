package dev.weir.audit;

import java.time.Duration;

/**
 * How changes are kept.
 *
 * @param path of the file; empty = in memory, lost with the process
 * @param retention as long as records are kept
 * @param maxEntries when there are more, the oldest go before their time
 */
public record AuditSettings(String path, Duration retention, long maxEntries) {}
