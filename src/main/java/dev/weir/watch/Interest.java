package dev.weir.watch;

import dev.weir.access.Namespaces;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a reader watches, and where.
 *
 * @param namespaces those that the reader may see
 */
public record Interest(Set<Topic> topics, Namespaces namespaces) {
    public Interest {
        EnumSet<Topic> copy = EnumSet.noneOf(Topic.class);
        copy.addAll(topics);
        topics = Collections.unmodifiableSet(copy);
    }

    /** What belongs to no namespace is for readers of all. */
    boolean sees(String namespace) {
        return namespaces.contains(namespace);
    }

    /** Tells interests apart within a life of the server: what came of one is of no use for another. */
    String mark() {
        return "%08x".formatted(Objects.hash(topics.toString(), namespaces.toString()));
    }
}
