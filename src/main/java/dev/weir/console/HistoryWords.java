package dev.weir.console;

import dev.weir.audit.Action;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.Author;
import dev.weir.audit.Author.Door;
import dev.weir.audit.Subject;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.document.TextLines;
import dev.weir.visible.VisibleAudit.Seen;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who changed what, in words. */
@Component
final class HistoryWords {
    private final Texts texts;

    HistoryWords(Texts texts) {
        this.texts = texts;
    }

    /** The person, token or field manager. */
    String author(Author author) {
        if (author.door() == Door.SERVER) {
            return texts.of("history.by-itself");
        }
        return author.name().isEmpty() ? texts.of("history.nobody-says") : author.name();
    }

    /** By which way it came. */
    Mark door(Author author) {
        String text = texts.of("history.door." + author.door().label());
        return author.door() == Door.OUTSIDE ? Mark.warning(text) : Mark.quiet(text);
    }

    Mark action(Action action) {
        String text = texts.of("history.action." + action.label());
        return switch (action) {
            case CREATED -> Mark.good(text);
            case CHANGED -> Mark.quiet(text);
            case DELETED -> Mark.warning(text);
        };
    }

    String subject(Subject subject) {
        boolean alone = subject.namespace().isEmpty() || subject.kind() == Subject.Kind.NAMESPACE;
        return texts.of(
                "history.kind." + subject.kind().label().toLowerCase(Locale.ROOT),
                alone ? subject.name() : subject.namespace() + "/" + subject.name());
    }

    /** "3 lines more, 1 line less". */
    String lines(AuditEntry entry) {
        int added = TextLines.differing(entry.after(), entry.before()).size();
        int removed = TextLines.differing(entry.before(), entry.after()).size();
        return texts.of("history.lines", added, removed);
    }

    /** "Undone by argocd-controller after 3 min"; null when it was not. */
    @Nullable
    String undone(Seen seen) {
        AuditEntry by = seen.undoneBy();
        if (by == null) {
            return null;
        }
        Duration after = Duration.between(seen.entry().at(), by.at());
        String duration = texts.duration(after.isNegative() ? Duration.ZERO : after);
        return by.author().name().isEmpty()
                ? texts.of("history.undone.nobody", duration)
                : texts.of("history.undone", author(by.author()), duration);
    }

    /** "by anna (console)", for beside a sentence about a change; null when it is not kept. */
    @Nullable
    Link link(@Nullable AuditEntry entry) {
        return entry == null
                ? null
                : new Link(
                        HistoryAddress.entry(entry.id()),
                        texts.of(
                                "history.by",
                                author(entry.author()),
                                door(entry.author()).text()));
    }
}
