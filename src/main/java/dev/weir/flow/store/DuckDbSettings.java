package dev.weir.flow.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * How the embedded store works.
 *
 * @param file created when it does not exist; one process at a time
 * @param retention records older than this are deleted
 * @param maxBytes when the file holds more, the oldest records are deleted
 * @param minFreeBytes when the volume has less room, no records are taken in
 * @param memoryBytes what the engine may use; it spills to disk beside the file
 * @param threads how many of them one question may use
 * @param clock tells what is old
 */
public record DuckDbSettings(
        Path file, Duration retention, long maxBytes, long minFreeBytes, long memoryBytes, int threads, Clock clock) {}
