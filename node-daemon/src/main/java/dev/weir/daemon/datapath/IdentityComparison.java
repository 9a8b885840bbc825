package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.EndpointReading.IdentityCheck;
import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.NodeProgram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds {@code identity_map} beside the program, entry by entry, because a copy of it would be as large as all the daemon has. */
final class IdentityComparison {
    private static final int MOST_DIFFERENCES = 20;
    private static final int TABLE_BITS = Integer.SIZE;

    private final NodeProgram program;
    private final IdTable ids;
    private final List<String> differences = new ArrayList<>();
    private long entries;
    private long expected;

    IdentityComparison(NodeProgram program, IdTable ids) {
        this.program = program;
        this.ids = ids;
    }

    /** @param tables that are in use */
    IdentityCheck of(Datapath datapath, Collection<Integer> tables) {
        datapath.forEach(Table.IDENTITY, (key, identity) -> {
            if (tables.contains(key.table())) {
                entries++;
                compare(key, identity);
            }
        });
        var each = program.identities().size() + (program.identities().containsKey(Prefix.ALL_IPV4) ? 0 : 1);
        return new IdentityCheck(entries, (long) each * tables.size() - expected, differences);
    }

    private void compare(IdentityKey key, int identity) {
        var length = key.prefixLength() - TABLE_BITS;
        var prefix = new Prefix(key.address().masked(length), length);
        var wanted = wanted(prefix);
        if (wanted != null) {
            expected++;
        }
        if ((wanted == null || wanted != identity) && differences.size() < MOST_DIFFERENCES) {
            differences.add(
                    prefix + " has the identity of number " + identity + ", not " + (wanted == null ? "none" : wanted));
        }
    }

    private @Nullable Integer wanted(Prefix prefix) {
        var entry = program.identities().get(prefix);
        if (entry == null) {
            return prefix.equals(Prefix.ALL_IPV4) ? 0 : null;
        }
        return SubjectContents.known(ids, entry.kind(), entry.identity());
    }
}
