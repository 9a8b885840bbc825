package dev.weir.history;

import dev.weir.cluster.ObjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Versions of objects in a DuckDB file. Rows are only added: a version holds from its row to the next row of the same object, and a row with
 * an empty body says that the object is gone. Written by one thread; questions run on connections of their own.
 */
final class HistoryTable implements AutoCloseable {
    private static final String CREATE_VERSION =
            "CREATE TABLE IF NOT EXISTS version (revision BIGINT, time_ns BIGINT, kind VARCHAR, namespace VARCHAR, name VARCHAR, body VARCHAR)";
    private static final String CREATE_SPAN = "CREATE TABLE IF NOT EXISTS span (start_ns BIGINT, end_ns BIGINT)";
    private static final String MEMORY = "64MiB";
    private static final int QUESTION_SECONDS = 10;

    private final DuckDBConnection root;

    /** @param body empty = the object is gone */
    record Version(long revision, long timeNanos, ObjectKey key, String body) {}

    /** A time in which this server followed the cluster. */
    record Span(long startNanos, long endNanos) {}

    /** So many rows, and the highest revision among them. */
    record Mark(long rows, long revision) {}

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    HistoryTable(String path) {
        try {
            Path directory =
                    path.isEmpty() ? null : Path.of(path).toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + path, new Properties());
            for (String statement : List.of(
                    "SET memory_limit='" + MEMORY + "'",
                    "SET threads=1",
                    "SET autoinstall_known_extensions=false",
                    "SET autoload_known_extensions=false",
                    CREATE_VERSION,
                    CREATE_SPAN)) {
                execute(statement);
            }
        } catch (SQLException | IOException failed) {
            throw new HistoryException("The history of the cluster cannot be opened at \"" + path + "\".", failed);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute(sql);
        }
    }

    /** In one transaction. */
    void add(List<Version> versions) {
        try {
            execute("BEGIN TRANSACTION");
            try (DuckDBAppender rows = root.createAppender("version")) {
                for (Version version : versions) {
                    append(rows, version);
                }
            }
            execute("COMMIT");
        } catch (SQLException | RuntimeException failed) {
            rollback(failed);
            throw new HistoryException("The history of the cluster cannot be written.", failed);
        }
    }

    private void rollback(Exception cause) {
        try {
            execute("ROLLBACK");
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    private static void append(DuckDBAppender row, Version version) throws SQLException {
        row.beginRow();
        row.append(version.revision());
        row.append(version.timeNanos());
        row.append(version.key().kind().name());
        row.append(version.key().namespace());
        row.append(version.key().name());
        row.append(version.body());
        row.endRow();
    }

    void startSpan(long nanos) {
        change("INSERT INTO span VALUES (?, ?)", nanos, nanos);
    }

    /** The last span reaches to here. */
    void extendSpan(long startNanos, long nanos) {
        change("UPDATE span SET end_ns = ? WHERE start_ns = ?", nanos, startNanos);
    }

    List<Span> spans() {
        return ask(
                "SELECT start_ns, end_ns FROM span ORDER BY start_ns",
                List.of(),
                row -> new Span(row.getLong(1), row.getLong(2)));
    }

    long latestRevision() {
        return ask("SELECT coalesce(max(revision), 0) FROM version", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    long count() {
        return ask("SELECT count(*) FROM version", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    /** The time before which a share of all versions was made. */
    long quantile(double share) {
        return ask("SELECT quantile_disc(time_ns, " + share + ") FROM version", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    /** Which rows there are of up to a time: it is the same as long as no row came, late or not, and none was deleted. */
    Mark mark(long nanos) {
        return ask(
                        "SELECT count(*), coalesce(max(revision), 0) FROM version WHERE time_ns <= ?",
                        List.of(nanos),
                        row -> new Mark(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    /** The newest version of every object; gone ones are left out. */
    List<Version> latest() {
        return newest("true", List.of(), "newest <> ''");
    }

    /**
     * Of every object that was changed after something: its newest version up to there, with an empty body when it did not exist.
     *
     * @param column {@code time_ns} or {@code revision}
     * @param known objects with a row of a higher revision count as changed, too
     */
    List<Version> beforeChanges(String column, long upTo, long known, HistoryScope scope) {
        List<Object> parameters = new ArrayList<>(List.of(upTo, upTo, upTo, upTo, known));
        String within = within(scope, parameters);
        String then = " FILTER (WHERE " + column + " <= ?)";
        return ask(
                "SELECT coalesce(max(revision)" + then + ", 0), coalesce(arg_max(time_ns, revision)" + then
                        + ", 0), kind, namespace, name, coalesce(arg_max(body, revision)" + then + ", '')"
                        + " FROM version WHERE (kind, namespace, name) IN (SELECT (kind, namespace, name) FROM version WHERE "
                        + column + " > ? OR revision > ?) AND " + within + " GROUP BY kind, namespace, name",
                parameters,
                HistoryTable::version);
    }

    /** The newest version of every object, with an empty body where it is gone. */
    List<Version> lastChanges(HistoryScope scope) {
        List<Object> parameters = new ArrayList<>();
        String within = within(scope, parameters);
        return newest(within, parameters, "true");
    }

    /** The newest body that each pod of these namespaces ever had that contains one of the texts, as far as it is kept. */
    List<Version> podsOf(Set<String> namespaces, Collection<String> texts) {
        String places = String.join(", ", Collections.nCopies(namespaces.size(), "?"));
        String containing = String.join(" OR ", Collections.nCopies(texts.size(), "contains(body, ?)"));
        return newest(
                "kind = 'POD' AND namespace IN (" + places + ") AND (" + containing + ")",
                Stream.<Object>concat(namespaces.stream(), texts.stream()).toList(),
                "true");
    }

    /** Every version of a time, oldest first; the last ones when there are more. */
    List<Version> between(long after, long upTo, int limit) {
        return ask(
                "SELECT * FROM (SELECT revision, time_ns, kind, namespace, name, body FROM version WHERE time_ns > ? AND time_ns <= ?"
                        + " ORDER BY revision DESC, kind, namespace, name LIMIT " + limit
                        + ") ORDER BY revision, kind, namespace, name",
                List.of(after, upTo),
                HistoryTable::version);
    }

    private static String within(HistoryScope scope, List<Object> parameters) {
        if (scope.everything()) {
            return "true";
        }
        List<String> alternatives = new ArrayList<>(List.of("kind = 'NODE'"));
        scope.namespaces().forEach(namespace -> {
            alternatives.add("kind = 'NAMESPACE' AND name = ?");
            alternatives.add("kind = 'NETWORK_POLICY' AND namespace = ?");
            parameters.addAll(List.of(namespace, namespace));
        });
        scope.pods().forEach(pod -> {
            alternatives.add("kind = 'POD' AND namespace = ? AND name = ?");
            parameters.addAll(List.of(pod.namespace(), pod.name()));
        });
        return "(" + String.join(" OR ", alternatives) + ")";
    }

    private List<Version> newest(String condition, List<Object> parameters, String having) {
        return ask(
                "SELECT max(revision), arg_max(time_ns, revision), kind, namespace, name, arg_max(body, revision) AS newest"
                        + " FROM version WHERE " + condition
                        + " GROUP BY kind, namespace, name HAVING " + having,
                parameters,
                HistoryTable::version);
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getLong(1),
                row.getLong(2),
                new ObjectKey(ObjectKind.valueOf(row.getString(3)), row.getString(4), row.getString(5)),
                row.getString(6));
    }

    /** Deletes what was replaced before a time, and those that were gone by then; what still held at that time stays. */
    void deleteReplacedBefore(long nanos) {
        change(
                "DELETE FROM version WHERE time_ns < ? AND (body = '' OR EXISTS (SELECT 1 FROM version AS later"
                        + " WHERE later.kind = version.kind AND later.namespace = version.namespace AND later.name = version.name"
                        + " AND later.revision > version.revision AND later.time_ns < ?))",
                nanos,
                nanos);
        change("DELETE FROM span WHERE end_ns < ?", nanos);
        change("UPDATE span SET start_ns = ? WHERE start_ns < ?", nanos, nanos);
    }

    private void change(String sql, Long... parameters) {
        try (PreparedStatement statement = root.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new HistoryException("The history of the cluster cannot be written.", failed);
        }
    }

    private <T> List<T> ask(String sql, List<Object> parameters, RowReader<T> reader) {
        try (DuckDBConnection connection = root.duplicate();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUESTION_SECONDS);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException failed) {
            throw new HistoryException("The history of the cluster cannot be read.", failed);
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException failed) {
            throw new HistoryException("The history of the cluster cannot be closed.", failed);
        }
    }
}
