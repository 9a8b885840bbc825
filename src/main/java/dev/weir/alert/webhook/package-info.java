/** Alertmanager over HTTP: the only place of {@code alert} that knows of either, or of Spring's retries. Why this format: {@code docs/adr/}. */
@NullMarked
package dev.weir.alert.webhook;

import org.jspecify.annotations.NullMarked;
