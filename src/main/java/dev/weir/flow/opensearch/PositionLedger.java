package dev.weir.flow.opensearch;

import dev.weir.flow.store.RecordStoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Hands out positions to all servers that share the store, from one document that is changed by comparing and setting. A server takes a
 * block of them before it writes and gives it back when its records can be found. What lies before every block that is out is complete: up to
 * there a tail may read without missing anything.
 *
 * <p>Worst case: a server dies with a block out. After two minutes the others take it back, and the positions that were not used stay
 * unused. Were that server only slow, its records would still be stored once and found by every search, but a tail may have passed them.
 */
final class PositionLedger {
    private static final String DOCUMENT = "positions";
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(2);
    private static final int MOST_TRIES = 1_000;

    private final Requests requests;
    private final String index;
    private final Clock clock;

    /** Positions that one server uses. */
    record Block(String id, long first, long since) {}

    /** The next position to hand out, and the blocks that are out. */
    private record Ledger(long next, List<Block> out) {
        long complete() {
            return out.stream().mapToLong(Block::first).min().orElse(next) - 1;
        }

        Map<String, Object> document() {
            return Map.of("next", next, "out", out);
        }
    }

    PositionLedger(Requests requests, String index, Clock clock) {
        this.requests = requests;
        this.index = index;
        this.clock = clock;
    }

    Block take(int positions) {
        String id = UUID.randomUUID().toString();
        Ledger changed = change(ledger -> {
            List<Block> out = new ArrayList<>(ledger.out());
            out.add(new Block(id, ledger.next(), clock.millis()));
            return new Ledger(ledger.next() + positions, out);
        });
        return changed.out().getLast();
    }

    void giveBack(Block block) {
        change(ledger -> new Ledger(
                ledger.next(),
                ledger.out().stream()
                        .filter(out -> !out.id().equals(block.id()))
                        .toList()));
    }

    /** Every record up to this position can be found. */
    long complete() {
        JsonNode found = read();
        return found.path("found").asBoolean(false)
                ? ledger(found.path("_source")).complete()
                : 0;
    }

    private synchronized Ledger change(UnaryOperator<Ledger> change) {
        for (int i = 0; i < MOST_TRIES; i++) {
            JsonNode found = read();
            boolean exists = found.path("found").asBoolean(false);
            Ledger changed = change.apply(exists ? ledger(found.path("_source")) : new Ledger(1, List.of()));
            String condition = exists
                    ? "if_seq_no=" + found.path("_seq_no").asLong() + "&if_primary_term="
                            + found.path("_primary_term").asLong()
                    : "op_type=create";
            Answer answer =
                    requests.send("PUT", "/" + index + "/_doc/" + DOCUMENT + "?" + condition, changed.document());
            if (answer.isSuccess()) {
                return changed;
            }
            if (!answer.isConflict()) {
                throw Refusal.of(answer);
            }
        }
        throw new RecordStoreException.Busy("Too many servers write at once.");
    }

    private JsonNode read() {
        Answer answer = requests.send("GET", "/" + index + "/_doc/" + DOCUMENT, null);
        if (!answer.isSuccess() && !answer.isMissing()) {
            throw Refusal.of(answer);
        }
        return answer.body();
    }

    private Ledger ledger(JsonNode source) {
        long oldest = clock.millis() - LONGEST_WRITE.toMillis();
        Map<String, Block> out = new LinkedHashMap<>();
        for (JsonNode block : source.path("out")) {
            Block read = new Block(
                    block.path("id").asString(),
                    block.path("first").asLong(),
                    block.path("since").asLong());
            if (read.since() >= oldest) {
                out.put(read.id(), read);
            }
        }
        return new Ledger(source.path("next").asLong(), List.copyOf(out.values()));
    }
}
