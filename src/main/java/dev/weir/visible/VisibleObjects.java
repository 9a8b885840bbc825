package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.util.Map;

/**
 * Kubernetes objects, as far as the caller may read and write them. In a namespace: viewers read, editors write policies; the namespace
 * itself, which carries the switch of deny logging, belongs to its administrators. The settings of the cluster are read by everybody who
 * may read anything and written by administrators of all namespaces.
 */
public final class VisibleObjects implements KubernetesObjects {
    private final KubernetesObjects objects;
    private final CurrentAccess caller;

    public VisibleObjects(KubernetesObjects objects, CurrentAccess caller) {
        this.objects = objects;
        this.caller = caller;
    }

    @Override
    public ObjectList list(ObjectKind kind, ObjectQuery query) {
        Access access = caller.get();
        if (!query.namespace().isEmpty()) {
            access.demand(Role.VIEWER, query.namespace());
            return objects.list(kind, query);
        }
        ObjectList list = objects.list(kind, query);
        return new ObjectList(
                list.resourceVersion(),
                list.continueToken(),
                list.items().stream()
                        .filter(object -> mayRead(access, kind, object))
                        .toList());
    }

    private static boolean mayRead(Access access, ObjectKind kind, Map<String, Object> object) {
        if (kind.namespaced()) {
            return access.mayRead(metadata(object, "namespace"));
        }
        return kind == ObjectKind.NAMESPACE
                ? access.mayRead(metadata(object, "name"))
                : access.mayAnywhere(Role.VIEWER);
    }

    private static String metadata(Map<String, Object> object, String key) {
        return object.get("metadata") instanceof Map<?, ?> metadata && metadata.get(key) instanceof String text
                ? text
                : "";
    }

    @Override
    public Map<String, Object> get(ObjectRef ref) {
        Access access = caller.get();
        if (ref.kind().namespaced()) {
            access.demand(Role.VIEWER, ref.namespace());
        } else if (ref.kind() == ObjectKind.NAMESPACE) {
            access.demand(Role.VIEWER, ref.name());
        } else if (!access.mayAnywhere(Role.VIEWER)) {
            access.demandEverywhere(Role.VIEWER);
        }
        return objects.get(ref);
    }

    @Override
    public Map<String, Object> create(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        demandToWrite(ref);
        return objects.create(ref, object, options);
    }

    @Override
    public Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        demandToWrite(ref);
        return objects.replace(ref, object, options);
    }

    @Override
    public Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options) {
        demandToWrite(ref);
        return objects.patch(ref, form, patch, options);
    }

    @Override
    public void delete(ObjectRef ref, String resourceVersion, WriteOptions options) {
        demandToWrite(ref);
        objects.delete(ref, resourceVersion, options);
    }

    private void demandToWrite(ObjectRef ref) {
        Access access = caller.get();
        if (ref.kind() == ObjectKind.NETWORK_POLICY) {
            access.demand(Role.EDITOR, ref.namespace());
        } else if (ref.kind() == ObjectKind.NAMESPACE) {
            access.demand(Role.ADMIN, ref.name());
        } else {
            access.demandEverywhere(Role.ADMIN);
        }
    }
}
