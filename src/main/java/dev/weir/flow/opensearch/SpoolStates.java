package dev.weir.flow.opensearch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * How far each spool is stored. Written after its records, so it may be behind, never ahead: what is sent again is then found by its identity.
 * The sequence is the version of the document, so a slow server cannot set it back.
 */
final class SpoolStates {
    static final long NONE = -1;

    private final Requests requests;
    private final String index;
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    SpoolStates(Requests requests, String index) {
        this.requests = requests;
        this.index = index;
    }

    /** The sequence up to which this spool is stored. */
    long sequence(String node, long spool) {
        return known.computeIfAbsent(id(node, spool), this::load);
    }

    private long load(String id) {
        JsonNode document = requests.ask("POST", "/" + index + "/_mget", Map.of("ids", List.of(id)))
                .body()
                .path("docs")
                .path(0);
        return document.path("_source").path("sequence").asLong(NONE);
    }

    long advance(String node, long spool, long sequence) {
        String id = id(node, spool);
        BulkWrite write = new BulkWrite();
        write.replaceOlder(index, id, sequence, Map.of("node", node, "sequence", sequence));
        write.send(requests, false);
        return known.merge(id, sequence, Math::max);
    }

    private static String id(String node, long spool) {
        return node + "-" + Long.toHexString(spool);
    }
}
