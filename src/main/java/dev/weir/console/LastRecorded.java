package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyTree;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.usage.LastRecords;
import dev.weir.words.WordLines.Sentence;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Beside each sentence about a rule the last record that the rule admitted. */
record LastRecorded(Map<String, Entry> byRule) {

    /** @param href of the record; null when there is none */
    record Entry(
            String text, @Nullable String href, @Nullable String timestamp) {}

    /** Since when the rules are as they are, as far as the object itself tells. Records of before name rules by other numbers. */
    static Optional<Instant> written(Map<String, Object> object) {
        Object fields = PolicyTree.map(object.get("metadata")).get("managedFields");
        List<?> entries = fields instanceof List<?> list ? list : List.of();
        return entries.stream()
                .map(PolicyTree::map)
                .filter(entry -> PolicyTree.map(entry.get("fieldsV1")).containsKey("f:spec"))
                .map(entry -> time(entry.get("time")))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    private static @Nullable Instant time(@Nullable Object time) {
        try {
            return time == null ? null : Instant.parse(time.toString());
        } catch (DateTimeException notATime) {
            return null; // Then the object does not tell.
        }
    }

    static LastRecorded of(NetworkPolicy policy, boolean recorded, LastRecords last, Texts texts) {
        Map<String, Entry> entries = new HashMap<>();
        for (Direction direction : Direction.values()) {
            for (int rule = 0; rule < policy.rules(direction).size(); rule++) {
                Entry entry = last.of(direction, rule)
                        .map(stored -> entry(stored, texts))
                        .orElseGet(() -> none(recorded, last, texts));
                entries.put(Sentence.rule(direction, rule), entry);
            }
        }
        return new LastRecorded(entries);
    }

    private static Entry entry(StoredRecord stored, Texts texts) {
        Instant time = stored.record().lastTime();
        return new Entry(texts.of("rule.last", texts.dayAndTime(time)), LogsAddress.page(stored), time.toString());
    }

    private static Entry none(boolean recorded, LastRecords last, Texts texts) {
        if (!recorded) {
            return new Entry(texts.of("rule.last.off"), null, null);
        }
        return new Entry(
                last.complete()
                        ? texts.of("rule.last.none", texts.dayAndTime(last.lookedFrom()))
                        : texts.of("rule.last.unknown", texts.dayAndTime(last.lookedFrom())),
                null,
                null);
    }
}
