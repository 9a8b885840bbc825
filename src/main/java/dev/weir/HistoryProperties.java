package dev.weir;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The history of the cluster, by which records are explained. It is kept as long as records are.
 *
 * @param path of its file; empty = beside the record store's, or in memory when that has none
 * @param maxVersions of objects; when there are more, the oldest replaced ones are deleted before their time
 * @param maxChanges of the audit trail; when there are more, the oldest are deleted before their time
 */
@ConfigurationProperties("weir.history")
record HistoryProperties(
        @DefaultValue("") String path,
        @DefaultValue("2000000") long maxVersions,
        @DefaultValue("200000") long maxChanges) {

    /** Empty = in memory. */
    String file(String storePath) {
        if (!path.isEmpty() || storePath.isEmpty()) {
            return path;
        }
        return Path.of(storePath).resolveSibling("history.duckdb").toString();
    }
}
