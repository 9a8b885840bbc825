package dev.weir.console;

import dev.weir.flow.store.WithheldCount;
import dev.weir.why.GapCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A row among records that says what budgets kept from being recorded there. Its fragment is written outside of requests, too. */
record GapRow(String time, String timestamp, String text, String nodes) {

    /** @param counts at least one */
    static GapRow of(List<WithheldCount> counts, Texts texts) {
        Instant first = counts.stream()
                .map(WithheldCount::start)
                .min(Instant::compareTo)
                .orElseThrow();
        Instant last = counts.stream()
                .map(WithheldCount::start)
                .max(Instant::compareTo)
                .orElseThrow();
        long allowed = counts.stream().mapToLong(WithheldCount::allowed).sum();
        long denied = counts.stream().mapToLong(WithheldCount::denied).sum();
        TreeSet<String> nodes = new TreeSet<>();
        counts.forEach(count -> nodes.add(count.node()));
        String time = texts.time(first) + (last.equals(first) ? "" : "–" + texts.time(last));
        return new GapRow(
                time,
                first.toString(),
                texts.of("gap.text", texts.and(parts(allowed, denied, texts))),
                texts.of("gap.nodes", texts.and(List.copyOf(nodes))));
    }

    private static List<String> parts(long allowed, long denied, Texts texts) {
        List<String> parts = new ArrayList<>();
        if (allowed > 0) {
            parts.add(texts.of("gap.allowed", allowed));
        }
        if (denied > 0) {
            parts.add(texts.of("gap.denied", denied));
        }
        return parts;
    }

    /**
     * Where they stand among the rows of a page.
     *
     * @param before by the id of the row that follows
     */
    record Placed(Map<String, GapRow> before, @Nullable GapRow last) {
        static final Placed NONE = new Placed(Map.of(), null);

        /** @param gaps of the same question, in its order */
        static Placed among(List<RecordRow> rows, GapCursor gaps, boolean isLast, Texts texts) {
            Map<String, GapRow> before = new HashMap<>();
            for (RecordRow row : rows) {
                List<WithheldCount> here = gaps.before(Instant.parse(row.timestamp()));
                if (!here.isEmpty()) {
                    before.put(row.id(), of(here, texts));
                }
            }
            List<WithheldCount> rest = isLast ? gaps.rest() : List.of();
            return new Placed(before, rest.isEmpty() ? null : of(rest, texts));
        }
    }
}
