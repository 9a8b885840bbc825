package dev.weir.audit;

import dev.weir.audit.Author.Door;
import dev.weir.audit.Subject.Kind;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes, only added to, and beside them each object as it was known last, by which a change that nobody saw is found. Numbers come from
 * a sequence, so one is never given twice, also when the old ones are gone.
 */
final class AuditTable implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            "CREATE SEQUENCE IF NOT EXISTS entry_id",
            "CREATE TABLE IF NOT EXISTS entry (id BIGINT, time_ns BIGINT, door VARCHAR, author VARCHAR, address VARCHAR,"
                    + " place VARCHAR, kind VARCHAR, namespace VARCHAR, name VARCHAR, action VARCHAR, text_before VARCHAR,"
                    + " text_after VARCHAR, change_set VARCHAR, reason VARCHAR, undoes BIGINT, late BOOLEAN)",
            "CREATE TABLE IF NOT EXISTS known (kind VARCHAR, namespace VARCHAR, name VARCHAR, text VARCHAR)",
            "CREATE TABLE IF NOT EXISTS watched (since_ns BIGINT)");
    private static final String COLUMNS = "id, time_ns, door, author, address, place, kind, namespace, name, action,"
            + " text_before, text_after, change_set, reason, undoes, late";
    private static final String OF_SUBJECT = " WHERE kind = ? AND namespace = ? AND name = ?";

    private final AuditFile file;

    AuditTable(String path) {
        file = new AuditFile(path, TABLES);
    }

    void together(Runnable work) {
        file.together(work);
    }

    /** Gives it a number. */
    AuditEntry add(AuditEntry entry) {
        long id = file.askAsWriter("SELECT nextval('entry_id')", row -> row.getLong(1))
                .getFirst();
        Author author = entry.author();
        Subject subject = entry.subject();
        file.change(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                nanos(entry.at()),
                author.door().label(),
                author.name(),
                author.address(),
                author.place(),
                subject.kind().label(),
                subject.namespace(),
                subject.name(),
                entry.action().label(),
                entry.before(),
                entry.after(),
                entry.occasion().changeSet(),
                entry.occasion().reason(),
                entry.undoes(),
                entry.late());
        return entry.withId(id);
    }

    /** The last change of it, as whoever writes sees it. */
    Optional<AuditEntry> last(Subject subject) {
        return file
                .askAsWriter(
                        "SELECT " + COLUMNS + " FROM entry" + OF_SUBJECT + " ORDER BY id DESC LIMIT 1",
                        AuditTable::entry,
                        subject.kind().label(),
                        subject.namespace(),
                        subject.name())
                .stream()
                .findFirst();
    }

    /** The newest first. */
    List<AuditEntry> list(AuditCondition condition, int limit) {
        return file.ask(
                "SELECT " + COLUMNS + " FROM entry WHERE " + condition.sql() + " ORDER BY time_ns DESC, id DESC LIMIT "
                        + limit,
                condition.parameters(),
                AuditTable::entry);
    }

    /** Those that took one of these back. */
    List<AuditEntry> undoing(List<Long> ids) {
        String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return ids.isEmpty()
                ? List.of()
                : file.ask(
                        "SELECT " + COLUMNS + " FROM entry WHERE undoes IN (" + places + ") ORDER BY id",
                        ids,
                        AuditTable::entry);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                instant(row.getLong("time_ns")),
                new Author(
                        Door.ofLabel(row.getString("door")),
                        row.getString("author"),
                        row.getString("address"),
                        row.getString("place")),
                new Subject(Kind.ofLabel(row.getString("kind")), row.getString("namespace"), row.getString("name")),
                Action.ofLabel(row.getString("action")),
                row.getString("text_before"),
                row.getString("text_after"),
                new Occasion(row.getString("change_set"), row.getString("reason")),
                row.getLong("undoes"),
                row.getBoolean("late"));
    }

    /** Every object as it was known last. */
    Map<ObjectRef, String> known() {
        Map<ObjectRef, String> known = new HashMap<>();
        file.ask("SELECT kind, namespace, name, text FROM known", List.of(), row -> {
            ObjectKind kind = ObjectKind.valueOf(row.getString(1));
            return known.put(new ObjectRef(kind, row.getString(2), row.getString(3)), row.getString(4));
        });
        return known;
    }

    /** @param text empty when it is gone */
    void know(ObjectRef ref, String text) {
        file.change("DELETE FROM known" + OF_SUBJECT, ref.kind().name(), ref.namespace(), ref.name());
        if (!text.isEmpty()) {
            file.change("INSERT INTO known VALUES (?, ?, ?, ?)", ref.kind().name(), ref.namespace(), ref.name(), text);
        }
    }

    /** Since when changes are seen; empty before everything was seen once. */
    Optional<Instant> watchedSince() {
        return file.ask("SELECT since_ns FROM watched", List.of(), row -> instant(row.getLong(1))).stream()
                .findFirst();
    }

    void watchSince(Instant time) {
        file.change("INSERT INTO watched VALUES (?)", nanos(time));
    }

    void deleteBefore(Instant time) {
        file.change("DELETE FROM entry WHERE time_ns < ?", nanos(time));
    }

    /** All but the newest. */
    void deleteBeyond(long most) {
        file.change("DELETE FROM entry WHERE id <= (SELECT coalesce(max(id), 0) FROM entry) - ?", most);
    }

    static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(
                        instant.getEpochSecond(), Duration.ofSeconds(1).toNanos()),
                instant.getNano());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    @Override
    public void close() {
        file.close();
    }
}
