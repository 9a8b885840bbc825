package dev.weir;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Alerts. Thresholds and the webhook are not here: people set them while the server runs.
 *
 * @param path of the file with what people set; what the watch knows is beside it. Empty = beside the history, or in memory when that has
 *     no file
 * @param every how often all rules are looked at
 */
@ConfigurationProperties("weir.alerts")
record AlertProperties(
        @DefaultValue("") String path, @DefaultValue("15s") Duration every) {

    /** Empty = in memory. */
    String settingsFile(String historyFile) {
        return path.isEmpty() ? beside(historyFile, "alerts.json") : path;
    }

    String memoryFile(String historyFile) {
        return beside(settingsFile(historyFile), "alerts-known.json");
    }

    private static String beside(String file, String name) {
        return file.isEmpty() ? "" : Path.of(file).resolveSibling(name).toString();
    }
}
