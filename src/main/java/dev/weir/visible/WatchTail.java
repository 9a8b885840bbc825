package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.Role;
import dev.weir.watch.Interest;
import dev.weir.watch.Topic;
import dev.weir.watch.WatchExpiredException;
import dev.weir.watch.WatchReader;
import dev.weir.watch.WatchReader.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A watch as its reader may see it, looked up anew each time: what goes out of the reader's sight is told as deleted, what comes into it as
 * added, and a reader who may see nothing any more is told nothing any more.
 */
public final class WatchTail implements AutoCloseable {
    private final WatchReader reader;
    private final Set<Topic> topics;
    private final Supplier<Access> access;
    private Optional<End> end = Optional.empty();

    /** Why there is nothing more to come. */
    public enum End {
        UNAUTHORIZED("unauthorized"),
        EXPIRED("expired"),
        SHUTDOWN("shutdown");

        private final String label;

        End(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    WatchTail(WatchReader reader, Set<Topic> topics, Supplier<Access> access) {
        this.reader = reader;
        this.topics = topics;
        this.access = access;
    }

    /** What there is to tell, waiting for it a while; empty when there was nothing, or when the tail has ended. */
    public List<Told> next(Duration timeout) throws InterruptedException {
        reader.await(timeout);
        Access now = access.get();
        if (reader.isClosed() || !now.mayAnywhere(Role.VIEWER)) {
            return ended(reader.isClosed() ? End.SHUTDOWN : End.UNAUTHORIZED);
        }
        try {
            return reader.read(new Interest(topics, now.namespaces(Role.VIEWER)));
        } catch (WatchExpiredException tooSlow) {
            return ended(End.EXPIRED);
        }
    }

    private List<Told> ended(End why) {
        end = Optional.of(why);
        return List.of();
    }

    public Optional<End> end() {
        return end;
    }

    /** After everything that was told. */
    public String resourceVersion() {
        return reader.resourceVersion();
    }

    @Override
    public void close() {
        reader.close();
    }
}
