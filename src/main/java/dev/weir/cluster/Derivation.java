package dev.weir.cluster;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that follows from a snapshot alone and is dear to find out. It is found out when it is first asked for, shared by all who ask then,
 * and goes with the snapshot, so it is never of another cluster than the one that was asked about. A constant of the class that knows how; what it
 * gives must be safe to share between threads.
 */
public final class Derivation<T> {
    private final Function<ClusterSnapshot, T> how;

    public Derivation(Function<ClusterSnapshot, T> how) {
        this.how = how;
    }

    public T of(ClusterSnapshot snapshot) {
        return snapshot.derived(this).in(snapshot);
    }

    /** Its place in a snapshot. Whoever asks while it is found out waits for it. */
    static final class Place<T> {
        private final Function<ClusterSnapshot, T> how;
        private @Nullable T found;

        private Place(Derivation<T> derivation) {
            how = derivation.how;
        }

        private synchronized T in(ClusterSnapshot snapshot) {
            T result = found;
            if (result == null) {
                result = how.apply(snapshot);
                found = result;
            }
            return result;
        }
    }

    Place<T> place() {
        return new Place<>(this);
    }
}
