package dev.weir.flow.otlp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where records are sent.
 *
 * @param endpoint of the collector, with its path: http://collector:4318/v1/logs
 * @param cursorFile how far the export is; after a restart it goes on from there
 * @param firstRetry how long to wait after a failure; doubled with each further one, up to half a minute
 */
public record OtlpSettings(URI endpoint, Path cursorFile, Duration firstRetry) {}
