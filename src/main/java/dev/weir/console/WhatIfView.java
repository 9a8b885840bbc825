package dev.weir.console;

import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.reach.Pair;
import dev.weir.simulation.Simulation;
import dev.weir.simulation.Simulation.BlindSpot;
import dev.weir.simulation.Simulation.Impact;
import dev.weir.simulation.Simulation.MayOpen;
import java.time.Instant;
import java.util.List;

/**
 * What would change: the panel beside a policy that is being written.
 *
 * @param breaks expectations that it would break, a sentence each
 * @param possible how many pairs gain and lose something
 * @param moreAdded how many are not listed; empty when all are
 * @param replayed what becomes of the recorded connections
 * @param newlyDenied those that would not be allowed any more, the busiest first
 * @param blindSpots what the answer does not see
 */
record WhatIfView(
        List<String> breaks,
        String possible,
        List<PairRow> added,
        String moreAdded,
        List<PairRow> removed,
        String moreRemoved,
        List<Mark> replayed,
        String window,
        List<ReplayRow> newlyDenied,
        List<ReplayRow> newlyAllowed,
        List<ReplayRow> undecidable,
        List<String> blindSpots) {
    private static final int SHOWN = 20;

    /** Who may open what to whom; seen says what was recorded between them, empty when nothing was. */
    record PairRow(String from, String to, String ports, String seen) {
        static PairRow of(Pair pair) {
            return new PairRow(
                    pair.from().toString(),
                    pair.to().toString(),
                    String.join(", ", pair.ports().words()),
                    "");
        }
    }

    record ReplayRow(String what, String count, String reason, List<Link> samples) {}

    static WhatIfView of(Simulation simulation, List<String> breaks, Texts texts) {
        Simulation.ConnectivityDiff diff = simulation.connectivityDiff();
        Impact impact = simulation.impact();
        long added = diff.added().size() + diff.moreAdded();
        long removed = diff.removed().size() + diff.moreRemoved();
        return new WhatIfView(
                breaks,
                texts.of("whatif.possible", texts.number(added), texts.number(removed)),
                pairs(diff.added(), impact.newlyAllowed(), texts),
                more(added, texts),
                pairs(diff.removed(), impact.newlyDenied(), texts),
                more(removed, texts),
                replayed(impact, texts),
                texts.of(
                        "whatif.replayed",
                        texts.number(impact.replayed()),
                        texts.dayAndTime(simulation.window().from()),
                        texts.dayAndTime(simulation.window().to()),
                        texts.zone()),
                rows(impact.newlyDenied(), texts),
                rows(impact.newlyAllowed(), texts),
                rows(impact.undecidable(), texts),
                simulation.blindSpots().stream()
                        .map(BlindSpot::text)
                        .map(texts::inReadersZone)
                        .toList());
    }

    private static String more(long count, Texts texts) {
        return count <= SHOWN ? "" : texts.of("whatif.more", count - SHOWN);
    }

    private static List<PairRow> pairs(List<MayOpen> pairs, Simulation.Group recorded, Texts texts) {
        return pairs.stream()
                .limit(SHOWN)
                .map(pair -> new PairRow(
                        pair.from().toString(),
                        pair.to().toString(),
                        String.join(", ", pair.ports()),
                        seen(pair, recorded, texts)))
                .toList();
    }

    private static String seen(MayOpen pair, Simulation.Group recorded, Texts texts) {
        List<Simulation.Row> own = recorded.rows().stream()
                .filter(row -> row.from().equals(pair.from()) && row.to().equals(pair.to()))
                .toList();
        long events = own.stream().mapToLong(Simulation.Row::events).sum();
        return own.stream()
                .map(Simulation.Row::lastSeen)
                .max(Instant::compareTo)
                .map(last -> texts.of("whatif.seen", texts.number(events), texts.dayAndTime(last)))
                .orElse("");
    }

    private static List<Mark> replayed(Impact impact, Texts texts) {
        long denied = impact.newlyDenied().records();
        String broken = texts.of("whatif.newly-denied", texts.number(denied));
        return List.of(
                Mark.quiet(texts.of("whatif.still-allowed", texts.number(impact.stillAllowed()))),
                denied == 0 ? Mark.quiet(broken) : Mark.bad(broken),
                Mark.quiet(texts.of(
                        "whatif.newly-allowed",
                        texts.number(impact.newlyAllowed().records()))),
                Mark.quiet(texts.of("whatif.still-denied", texts.number(impact.stillDenied()))),
                impact.undecidable().records() == 0
                        ? Mark.quiet(texts.of("whatif.undecidable", "0"))
                        : Mark.warning(texts.of(
                                "whatif.undecidable",
                                texts.number(impact.undecidable().records()))));
    }

    private static List<ReplayRow> rows(Simulation.Group group, Texts texts) {
        return group.rows().stream()
                .limit(SHOWN)
                .map(row -> new ReplayRow(
                        row.from() + " → " + row.to() + " " + row.protocol()
                                + (row.port() == 0 ? "" : " " + row.port()),
                        texts.of("whatif.seen", texts.number(row.events()), texts.dayAndTime(row.lastSeen())),
                        row.reason(),
                        row.samples().stream()
                                .limit(1)
                                .map(id -> new Link("/logs/" + id, texts.of("whatif.sample")))
                                .toList()))
                .toList();
    }
}
