package dev.weir.flow.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine: opens the file, and runs a few questions at a time on connections of their own, each for a limited time. */
final class DuckDb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDb.class);
    private static final int QUESTIONS_AT_ONCE = 4;
    private static final int QUESTION_SECONDS = 20;

    // Uncompressed rows are kept in memory until they are compressed together: often is dear, seldom needs room.
    private static final String CHECKPOINT = "64MiB";

    // The log up to a checkpoint, and what is written while it is made.
    private static final long LOG_ROOM = 128 << 20;

    // Fewer are in so few pieces that a second thread costs a question more than it brings.
    private static final long MANY_RECORDS = 1_000_000;

    private final DuckDbSettings settings;
    private final Path file;
    private volatile DuckDBConnection root;
    private final Questions questions = new Questions(QUESTIONS_AT_ONCE);
    private final KnownRows<KnownEnd> ends = new KnownRows<>(PeerRow.TABLE, PeerRow.COLUMNS, KnownEnd::read);
    private final KnownRows<DecisionRow> decisions =
            new KnownRows<>(DecisionRow.TABLE, DecisionRow.COLUMNS, DecisionRow::read);

    /** Turns a row into a value. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Asks several questions. */
    interface Reading<T> {
        T read(Snapshot snapshot) throws SQLException;
    }

    private interface Answering<T> {
        T on(DuckDBConnection connection) throws SQLException;
    }

    /** One state of the store. */
    record Snapshot(DuckDBConnection connection) {
        <T> List<T> ask(String sql, List<Object> parameters, RowReader<T> reader) throws SQLException {
            return answer(connection, sql, parameters, reader);
        }
    }

    DuckDb(DuckDbSettings settings) {
        this.settings = settings;
        file = settings.file();
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            root = connected();
            setAsideEarlierLayout();
        } catch (SQLException | IOException failed) {
            throw new RecordStoreException.Failed(
                    "The record store " + file + " cannot be opened. Does another server use it?", failed);
        }
    }

    private DuckDBConnection connected() throws SQLException {
        DuckDBConnection connection =
                (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit='" + settings.memoryBytes() / (1 << 20) + "MiB'");
            statement.execute("SET threads=1");
            statement.execute("SET checkpoint_threshold='" + CHECKPOINT + "'");
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("SET autoload_known_extensions=false");
        }
        return connection;
    }

    /** Records were once kept in one wide table. Such a file is left for its reader, and what stands on the nodes comes again. */
    private void setAsideEarlierLayout() throws SQLException, IOException {
        boolean earlier = !ask(
                        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'record'", List.of(), row -> row.getInt(1))
                .isEmpty();
        if (earlier) {
            execute("CHECKPOINT");
            root.close();
            Path aside = Path.of(file + ".earlier-layout");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("The records of an earlier version are in {} now; the record store begins anew.", aside);
            root = connected();
        }
    }

    /** To so many records. */
    void adaptThreads(long records) {
        onConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("SET threads=" + (records < MANY_RECORDS ? 1 : settings.threads()));
            }
        });
    }

    /** After a failed write the engine refuses everything until its file is opened anew. Waits for questions, which hold it open. */
    void reopen() throws SQLException {
        questions.alone(() -> {
            root.close();
            root = connected();
            return root;
        });
    }

    /** Throws when there is too little room for more records. */
    void requireRoom() {
        long volume = file.toFile().getUsableSpace();
        long least = settings.minFreeBytes();
        if (volume < least && !isRoom(volume, blocks("free_blocks"), least)) {
            throw new RecordStoreException.Full("The volume of the record store has " + volume / (1 << 20)
                    + " MiB left; records are taken in again when it has " + least / (1 << 20) + " MiB.");
        }
    }

    /** The file never shrinks: what retention has freed within it is room as well. Only the log always needs some of the volume's. */
    static boolean isRoom(long volume, long withinFile, long least) {
        return volume >= Math.min(least, LOG_ROOM) && volume + withinFile >= least;
    }

    /** Bytes of the file's blocks of a kind. */
    long blocks(String kind) {
        return ask("SELECT " + kind + " * block_size FROM pragma_database_size()", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    KnownRows<KnownEnd> ends() {
        return ends;
    }

    KnownRows<DecisionRow> decisions() {
        return decisions;
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
        return onConnection(connection -> answer(connection, sql, parameters, reader));
    }

    /** Several questions about one state of the store, whatever is written meanwhile. */
    <T> T snapshot(Reading<T> reading) {
        return onConnection(connection -> {
            connection.setAutoCommit(false); // What was read is no change: closing the connection ends the transaction.
            return reading.read(new Snapshot(connection));
        });
    }

    private <T> T onConnection(Answering<T> answering) {
        try {
            return questions.ask(() -> {
                try (DuckDBConnection connection = root.duplicate()) {
                    return answering.on(connection);
                }
            });
        } catch (SQLException failed) {
            throw explained(failed);
        }
    }

    private static <T> List<T> answer(
            DuckDBConnection connection, String sql, List<Object> parameters, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUESTION_SECONDS);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return rows(statement, reader);
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
