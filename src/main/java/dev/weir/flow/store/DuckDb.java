package dev.weir.flow.store;

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;

/** The engine: opens the file, and runs a few questions at a time on connections of their own, each for a limited time. */
final class DuckDb implements AutoCloseable {
    private static final int QUESTIONS_AT_ONCE = 4;
    private static final int WAIT_SECONDS = 10;
    private static final int QUESTION_SECONDS = 20;

    private final DuckDBConnection root;
    private final Path file;
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE, true);

    /** Turns a row into a value. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    DuckDb(DuckDbSettings settings) {
        file = settings.file();
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, new Properties());
            execute("SET memory_limit='" + settings.memoryBytes() / (1 << 20) + "MiB'");
            execute("SET threads=" + settings.threads());
            execute("SET autoinstall_known_extensions=false");
            execute("SET autoload_known_extensions=false");
        } catch (SQLException | IOException failed) {
            throw new RecordStoreException.Failed(
                    "The record store " + file + " cannot be opened. Does another server use it?", failed);
        }
    }

    /** The connection on which everything is written, by one thread. */
    DuckDBConnection writing() {
        return root;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute(sql);
        }
    }

    <T> List<T> ask(String sql, List<Object> parameters, RowReader<T> reader) {
        if (!admitted()) {
            throw new RecordStoreException.Busy("Too many searches are running; try again in a moment.");
        }
        try (DuckDBConnection connection = root.duplicate();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUESTION_SECONDS);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return rows(statement, reader);
        } catch (SQLException failed) {
            throw explained(failed);
        } finally {
            questions.release();
        }
    }

    private boolean admitted() {
        try {
            return questions.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> List<T> rows(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        List<T> result = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                result.add(reader.read(rows));
            }
        }
        return result;
    }

    private static RecordStoreException explained(SQLException failed) {
        String message = String.valueOf(failed.getMessage());
        if (message.contains("Interrupted") || message.contains("Out of Memory")) {
            return new RecordStoreException.TooMuch(
                    "The search took too long; choose a shorter time or a narrower filter.");
        }
        return new RecordStoreException.Failed("The record store failed to answer.", failed);
    }

    /** Of the file and its log. */
    long bytes() {
        return size(file) + size(Path.of(file + ".wal"));
    }

    private static long size(Path path) {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException gone) {
            return 0; // Removed between the two calls: the log is deleted at every checkpoint.
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException failed) {
            throw new RecordStoreException.Failed("The record store " + file + " cannot be closed.", failed);
        }
    }
}
