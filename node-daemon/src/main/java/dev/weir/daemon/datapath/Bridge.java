package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.DesiredContents.Placement;
import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.layout.IdentityKind;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.program.IdTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Identities for the moment in which addresses and endpoints change together: to the subjects that endpoints leave, a bridge is
 * the identity before, to all others the identity after. So an endpoint whose addresses already have their bridge is judged as
 * before until it flips, and as after from then on, without writing a whole table. The addresses get their new identity next,
 * which changes no verdict, and the bridges go.
 *
 * @param entries of the identity table, in order
 * @param classes what each bridge is to each subject in use
 */
record Bridge(List<Map.Entry<IdentityKey, Integer>> entries, Map<PeerClassKey, Integer> classes) {
    // Up to here entries for the subjects are cheaper than thinking about it; above, a whole table may be.
    private static final int CHEAP = 1024;
    private static final int TABLE_BITS = 32;

    /** An address range that is one identity before the change and another after it. */
    private record Crossing(int before, int after) {}

    /**
     * @param table in use
     * @param difference of the identities
     * @return nothing when a subject is left by one endpoint and taken by another, or when it would cost too much
     */
    static Optional<Bridge> build(
            MapContents actual, ContentsChange change, int table, IdentityStep.Difference difference, IdTable ids) {
        return new Builder(actual, change, table, ids).build(difference);
    }

    private static final class Builder {
        private final MapContents actual;
        private final ContentsChange change;
        private final int table;
        private final IdTable ids;
        private final Set<Integer> left = new HashSet<>();
        private final Set<Integer> taken = new HashSet<>();
        private final Set<Integer> used = new HashSet<>();
        private final Map<IdentityKey, Integer> puts = new HashMap<>();

        Builder(MapContents actual, ContentsChange change, int table, IdTable ids) {
            this.actual = actual;
            this.change = change;
            this.table = table;
            this.ids = ids;
            change.endpoints().wanted().forEach(this::note);
        }

        private void note(Address address, Placement next) {
            var before = actual.endpoints().get(address);
            if (before == null) {
                return;
            }
            used.add(before.subject());
            used.add(next.subject());
            if (before.subject() != next.subject()) {
                left.add(before.subject());
                taken.add(next.subject());
            }
        }

        Optional<Bridge> build(IdentityStep.Difference difference) {
            difference.puts().forEach(entry -> puts.put(entry.getKey(), entry.getValue()));
            var touched = difference.touched();
            var limit = Math.max(CHEAP, actual.identities().size());
            if (left.stream().anyMatch(taken::contains) || touched.size() > limit / Address.BYTES) {
                return Optional.empty();
            }
            var removed = Set.copyOf(difference.removals());
            var crossings = new HashMap<IdentityKey, Crossing>();
            touched.forEach(key -> crossings.put(key, new Crossing(before(key), after(key, removed))));
            var distinct = new HashSet<>(crossings.values());
            return distinct.size() * used.size() * Direction.values().length > limit
                    ? Optional.empty()
                    : Optional.of(bridge(crossings, distinct));
        }

        private int before(IdentityKey key) {
            return longest(key, candidate -> actual.identities().get(candidate));
        }

        private int after(IdentityKey key, Set<IdentityKey> removed) {
            return longest(key, candidate -> {
                var put = puts.get(candidate);
                return put != null || removed.contains(candidate)
                        ? put
                        : actual.identities().get(candidate);
            });
        }

        private interface Entries {
            @Nullable
            Integer get(IdentityKey key);
        }

        private int longest(IdentityKey key, Entries entries) {
            for (var length = key.prefixLength(); length >= TABLE_BITS; length--) {
                var address = key.address().masked(length - TABLE_BITS);
                var found = entries.get(new IdentityKey(length, table, address));
                if (found != null) {
                    return found;
                }
            }
            return Abi.IDENTITY_NONE;
        }

        private Bridge bridge(Map<IdentityKey, Crossing> crossings, Set<Crossing> distinct) {
            var numbers = new HashMap<Crossing, Integer>();
            var classes = new HashMap<PeerClassKey, Integer>();
            for (var crossing : distinct) {
                var number = crossing.before == crossing.after
                        ? crossing.after
                        : IdentityKind.of(crossing.after).identity(ids.anonymous(IdTable.Kind.IDENTITY));
                numbers.put(crossing, number);
                if (number != crossing.after) {
                    used.forEach(subject -> addClasses(subject, crossing, number, classes));
                }
            }
            var entries = new ArrayList<Map.Entry<IdentityKey, Integer>>();
            crossings.forEach((key, crossing) -> entries.add(Map.entry(key, numbers.getOrDefault(crossing, 0))));
            entries.sort(Map.Entry.comparingByKey(IdentityStep.SHORTEST_FIRST.reversed()));
            return new Bridge(entries, classes);
        }

        private void addClasses(int subject, Crossing crossing, int number, Map<PeerClassKey, Integer> classes) {
            var isLeft = left.contains(subject);
            var entry = isLeft ? actual.subjects().get(subject) : wanted(subject);
            if (entry == null) {
                return;
            }
            for (var direction : Direction.values()) {
                if (Subjects.side(entry, direction).isolationMode() != IsolationMode.NONE.number()) {
                    var identity = isLeft ? crossing.before : crossing.after;
                    var key = new PeerClassKey(subject, direction, identity);
                    var explicit = isLeft ? actual.peerClasses().get(key) : wanted(key);
                    classes.put(
                            new PeerClassKey(subject, direction, number),
                            explicit != null
                                    ? explicit
                                    : Subjects.defaultClass(Subjects.side(entry, direction), identity));
                }
            }
        }

        private @Nullable SubjectEntry wanted(int subject) {
            var wanted = change.subjects().wanted().get(subject);
            return wanted != null ? wanted : actual.subjects().get(subject);
        }

        private @Nullable Integer wanted(PeerClassKey key) {
            var wanted = change.peerClasses().wanted().get(key);
            return wanted != null || change.peerClasses().gone().contains(key)
                    ? wanted
                    : actual.peerClasses().get(key);
        }
    }

    /** Whether the endpoint crosses the bridge: it takes another subject. */
    static boolean isCrossedBy(@Nullable EndpointEntry before, Placement next) {
        return before != null && before.subject() != next.subject();
    }
}
