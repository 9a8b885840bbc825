package dev.weir.history;

import java.time.Duration;

/**
 * How the history is kept.
 *
 * @param path of its file; empty = in memory, lost with the process
 * @param retention as long as records are kept: older versions that something newer has replaced are deleted
 * @param maxVersions when there are more, the oldest replaced ones are deleted before their time
 */
public record HistorySettings(String path, Duration retention, long maxVersions) {}
