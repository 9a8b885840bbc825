package dev.weir.audit;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.util.Map;

/** Kubernetes objects, with a claim on everything that is written, by which the audit trail knows whose change the watch tells of. */
final class AuditedObjects implements KubernetesObjects {
    private final KubernetesObjects objects;
    private final Claims claims;
    private final CurrentAuthor author;

    AuditedObjects(KubernetesObjects objects, Claims claims, CurrentAuthor author) {
        this.objects = objects;
        this.claims = claims;
        this.author = author;
    }

    @Override
    public ObjectList list(ObjectKind kind, ObjectQuery query) {
        return objects.list(kind, query);
    }

    @Override
    public Map<String, Object> get(ObjectRef ref) {
        return objects.get(ref);
    }

    @Override
    public Map<String, Object> create(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        return claimed(ref, options, () -> objects.create(ref, object, options));
    }

    @Override
    public Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        return claimed(ref, options, () -> objects.replace(ref, object, options));
    }

    @Override
    public Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options) {
        return claimed(ref, options, () -> objects.patch(ref, form, patch, options));
    }

    @Override
    public void delete(ObjectRef ref, String resourceVersion, WriteOptions options) {
        claimed(ref, options, () -> {
            objects.delete(ref, resourceVersion, options);
            return Map.of();
        });
    }

    private interface Write {
        Map<String, Object> perform();
    }

    private Map<String, Object> claimed(ObjectRef ref, WriteOptions options, Write write) {
        if (options.dryRun() || !Subject.isKept(ref.kind())) {
            return write.perform();
        }
        claims.begin(ref);
        String version = null;
        try {
            Map<String, Object> stored = write.perform();
            version = Sighting.version(stored);
            return stored;
        } finally {
            claims.end(ref, version, author.get(), Occasion.current());
        }
    }
}
