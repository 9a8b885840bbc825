package dev.weir.local.api.registry;

/**
 * How a write is meant.
 *
 * @param dryRun whether everything but the write itself is done
 * @param fieldManager the name under which the fields written are owned
 * @param fieldValidation what happens to unknown fields: Strict, Warn or Ignore
 * @param force whether a server-side apply takes fields that others own
 */
public record WriteOptions(boolean dryRun, String fieldManager, FieldValidation fieldValidation, boolean force) {

    /** What happens to unknown and duplicate fields. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /** A write of the server itself, in somebody's name. */
    public static WriteOptions of(String fieldManager) {
        return new WriteOptions(false, fieldManager, FieldValidation.IGNORE, false);
    }
}
