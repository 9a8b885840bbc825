package dev.weir.console;

import dev.weir.console.SummaryView.Source;
import dev.weir.console.SummaryView.Then;
import dev.weir.counts.Missing;
import dev.weir.pairs.RecordedDenials;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.ReadableHistory.Past;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The summary of an earlier time: from the history of the cluster, and for denials from the records. */
@Component
final class SummaryThen {
    private static final Missing NOTHING = new Missing(List.of(), List.of(), 0, 0);

    private final RecordedDenials denials;
    private final CoverageExplainer coverage;
    private final ClusterThen then;
    private final Texts texts;

    SummaryThen(RecordedDenials denials, CoverageExplainer coverage, ClusterThen then, Texts texts) {
        this.denials = denials;
        this.coverage = coverage;
        this.then = then;
        this.texts = texts;
    }

    /** To an earlier time, or back to now. */
    static TimeBar bar(String at, boolean showSystem, Texts texts) {
        String system = showSystem ? "show" : "";
        return TimeBar.ofSummary(
                at,
                times -> LogsAddress.of("/", new String[] {"system", system}, new String[] {"at", times.at()}),
                texts);
    }

    /** Throws {@link java.time.DateTimeException}. */
    Source source(String at, boolean showSystem) {
        String instant = then.instant(at);
        Past past = Objects.requireNonNull(then.past(instant));
        RecordedDenials.Found found = denials.before(Instant.parse(instant));
        return new Source(
                past.snapshot(),
                List.of(),
                found.lastDay(),
                found.lastMinutes(),
                NOTHING,
                showSystem,
                bar(instant, showSystem, texts),
                new Then(found, notes(past, found)));
    }

    private List<String> notes(Past past, RecordedDenials.Found found) {
        List<String> notes = new ArrayList<>();
        if (!past.followed()) {
            notes.add(texts.of("summary.not-followed"));
        }
        coverage.missing(RecordedDenials.DENIALS, found.range()).causes().stream()
                .map(cause -> texts.inReadersZone(cause.sentence()))
                .forEach(notes::add);
        return notes;
    }
}
