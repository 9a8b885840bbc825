package dev.weir.watch;

/**
 * What became of an object.
 *
 * @param version grows with every news of this server's life
 * @param namespace whose readers may know of it; empty = only readers of all namespaces, or, of a summary, those whom it is for
 * @param json the object as the REST API has it; when it is gone, as it was last
 */
public record News(long version, Topic topic, Type type, String namespace, String name, String json) {

    /** In the words of a watch of Kubernetes. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** To whoever did not know of the object, or may not know of it any more. */
    News as(Type other) {
        return new News(version, topic, other, namespace, name, json);
    }
}
