package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Lists in pages ({@code limit}, {@code continue}). All pages of a list show the same moment: the list is kept until it has been read or
 * until many others have been begun. Thread-safe.
 */
final class Pages {

    private static final int KEPT = 64;

    /** One page, and the token for the next one, "" on the last. */
    record Page(long revision, List<StoredObject> objects, String next, int remaining) {}

    private record Kept(ObjectStore.Snapshot snapshot) {}

    private final Map<String, Kept> kept = new LinkedHashMap<>();

    Page first(ObjectStore.Snapshot snapshot, int limit) {
        if (limit <= 0 || snapshot.objects().size() <= limit) {
            return new Page(snapshot.revision(), snapshot.objects(), "", 0);
        }
        String id = UUID.randomUUID().toString();
        synchronized (kept) {
            kept.put(id, new Kept(snapshot));
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return page(id, snapshot, 0, limit);
    }

    Page next(String token, int limit) {
        String id;
        int start;
        try {
            JsonNode read = Json.read(Base64.getUrlDecoder().decode(token));
            id = Json.text(read, "id");
            start = (int) Json.number(read, "start");
        } catch (IllegalArgumentException | JacksonException e) {
            throw ApiException.badRequest("continue key is not valid: " + e.getMessage());
        }
        Kept found;
        synchronized (kept) {
            found = kept.get(id);
        }
        if (found == null || start > found.snapshot().objects().size()) {
            throw ApiException.expired(
                    "The provided continue parameter is too old to display a consistent list result. You must start a new"
                            + " list without the continue parameter.");
        }
        return page(id, found.snapshot(), start, limit <= 0 ? Integer.MAX_VALUE : limit);
    }

    private Page page(String id, ObjectStore.Snapshot snapshot, int start, int limit) {
        List<StoredObject> all = snapshot.objects();
        int end = (int) Math.min(all.size(), (long) start + limit);
        String next = "";
        if (end < all.size()) {
            byte[] token = Json.bytes(Json.object().put("id", id).put("start", end));
            next = new String(Base64.getUrlEncoder().withoutPadding().encode(token), StandardCharsets.US_ASCII);
        } else {
            synchronized (kept) {
                kept.remove(id);
            }
        }
        return new Page(snapshot.revision(), all.subList(start, end), next, all.size() - end);
    }
}
