package dev.weir.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.console.RecordRow.RecordWriter;
import dev.weir.flow.StoredRecord;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * The live tail's HTML. Tabs that see all of a record share its object, and so its row is written once for all of them; one with an end that a
 * reader may not see is another object. Safe for use by several threads.
 */
@Component
final class TailRows {
    /** What all tabs show of some seconds. */
    private static final int REMEMBERED = 1_000;

    /** By identity, as weak keys are, and by the zone in which its time is told. */
    private final Cache<StoredRecord, Map<ZoneId, String>> rows =
            Caffeine.newBuilder().weakKeys().maximumSize(REMEMBERED).build();

    private final RecordWriter writer;
    private final SpringTemplateEngine templates;

    TailRows(RecordWriter writer, SpringTemplateEngine templates) {
        this.writer = writer;
        this.templates = templates;
    }

    /** A line among the rows. */
    record Note(String text, @Nullable String href) {}

    /**
     * @param note above the rows; null when there is nothing to say
     * @param gap what budgets kept from being recorded; null when nothing
     */
    String html(@Nullable Note note, @Nullable GapRow gap, List<StoredRecord> newestFirst) {
        StringBuilder html = new StringBuilder();
        if (note != null) {
            html.append(written("left-out", "note", note));
        }
        if (gap != null) {
            html.append(written("gap", "gap", gap));
        }
        ZoneId zone = ReaderZone.current();
        for (StoredRecord stored : newestFirst) {
            Map<ZoneId, String> byZone = rows.get(stored, unused -> new ConcurrentHashMap<>());
            html.append(byZone.computeIfAbsent(zone, unused -> row(stored)));
        }
        return html.toString();
    }

    private String row(StoredRecord stored) {
        return written("row", "row", writer.row(stored));
    }

    private String written(String fragment, String name, Object value) {
        Context context = new Context();
        context.setVariable(name, value);
        return templates.process("logs/rows", Set.of(fragment), context);
    }
}
