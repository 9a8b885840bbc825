/**
 * Sends records to an OpenTelemetry collector (OTLP over HTTP). Only this package knows OpenTelemetry. It reads a tail of the store, so the store
 * is the buffer: a collector that is slow or away delays the export and loses nothing. Design: {@code docs/design/flow-log.md}.
 */
@NullMarked
package dev.weir.flow.otlp;

import org.jspecify.annotations.NullMarked;
