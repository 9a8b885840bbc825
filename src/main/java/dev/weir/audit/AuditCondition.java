package dev.weir.audit;

import dev.weir.audit.Subject.Audience;
import dev.weir.audit.Subject.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Which rows: a condition that grows, with the values for its question marks. */
final class AuditCondition {
    private final List<String> all = new ArrayList<>(List.of("true"));
    private final List<Object> values = new ArrayList<>();

    static AuditCondition of(AuditQuery query, AuditReader reader) {
        AuditCondition condition = new AuditCondition();
        condition.visibleTo(reader);
        condition.text("namespace", query.namespace());
        if (!query.policy().isEmpty()) {
            condition.text("kind", Kind.NETWORK_POLICY.label());
            condition.text("name", query.policy());
        }
        condition.text("author", query.author());
        condition.text("change_set", query.changeSet());
        if (query.from() != null) {
            condition.and("time_ns >= ?", AuditTable.nanos(query.from()));
        }
        if (query.to() != null) {
            condition.and("time_ns <= ?", AuditTable.nanos(query.to()));
        }
        if (query.after() != null) {
            long time = AuditTable.nanos(query.after().at());
            condition.and(
                    "(time_ns < ? OR (time_ns = ? AND id < ?))",
                    time,
                    time,
                    query.after().id());
        }
        return condition;
    }

    static AuditCondition of(long id, AuditReader reader) {
        AuditCondition condition = new AuditCondition();
        condition.visibleTo(reader);
        condition.and("id = ?", id);
        return condition;
    }

    /** Of one object, not after a time. */
    static AuditCondition of(Subject subject, Instant upTo, AuditReader reader) {
        AuditCondition condition = new AuditCondition();
        condition.visibleTo(reader);
        condition.and(
                "kind = ? AND namespace = ? AND name = ?", subject.kind().label(), subject.namespace(), subject.name());
        condition.and("time_ns <= ?", AuditTable.nanos(upTo));
        return condition;
    }

    private void visibleTo(AuditReader reader) {
        if (reader.administrator()) {
            return;
        }
        List<String> any = new ArrayList<>();
        List<Object> own = new ArrayList<>();
        alternative("kind", Kind.of(Audience.EVERYBODY), "", any, own);
        if (reader.everywhere()) {
            alternative("kind", Kind.of(Audience.NAMESPACE), "", any, own);
            alternative("kind", Kind.of(Audience.CLUSTER), "", any, own);
        } else if (!reader.namespaces().isEmpty()) {
            alternative("namespace", reader.namespaces(), "", any, own);
        }
        alternative("kind", Kind.of(Audience.ADMINISTRATORS), " AND author = ?", any, own);
        own.add(reader.name());
        and("(" + String.join(" OR ", any) + ")", own.toArray());
    }

    private static void alternative(
            String column, Collection<String> texts, String more, List<String> any, List<Object> own) {
        any.add("(" + column + " IN (" + String.join(", ", Collections.nCopies(texts.size(), "?")) + ")" + more + ")");
        own.addAll(texts);
    }

    private void text(String column, String value) {
        if (!value.isEmpty()) {
            and(column + " = ?", value);
        }
    }

    private void and(String sql, Object... parameters) {
        all.add(sql);
        values.addAll(List.of(parameters));
    }

    String sql() {
        return String.join(" AND ", all);
    }

    List<Object> parameters() {
        return List.copyOf(values);
    }
}
