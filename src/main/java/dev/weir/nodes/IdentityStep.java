package dev.weir.nodes;

import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.TableDelta;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A step of the identities that all nodes share, from one compilation to a later one. Every node that takes the step is told the same, so
 * whoever encodes it does it once and leaves the encoding here for the others. It goes when the last update that contains it is sent.
 */
public final class IdentityStep {
    private final long to;
    private final TableDelta<IpPrefix, IdentityEntry> changes;
    private @Nullable Object encoding;

    /** @param to the revision that the step ends at */
    IdentityStep(long to, TableDelta<IpPrefix, IdentityEntry> changes) {
        this.to = to;
        this.changes = changes;
    }

    long to() {
        return to;
    }

    public TableDelta<IpPrefix, IdentityEntry> changes() {
        return changes;
    }

    int rows() {
        return changes.changed().size() + changes.removed().size();
    }

    /** What the encoder made of the changes; it is asked once, by the first who needs it. */
    public synchronized <E> E encodedAs(Class<E> type, Function<TableDelta<IpPrefix, IdentityEntry>, E> encoder) {
        Object known = encoding;
        if (!type.isInstance(known)) {
            known = encoder.apply(changes);
            encoding = known;
        }
        return type.cast(known);
    }
}
