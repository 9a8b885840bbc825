package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Namespaces;
import dev.weir.access.Role;
import dev.weir.cluster.KubernetesException;
import dev.weir.watch.Interest;
import dev.weir.watch.Topic;
import dev.weir.watch.WatchBook;
import dev.weir.watch.WatchReader;
import java.util.Set;

/** What became of the objects that the reader may see. */
public final class VisibleWatch {
    private final WatchBook book;
    private final CurrentAccess reader;

    public VisibleWatch(WatchBook book, CurrentAccess reader) {
        this.book = book;
        this.reader = reader;
    }

    /** Those whose readers see the same summary. */
    public Namespaces namespaces() {
        return reader.get().namespaces(Role.VIEWER);
    }

    /**
     * The reader's summary as it is now.
     *
     * @param essence what makes it another one than before
     */
    public void looked(String essence, String json) {
        book.looked(namespaces(), essence, json);
    }

    /**
     * Watches as whoever asks on this thread.
     *
     * @param resourceVersion after which to go on; empty = the present state first
     * @throws dev.weir.watch.WatchExpiredException when what happened since cannot be told
     */
    public WatchTail open(Set<Topic> topics, String resourceVersion) {
        if (!book.isComplete(topics)) {
            String why = "The Kubernetes API has not listed everything yet.";
            throw new KubernetesException.Unavailable(why, new IllegalStateException(why));
        }
        Access access = reader.get();
        Interest interest = new Interest(topics, access.namespaces(Role.VIEWER));
        WatchReader opened = resourceVersion.isEmpty()
                ? WatchReader.ofPresent(book, interest)
                : WatchReader.after(book, interest, resourceVersion);
        return new WatchTail(opened, topics, reader.followed());
    }
}
