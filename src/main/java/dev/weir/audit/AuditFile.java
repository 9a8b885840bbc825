package dev.weir.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** A DuckDB file. Written by one thread at a time; questions run on connections of their own, so nobody waits for a write. */
final class AuditFile implements AutoCloseable {
    private static final List<String> SETTINGS = List.of(
            "SET memory_limit='64MiB'",
            "SET threads=1",
            "SET autoinstall_known_extensions=false",
            "SET autoload_known_extensions=false");
    private static final int QUESTION_SECONDS = 10;

    private final DuckDBConnection root;

    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param path empty = in memory; @param tables statements that make what is not there yet */
    AuditFile(String path, List<String> tables) {
        try {
            if (!path.isEmpty()) {
                Files.createDirectories(Path.of(path).toAbsolutePath().resolveSibling("."));
            }
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + path, new Properties());
            for (String statement : SETTINGS) {
                execute(statement);
            }
            for (String statement : tables) {
                execute(statement);
            }
        } catch (SQLException | IOException failed) {
            throw new AuditException("The audit trail cannot be opened at \"" + path + "\".", failed);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All of it or nothing. */
    void together(Runnable work) {
        try {
            execute("BEGIN TRANSACTION");
            work.run();
            execute("COMMIT");
        } catch (SQLException | RuntimeException failed) {
            rollback(failed);
            throw new AuditException("The audit trail cannot be written.", failed);
        }
    }

    private void rollback(Exception cause) {
        try {
            execute("ROLLBACK");
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    void change(String sql, Object... parameters) {
        try (PreparedStatement statement = root.prepareStatement(sql)) {
            set(statement, List.of(parameters));
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new AuditException("The audit trail cannot be written.", failed);
        }
    }

    /** Sees what the open transaction has written. */
    <T> List<T> askAsWriter(String sql, RowReader<T> reader, Object... parameters) {
        return ask(root, sql, List.of(parameters), reader);
    }

    <T> List<T> ask(String sql, List<?> parameters, RowReader<T> reader) {
        try (DuckDBConnection connection = root.duplicate()) {
            return ask(connection, sql, parameters, reader);
        } catch (SQLException failed) {
            throw new AuditException("The audit trail cannot be read.", failed);
        }
    }

    private static <T> List<T> ask(DuckDBConnection connection, String sql, List<?> parameters, RowReader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUESTION_SECONDS);
            set(statement, parameters);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException failed) {
            throw new AuditException("The audit trail cannot be read.", failed);
        }
    }

    private static void set(PreparedStatement statement, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException failed) {
            throw new AuditException("The audit trail cannot be closed.", failed);
        }
    }
}
