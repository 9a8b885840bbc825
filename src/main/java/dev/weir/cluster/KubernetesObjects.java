package dev.weir.cluster;

import java.util.List;
import java.util.Map;

/**
 * Reads and writes Kubernetes objects verbatim, as JSON trees (maps, lists, strings, numbers, booleans, in the order of the source). Every
 * call goes to the API server, which validates; nothing is cached. Every method throws {@link KubernetesException} in one of its forms.
 */
public interface KubernetesObjects {

    ObjectList list(ObjectKind kind, ObjectQuery query);

    Map<String, Object> get(ObjectRef ref);

    /** The reference must agree with the object's metadata. */
    Map<String, Object> create(ObjectRef ref, Map<String, Object> object, WriteOptions options);

    /** With {@code metadata.resourceVersion} in the object, only if that is still the current one. */
    Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options);

    /** @param patch a JSON object for the merge forms, a JSON array for a JSON patch, text (JSON or YAML) for server-side apply */
    Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options);

    /** @param resourceVersion only if this is still the current one; empty = whatever it is */
    void delete(ObjectRef ref, String resourceVersion, WriteOptions options);

    /** The forms of a patch, by content type. */
    enum PatchForm {
        MERGE("application/merge-patch+json"),
        STRATEGIC_MERGE("application/strategic-merge-patch+json"),
        JSON("application/json-patch+json"),
        APPLY("application/apply-patch+yaml");

        private final String contentType;

        PatchForm(String contentType) {
            this.contentType = contentType;
        }

        public String contentType() {
            return contentType;
        }
    }

    /**
     * Which objects of a kind.
     *
     * @param namespace empty = all
     * @param labelSelector empty = all
     * @param limit 0 = no limit
     * @param continueToken empty = from the start
     */
    record ObjectQuery(String namespace, String labelSelector, String fieldSelector, int limit, String continueToken) {
        public static final ObjectQuery ALL = new ObjectQuery("", "", "", 0, "");

        public static ObjectQuery in(String namespace) {
            return new ObjectQuery(namespace, "", "", 0, "");
        }
    }

    /** A page of objects; the continue token is empty on the last one. */
    record ObjectList(String resourceVersion, String continueToken, List<Map<String, Object>> items) {}

    /**
     * How to write.
     *
     * @param dryRun validate and admit, but store nothing
     * @param strict refuse unknown and duplicate fields ({@code fieldValidation=Strict})
     * @param fieldManager who owns the fields written; empty = the server's default
     * @param force for server-side apply: take over fields that others own
     */
    record WriteOptions(boolean dryRun, boolean strict, String fieldManager, boolean force) {
        public static final WriteOptions DEFAULT = new WriteOptions(false, true, "weir", false);
        public static final WriteOptions DRY_RUN = new WriteOptions(true, true, "weir", false);

        /** The same, only tried. */
        public WriteOptions asDryRun() {
            return new WriteOptions(true, strict, fieldManager, force);
        }
    }
}
