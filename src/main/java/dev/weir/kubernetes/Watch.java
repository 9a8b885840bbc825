package dev.weir.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One informer: keeps the mapped objects of its kind as the API server has them, and never gives up. */
final class Watch<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int NOT_FOUND = 404;

    private final String what;
    private final SharedIndexInformer<T> informer;
    private final MappedObjects<T, ?, ?> objects;
    private final Testimony<T> testimony;
    private final Runnable changed;
    private volatile @Nullable Throwable lastError;
    private volatile boolean closed;

    /**
     * @param testimony told of every change before it is mapped, so that what counts as arrived has been told
     * @param changed called on the informer's thread after every change that matters; must not block
     */
    Watch(
            String what,
            SharedIndexInformer<T> informer,
            MappedObjects<T, ?, ?> objects,
            Testimony<T> testimony,
            Runnable changed) {
        this.what = what;
        this.informer = informer;
        this.objects = objects;
        this.testimony = testimony;
        this.changed = changed;
    }

    void start() {
        informer.addEventHandler(this).exceptionHandler((started, thrown) -> {
            Throwable error = unwrapped(thrown);
            if (!closed && !isSameError(error)) {
                LOG.warn("The watch of {} is interrupted and tried again: {}", what, describe(error));
            }
            lastError = error;
            return !closed;
        });
        // Its completion says nothing new: the writer of snapshots looks at every watch several times a second.
        informer.start();
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private boolean isSameError(Throwable error) {
        Throwable last = lastError;
        return last != null && describe(last).equals(describe(error));
    }

    @Override
    public void onAdd(T object) {
        testimony.tell(null, object);
        signal(objects.put(object));
    }

    @Override
    public void onUpdate(T before, T now) {
        testimony.tell(before, now);
        signal(objects.put(now));
    }

    @Override
    public void onDelete(T object, boolean unknownFinalState) {
        testimony.tell(object, null);
        signal(objects.remove(object));
    }

    private void signal(boolean changedSomething) {
        lastError = null;
        if (changedSomething) {
            changed.run();
        }
    }

    /** Whether every object that was listed has arrived here: the informer calls its handlers some time after it has listed. */
    boolean isComplete() {
        if (isMissingKind()) {
            return true;
        }
        return informer.hasSynced() && informer.getStore().list().stream().allMatch(objects::hasSeen);
    }

    /**
     * Whether changes arrive as they happen. The informer calls a watch established only with its first event or bookmark, which a quiet
     * kind sends after a minute; until then no error since the listing is what there is to go by.
     */
    boolean isLive() {
        return informer.isWatching() || isMissingKind() || (informer.hasSynced() && lastError == null);
    }

    /** A custom kind may not be defined in this cluster: then there are no objects of it. The informer goes on asking. */
    private boolean isMissingKind() {
        return lastError instanceof KubernetesClientException error && error.getCode() == NOT_FOUND;
    }

    String problem() {
        Throwable error = lastError;
        return "the watch of " + what + " is not established" + (error == null ? "" : ": " + describe(error));
    }

    private static String describe(Throwable error) {
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }

    @Override
    public void close() {
        closed = true;
        informer.stop();
    }
}
