package dev.weir.rest;

import dev.weir.audit.AuditEntry;
import dev.weir.audit.Author;
import dev.weir.audit.Subject;
import dev.weir.document.TextPatch;
import dev.weir.rest.EndAnswer.PairAnswer;
import dev.weir.visible.VisibleAudit.Seen;
import dev.weir.why.ChangeEffect;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what.
 *
 * @param changeSet with which it was written
 * @param late whether it happened while the server was not watching
 * @param undoes the id of the change that this one took back
 * @param undoneBy the change that took this one back
 */
record AuditAnswer(
        long id,
        Instant at,

        @Schema(allowableValues = {"created", "changed", "deleted"})
        String action,

        ObjectAnswer object,
        AuthorAnswer author,
        @Nullable String reason,
        @Nullable String changeSet,
        boolean late,
        @Nullable Long undoes,
        @Nullable UndoneAnswer undoneBy) {

    /** @param namespace that it concerns; of a Namespace, itself; absent for what concerns none */
    record ObjectAnswer(
            @Schema(
                    allowableValues = {
                        "NetworkPolicy",
                        "Namespace",
                        "NetworkLogging",
                        "Alerts",
                        "Person",
                        "Token",
                        "SavedView"
                    })
            String kind,

            @Nullable String namespace,
            String name) {
        static ObjectAnswer of(Subject subject) {
            return new ObjectAnswer(subject.kind().label(), orNull(subject.namespace()), subject.name());
        }
    }

    /**
     * Who, and from where.
     *
     * @param door outside: past this server; Kubernetes names a field manager then and not a person
     * @param name of the person, token or field manager; absent when nobody says it
     * @param address of the client, for administrators and whoever it was
     * @param place what was called; outside, how it was written
     */
    record AuthorAnswer(
            @Schema(allowableValues = {"console", "api", "outside", "server"})
            String door,

            @Nullable String name,
            @Nullable String address,
            @Nullable String place) {
        static @Nullable AuthorAnswer of(@Nullable AuditEntry entry) {
            return entry == null ? null : of(entry.author());
        }

        static AuthorAnswer of(Author author) {
            return new AuthorAnswer(
                    author.door().label(), orNull(author.name()), orNull(author.address()), orNull(author.place()));
        }
    }

    record UndoneAnswer(long id, Instant at, AuthorAnswer author) {}

    static AuditAnswer of(Seen seen) {
        AuditEntry entry = seen.entry();
        AuditEntry by = seen.undoneBy();
        return new AuditAnswer(
                entry.id(),
                entry.at(),
                entry.action().label(),
                ObjectAnswer.of(entry.subject()),
                AuthorAnswer.of(entry.author()),
                orNull(entry.occasion().reason()),
                orNull(entry.occasion().changeSet()),
                entry.late(),
                entry.undoes() == 0 ? null : entry.undoes(),
                by == null ? null : new UndoneAnswer(by.id(), by.at(), AuthorAnswer.of(by.author())));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /**
     * A change in full.
     *
     * @param before the object as it was, as text; empty when there was none
     * @param after as it is since; empty when there is none
     * @param patch the difference of both as a unified diff; empty when nothing can be shown of it
     * @param connectivity who can talk to whom since, and who could before; absent for what concerns no connection
     */
    record Full(
            AuditAnswer change,
            String before,
            String after,
            String patch,
            @Nullable Connectivity connectivity) {
        static Full of(Seen seen, @Nullable ChangeEffect effect) {
            AuditEntry entry = seen.entry();
            return new Full(
                    AuditAnswer.of(seen),
                    entry.before(),
                    entry.after(),
                    TextPatch.of(entry.subject().name() + ".yaml", entry.before(), entry.after()),
                    effect == null ? null : Connectivity.of(effect));
        }
    }

    /** @param more how many pairs of both are not listed */
    record Connectivity(String basis, List<PairAnswer> gained, List<PairAnswer> lost, long more) {
        static Connectivity of(ChangeEffect effect) {
            return new Connectivity(
                    effect.basis(),
                    effect.gained().stream().map(PairAnswer::of).toList(),
                    effect.lost().stream().map(PairAnswer::of).toList(),
                    effect.more());
        }
    }
}
