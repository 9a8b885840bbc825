package dev.weir.local.api.store;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ObjectKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object as it was at a revision. The tree must not be changed: lists, watches and later writes share it. Its text is made once,
 * however many watchers read it; two threads that both make it make the same.
 */
public final class StoredObject {

    private final ObjectKey key;
    private final long revision;
    private final ObjectNode tree;
    private volatile byte @Nullable [] text;

    StoredObject(ObjectKey key, long revision, ObjectNode tree) {
        this.key = key;
        this.revision = revision;
        this.tree = tree;
    }

    /** The object that a write would have made, had it not been a trial. */
    public static StoredObject unwritten(ObjectKey key, ObjectNode tree) {
        return new StoredObject(key, 0, tree);
    }

    public ObjectKey key() {
        return key;
    }

    public long revision() {
        return revision;
    }

    public ObjectNode tree() {
        return tree;
    }

    public String uid() {
        return Json.text(tree, "metadata", "uid");
    }

    public byte[] text() {
        byte[] made = text;
        if (made == null) {
            made = Json.bytes(tree);
            text = made;
        }
        return made;
    }
}
