package dev.weir.console;

import dev.weir.audit.AuditEntry;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditQuery.Place;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.flow.TimeText;
import dev.weir.visible.VisibleAudit.Page;
import dev.weir.visible.VisibleAudit.Seen;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what: the list.
 *
 * @param wrong why the question cannot be answered; empty when it can
 * @param older where the list goes on; null at its end
 * @param blank why there is nothing; null when there is something
 * @param gaps how often something could not be written down; empty when never
 */
record HistoryView(
        Form form,
        String wrong,
        String summary,
        List<Row> rows,
        @Nullable String older,
        @Nullable Blank blank,
        String gaps) {

    /** What was typed. */
    record Form(String ns, String policy, String actor, String change, String from, String to) {
        Form {
            ns = typed(ns);
            policy = typed(policy);
            actor = typed(actor);
            change = typed(change);
            from = typed(from);
            to = typed(to);
        }

        /** An address may come without a field. */
        private static String typed(@Nullable String value) {
            return value == null ? "" : value.strip();
        }

        /** Throws {@link java.time.DateTimeException} or {@link IllegalArgumentException} for what cannot be read. */
        AuditQuery query(Instant now, String place) {
            return new AuditQuery(
                    ns,
                    policy,
                    actor,
                    change,
                    time(from, now),
                    time(to, now),
                    place.isEmpty() ? null : Place.parse(place));
        }

        private static @Nullable Instant time(String text, Instant now) {
            return text.isEmpty() ? null : TimeText.time(text, now);
        }

        boolean isAll() {
            return (ns + policy + actor + change + from + to).isEmpty();
        }

        String address(Place next) {
            return LogsAddress.of(
                    "/history",
                    new String[] {"ns", ns},
                    new String[] {"policy", policy},
                    new String[] {"actor", actor},
                    new String[] {"change", change},
                    new String[] {"from", from},
                    new String[] {"to", to},
                    new String[] {"continue", next.toString()});
        }
    }

    /**
     * One change.
     *
     * @param undone by whom it was taken back; null when it was not
     * @param changeSet null when it was written alone
     */
    record Row(
            String href,
            String at,
            String author,
            Mark door,
            Mark action,
            String subject,
            String lines,
            String reason,
            @Nullable Mark undone,
            @Nullable Link changeSet) {}

    static HistoryView wrong(Form form, String why) {
        return new HistoryView(form, why, "", List.of(), null, null, "");
    }

    static HistoryView of(Form form, Page page, Sources sources) {
        Texts texts = sources.texts();
        Place next = page.next();
        return new HistoryView(
                form,
                "",
                texts.of(
                        next == null ? "history.summary" : "history.summary.more",
                        page.changes().size()),
                page.changes().stream().map(seen -> row(seen, sources)).toList(),
                next == null ? null : form.address(next),
                page.changes().isEmpty() ? blank(form, sources) : null,
                sources.lost() == 0 ? "" : texts.of("history.gaps", texts.number(sources.lost())));
    }

    /** @param since when changes are seen; null when not everything was seen yet */
    record Sources(
            HistoryWords words,
            Texts texts,
            long lost,
            @Nullable Instant since) {}

    private static Row row(Seen seen, Sources sources) {
        HistoryWords words = sources.words();
        AuditEntry entry = seen.entry();
        String undone = words.undone(seen);
        String changeSet = entry.occasion().changeSet();
        return new Row(
                HistoryAddress.entry(entry.id()),
                sources.texts().dayAndTime(entry.at()),
                words.author(entry.author()),
                words.door(entry.author()),
                words.action(entry.action()),
                words.subject(entry.subject()),
                words.lines(entry),
                entry.occasion().reason(),
                undone == null ? null : Mark.warning(undone),
                changeSet.isEmpty()
                        ? null
                        : new Link(
                                ChangeView.address(changeSet), sources.texts().of("history.change-set")));
    }

    private static Blank blank(Form form, Sources sources) {
        Texts texts = sources.texts();
        if (!form.isAll()) {
            return new Blank(
                    texts.of("history.none-such"),
                    texts.of("history.none-such.text"),
                    List.of(),
                    new Link("/history", texts.of("history.all")));
        }
        Instant since = sources.since();
        String text = since == null
                ? texts.of("history.not-watched")
                : texts.of("history.none.text", texts.dayAndTime(since));
        return new Blank(texts.of("history.none"), text, List.of(), new Link("/policies", texts.of("policies.title")));
    }
}
