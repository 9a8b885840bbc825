package dev.weir.console;

import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.console.LoggingForecastView.Asked;
import dev.weir.flow.store.RecordReader;
import dev.weir.forecast.DiskUse;
import dev.weir.visible.VisibleForecast;
import org.springframework.stereotype.Component;

/** Forecasts for the Logging page. */
@Component
final class LoggingForecasts {
    private final VisibleForecast forecasts;
    private final RecordReader records;
    private final Texts texts;

    LoggingForecasts(VisibleForecast forecasts, RecordReader records, Texts texts) {
        this.forecasts = forecasts;
        this.records = records;
        this.texts = texts;
    }

    /** @param allow off, all or annotated; empty = as it is */
    LoggingForecastView of(String allow, String deny, LoggingConfig now) {
        String allowWord = allow.isEmpty() ? LoggingView.word(now.allow()) : allow;
        String denyWord = deny.isEmpty() ? LoggingView.word(now.deny()) : deny;
        Switch allowed = LoggingView.chosen(allowWord);
        Switch denied = LoggingView.chosen(denyWord);
        return LoggingForecastView.of(
                new Asked(
                        allowWord,
                        denyWord,
                        forecasts.of(allowed, denied),
                        forecasts.limit(),
                        DiskUse.bytesPerRecord(records.stats())),
                texts);
    }
}
