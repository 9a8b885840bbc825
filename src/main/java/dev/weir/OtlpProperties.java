package dev.weir;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The export of records to an OpenTelemetry collector.
 *
 * @param endpoint with its path, as http://collector:4318/v1/logs; without it nothing is exported
 * @param cursorFile how far the export is
 * @param firstRetry how long to wait after a failure, doubled with each further one
 */
@ConfigurationProperties("weir.otlp")
record OtlpProperties(
        @Nullable URI endpoint,
        @DefaultValue("weir-otlp-cursor") String cursorFile,
        @DefaultValue("1s") Duration firstRetry) {

    @Override
    public URI endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("weir.otlp.endpoint is not set.");
        }
        return endpoint;
    }
}
