package dev.weir.alert;

import static java.util.Objects.requireNonNullElse;

import dev.weir.file.JsonFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/**
 * What the watch knows by itself, over restarts: its alerts, and what is usual. What must not be lost, an alert or a destination seen for the
 * first time, is written with the look that found it; averages every few minutes.
 */
public final class AlertMemory {
    private static final Duration WRITE_EVERY = Duration.ofMinutes(5);

    private final JsonFile<Content> file;
    private final Clock clock;
    private final Instant watchedSince;
    private final AlertBook book;
    private final Averages denials;
    private final Destinations destinations;
    private final LastTimes selections;
    private final Admissions admissions;
    private Instant lookedAt;
    private Instant written;
    private long writtenChanges;

    /** As it is in the file. */
    record Content(
            Instant watchedSince,
            Instant lookedAt,
            List<Alert> alerts,
            Map<String, Double> denials,
            Map<String, Map<String, Destination>> destinations,
            Map<String, Instant> selections,
            Map<String, Admissions.Quiet> admissions) {
        /** What a file of an earlier version does not have is empty. */
        Content {
            admissions = requireNonNullElse(admissions, Map.of());
        }
    }

    /** @param path of its file; empty = in memory, lost with the process */
    public AlertMemory(String path, Clock clock) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        this.clock = clock;
        Instant now = clock.instant();
        Content content =
                file.read().orElseGet(() -> new Content(now, now, List.of(), Map.of(), Map.of(), Map.of(), Map.of()));
        watchedSince = content.watchedSince();
        lookedAt = content.lookedAt();
        book = new AlertBook(content.alerts());
        denials = new Averages(content.denials());
        destinations = new Destinations(content.destinations(), clock);
        selections = new LastTimes(content.selections());
        admissions = new Admissions(content.admissions());
        written = now;
        writtenChanges = changes();
    }

    public Instant watchedSince() {
        return watchedSince;
    }

    /** Denied packets a second at each workload. */
    public Averages denials() {
        return denials;
    }

    public Destinations destinations() {
        return destinations;
    }

    /** When each policy last selected a pod. */
    public LastTimes selections() {
        return selections;
    }

    /** For how long each policy is usually quiet. */
    public Admissions admissions() {
        return admissions;
    }

    AlertBook book() {
        return book;
    }

    synchronized Instant lookedAt() {
        return lookedAt;
    }

    synchronized void lookedAt(Instant now) {
        lookedAt = now;
    }

    private long changes() {
        return book.changes() + destinations.changes() + selections.changes() + admissions.changes();
    }

    synchronized void writeIfDue() {
        if (changes() != writtenChanges || !clock.instant().isBefore(written.plus(WRITE_EVERY))) {
            write();
        }
    }

    synchronized void write() {
        long now = changes();
        file.write(new Content(
                watchedSince,
                lookedAt,
                book.all(),
                denials.copy(),
                destinations.copy(),
                selections.copy(),
                admissions.copy()));
        writtenChanges = now;
        written = clock.instant();
    }
}
