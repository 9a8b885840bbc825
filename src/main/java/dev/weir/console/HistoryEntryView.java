package dev.weir.console;

import dev.weir.audit.AuditEntry;
import dev.weir.audit.Author;
import dev.weir.audit.Author.Door;
import dev.weir.audit.Subject.Kind;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.Parts.Banner;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.YamlLine;
import dev.weir.visible.VisibleAudit.Seen;
import dev.weir.why.ChangeEffect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change, in full.
 *
 * @param subject with the page of what was changed; null when it has none
 * @param more other changes of the same object; null when it has no list of its own
 * @param undone by whom it was taken back; null when it was not
 * @param undoes the change that it took back; null when it took back none
 * @param words what a policy says in sentences; those that went and came are marked
 * @param effect null when it concerns no connection
 * @param restore the versions that the reader may bring back
 */
record HistoryEntryView(
        String title,
        Mark action,
        List<Fact> facts,
        @Nullable Link subject,
        @Nullable Link more,
        @Nullable Banner undone,
        @Nullable Link undoes,
        List<Mark> words,
        List<YamlLine> before,
        List<YamlLine> after,
        @Nullable EffectView effect,
        List<Restore> restore) {

    record Fact(String name, String text) {}

    /** A version that can be brought back: the button that opens the editor with it. */
    record Restore(String action, String version, String text) {}

    record EffectView(
            String basis, String summary, List<WhatIfView.PairRow> gained, List<WhatIfView.PairRow> lost, String more) {
        static EffectView of(ChangeEffect effect, Texts texts) {
            return new EffectView(
                    effect.basis(),
                    texts.of(
                            "history.effect.summary",
                            effect.gained().size(),
                            effect.lost().size()),
                    effect.gained().stream().map(WhatIfView.PairRow::of).toList(),
                    effect.lost().stream().map(WhatIfView.PairRow::of).toList(),
                    effect.more() == 0 ? "" : texts.of("whatif.more", effect.more()));
        }
    }

    /**
     * What the page is made of.
     *
     * @param words see {@link HistoryEntryView#words}
     * @param effect null when it concerns no connection
     * @param latest whether nothing has changed the object since
     * @param writable whether the reader may write it
     */
    record Sources(
            HistoryWords history,
            List<Mark> words,
            @Nullable ChangeEffect effect,
            boolean latest,
            boolean writable,
            Texts texts) {}

    static HistoryEntryView of(Seen seen, Sources sources) {
        AuditEntry entry = seen.entry();
        HistoryWords words = sources.history();
        Texts texts = sources.texts();
        String page = HistoryAddress.subject(entry.subject());
        ChangeEffect effect = sources.effect();
        return new HistoryEntryView(
                words.subject(entry.subject()),
                words.action(entry.action()),
                facts(entry, words, texts),
                page == null ? null : new Link(page, texts.of("history.subject")),
                entry.subject().kind() == Kind.NETWORK_POLICY
                        ? new Link(HistoryAddress.ofPolicy(policy(entry)), texts.of("history.of-policy"))
                        : null,
                undone(seen, words, texts),
                entry.undoes() == 0 ? null : new Link(HistoryAddress.entry(entry.undoes()), texts.of("history.undoes")),
                sources.words(),
                lines(entry.before(), entry.after(), "removed"),
                lines(entry.after(), entry.before(), "added"),
                effect == null ? null : EffectView.of(effect, texts),
                restore(entry, sources));
    }

    private static PolicyRef policy(AuditEntry entry) {
        return new PolicyRef(entry.subject().namespace(), entry.subject().name());
    }

    private static List<Fact> facts(AuditEntry entry, HistoryWords words, Texts texts) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(texts.of("column.when", texts.zone()), texts.dayAndTime(entry.at())));
        facts.add(new Fact(texts.of("column.who"), words.author(entry.author())));
        facts.add(new Fact(texts.of("history.from-where"), fromWhere(entry.author(), words, texts)));
        if (!entry.occasion().reason().isEmpty()) {
            facts.add(new Fact(texts.of("column.reason"), entry.occasion().reason()));
        }
        if (entry.late()) {
            facts.add(new Fact(texts.of("history.late"), texts.of("history.late.text")));
        }
        return facts;
    }

    private static String fromWhere(Author author, HistoryWords words, Texts texts) {
        String door = words.door(author).text();
        if (author.door() == Door.OUTSIDE) {
            return texts.of("history.outside.text");
        }
        if (author.place().isEmpty()) {
            return door;
        }
        return author.address().isEmpty()
                ? texts.of("history.place", door, author.place())
                : texts.of("history.place.address", door, author.place(), author.address());
    }

    private static @Nullable Banner undone(Seen seen, HistoryWords words, Texts texts) {
        AuditEntry by = seen.undoneBy();
        String undone = words.undone(seen);
        return by == null || undone == null
                ? null
                : Banner.warning(
                        undone,
                        texts.of("history.undone.text"),
                        new Link(HistoryAddress.entry(by.id()), texts.of("history.undone.link")));
    }

    private static List<YamlLine> lines(String text, String other, String tone) {
        return text.isEmpty() ? List.of() : LineDiff.of(text, other, tone);
    }

    private static List<Restore> restore(AuditEntry entry, Sources sources) {
        List<Restore> versions = new ArrayList<>();
        if (entry.subject().kind() == Kind.NETWORK_POLICY && sources.writable()) {
            String action = HistoryAddress.entry(entry.id()) + "/restore";
            if (!entry.before().isEmpty()) {
                versions.add(new Restore(action, "before", sources.texts().of("history.restore.before")));
            }
            if (!entry.after().isEmpty() && !sources.latest()) {
                versions.add(new Restore(action, "after", sources.texts().of("history.restore.after")));
            }
        }
        return versions;
    }
}
