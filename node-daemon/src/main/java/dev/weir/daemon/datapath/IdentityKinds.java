package dev.weir.daemon.datapath;

import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.NodeProgram;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which kinds the addresses of each identity are. The kind is part of the number in the maps, so one fingerprint may have a
 * number for each. Kept beside the program, by counting prefixes.
 */
final class IdentityKinds {
    private static final IdentityKind[] ALL = IdentityKind.values();

    private final Map<Long, int[]> prefixes = new HashMap<>();

    IdentityKinds(NodeProgram program) {
        // An address in no ipBlock region is outside, whether an entry says so or not.
        count(0, IdentityKind.OUTSIDE, 1);
        program.identities().values().forEach(entry -> count(entry.identity(), entry.kind(), 1));
    }

    Set<IdentityKind> of(long fingerprint) {
        var kinds = EnumSet.noneOf(IdentityKind.class);
        var counts = prefixes.get(fingerprint);
        for (var kind : ALL) {
            if (counts != null && counts[kind.ordinal()] > 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /**
     * Follows the program.
     *
     * @param changed every prefix whose entry may differ
     * @return the identities that have other kinds than before
     */
    Set<Long> follow(NodeProgram before, NodeProgram next, Collection<Prefix> changed) {
        var kindsBefore = new HashMap<Long, Set<IdentityKind>>();
        for (var prefix : changed) {
            move(before.identities().get(prefix), -1, kindsBefore);
            move(next.identities().get(prefix), 1, kindsBefore);
        }
        var differing = new HashSet<Long>();
        kindsBefore.forEach((fingerprint, kinds) -> {
            if (!of(fingerprint).equals(kinds)) {
                differing.add(fingerprint);
            }
        });
        return differing;
    }

    private void move(@Nullable IdentityEntry entry, int by, Map<Long, Set<IdentityKind>> kindsBefore) {
        if (entry != null) {
            kindsBefore.computeIfAbsent(entry.identity(), this::of);
            count(entry.identity(), entry.kind(), by);
        }
    }

    private void count(long fingerprint, IdentityKind kind, int by) {
        var counts = prefixes.computeIfAbsent(fingerprint, any -> new int[ALL.length]);
        counts[kind.ordinal()] += by;
        for (var count : counts) {
            if (count > 0) {
                return;
            }
        }
        prefixes.remove(fingerprint);
    }
}
