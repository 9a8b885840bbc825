package dev.weir.nodes;

import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.NodeProgram;
import dev.weir.program.TableDelta;
import dev.weir.table.Table;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the identities came to be what they are, in steps that nodes share: whoever is behind takes the steps since its own revision, and
 * whoever has nothing takes an image of the whole table and the steps since. So nothing is compared or encoded for one node alone, unless
 * it is further behind than the history reaches.
 *
 * <p>The history is bounded in rows. The image belongs to the updates that contain it and goes with the last of them.
 */
final class IdentityHistory {
    static final int MAX_ROWS = 20_000;

    private final ArrayDeque<IdentityStep> steps = new ArrayDeque<>();
    private int rows;
    /** Of the newest program that was added, and of the one that all steps together start from. */
    private long newest;

    private long completeSince;
    private Table<IpPrefix, IdentityEntry> identities = Table.empty();
    private WeakReference<IdentityStep> image = new WeakReference<>(null);

    /** Takes in a newer program: any node's, because all have the same identities. */
    synchronized void add(NodeProgram program) {
        TableDelta<IpPrefix, IdentityEntry> changes = TableDelta.between(identities, program.identities());
        IdentityStep step = new IdentityStep(program.revision(), changes);
        if (newest == 0) {
            completeSince = program.revision();
        } else if (!changes.isEmpty()) {
            steps.add(step);
            rows += step.rows();
        }
        newest = program.revision();
        identities = program.identities();
        while (rows > MAX_ROWS) {
            IdentityStep oldest = steps.remove();
            rows -= oldest.rows();
            completeSince = oldest.to();
        }
    }

    /** @param from a program that was compiled by this server, or {@link NodeProgram#EMPTY} */
    synchronized List<IdentityStep> steps(NodeProgram from, NodeProgram to) {
        if (from.revision() == 0) {
            return whole(to);
        }
        if (from.identities() == to.identities()) {
            return List.of();
        }
        List<IdentityStep> taken = between(from.revision(), to.revision());
        return taken != null ? taken : List.of(step(from.identities(), to));
    }

    private List<IdentityStep> whole(NodeProgram to) {
        IdentityStep known = image.get();
        List<IdentityStep> since = known == null ? null : between(known.to(), to.revision());
        if (known == null || since == null || rows(since) > known.rows() / 4) {
            known = step(Table.empty(), to);
            image = new WeakReference<>(known);
            since = List.of();
        }
        List<IdentityStep> all = new ArrayList<>(since.size() + 1);
        all.add(known);
        all.addAll(since);
        return all;
    }

    /** Null when the history does not reach. */
    private @Nullable List<IdentityStep> between(long from, long to) {
        if (from < completeSince || to > newest) {
            return null;
        }
        List<IdentityStep> taken = new ArrayList<>();
        for (Iterator<IdentityStep> newestFirst = steps.descendingIterator(); newestFirst.hasNext(); ) {
            IdentityStep step = newestFirst.next();
            if (step.to() <= from) {
                break;
            }
            if (step.to() <= to) {
                taken.add(step);
            }
        }
        return taken.reversed();
    }

    private static IdentityStep step(Table<IpPrefix, IdentityEntry> from, NodeProgram to) {
        return new IdentityStep(to.revision(), TableDelta.between(from, to.identities()));
    }

    private static int rows(List<IdentityStep> steps) {
        return steps.stream().mapToInt(IdentityStep::rows).sum();
    }
}
