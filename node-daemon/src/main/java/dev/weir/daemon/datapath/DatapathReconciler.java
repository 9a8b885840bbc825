package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.DesiredContents.Placement;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the maps hold what they shall hold, in the order of {@code docs/design/datapath.md}: first what nothing refers to yet,
 * then the references, last the removal of what nothing refers to any more. A packet in between is judged by the old program
 * or by the new one. It knows what is there from reading it back and from what it wrote since, so it writes only what differs, and
 * a change that concerns nothing writes nothing. Not thread-safe.
 */
public final class DatapathReconciler {
    private static final Comparator<Map.Entry<PortClassKey, Integer>> LONGEST_FIRST = Map.Entry.comparingByKey(
            Comparator.comparingInt(PortClassKey::prefixLength).reversed());

    private final Datapath datapath;
    private final IdTable ids;
    private MapContents actual;
    private int identityTable;

    /**
     * Reads every table back.
     *
     * @param ids where bridges get their numbers from
     */
    DatapathReconciler(Datapath datapath, IdTable ids) {
        this.datapath = datapath;
        this.ids = ids;
        actual = new MapContents(datapath);
    }

    /** Looks at the maps anew, as if another had written them. The next plan must be one of everything. */
    void readBack() {
        actual = new MapContents(datapath);
    }

    /** The endpoints in force. */
    Map<Address, EndpointEntry> endpoints() {
        return Map.copyOf(actual.endpoints());
    }

    /** The highest ids found in the maps, for a daemon whose id table was lost. */
    HighestIds highestIds() {
        return HighestIds.of(actual);
    }

    /** What a change needs; made before anything is written, so that a change that does not fit leaves no trace. */
    final class Plan {
        private final ContentsChange change;
        private final IdentityStep identities;
        private final Map<PeerClassKey, Integer> passing;
        private final Set<Integer> rejudged;

        private Plan(ContentsChange change, IdentityStep identities) {
            this.change = change;
            this.identities = identities;
            passing = Transition.keepingMeaning(actual, change);
            passing.putAll(identities.bridgeClasses());
            rejudged = redefinedSubjects(change);
        }
    }

    /**
     * For everything that the maps shall hold.
     *
     * @throws CapacityException when the change does not fit
     */
    Plan plan(DesiredContents desired) {
        identityTable = tableInUse(desired.identities());
        var change = new ContentsChange(
                TableChange.whole(actual.endpoints().keySet(), desired.endpoints()),
                TableChange.whole(IdentityStep.prefixes(actual.identities(), identityTable), desired.identities()),
                TableChange.whole(actual.subjects().keySet(), desired.subjects()),
                TableChange.whole(actual.peerClasses().keySet(), desired.peerClasses()),
                TableChange.whole(actual.portClasses().keySet(), desired.portClasses()),
                TableChange.whole(actual.verdicts().keySet(), desired.verdicts()));
        return plan(change, IdentityStep.keys(actual.identities(), 1 - identityTable));
    }

    /**
     * For a change of what they hold; the plan before must have been carried out.
     *
     * @throws CapacityException when the change does not fit
     */
    Plan plan(ContentsChange change) {
        return plan(change, List.of());
    }

    private Plan plan(ContentsChange change, List<IdentityKey> leftovers) {
        var plan = new Plan(change, identities(change, leftovers));
        checkCapacity(plan);
        return plan;
    }

    private IdentityStep identities(ContentsChange change, List<IdentityKey> leftovers) {
        var difference = IdentityStep.difference(actual.identities(), identityTable, change.identities());
        var inPlace = IdentityStep.inPlace(difference, identityTable, leftovers);
        if (difference.isEmpty() || !subjectsChange(change)) {
            return inPlace;
        }
        return Bridge.build(actual, change, identityTable, difference, ids)
                .map(inPlace::over)
                .orElseGet(() -> IdentityStep.flip(
                        actual.identities(), identityTable, change.identities(), difference.changed()));
    }

    // Both tables are in use only after a daemon died between two flips; then the one that was written whole goes on.
    private int tableInUse(Map<Prefix, Integer> desired) {
        var counts = new int[2];
        for (var endpoint : actual.endpoints().values()) {
            counts[endpoint.identityTable() & 1]++;
        }
        if (counts[0] > 0 && counts[1] > 0) {
            var whole = TableChange.whole(IdentityStep.prefixes(actual.identities(), 1), desired);
            return IdentityStep.difference(actual.identities(), 1, whole).isEmpty() ? 1 : 0;
        }
        return counts[1] > 0 ? 1 : 0;
    }

    private boolean subjectsChange(ContentsChange change) {
        return change.endpoints().wanted().entrySet().stream()
                .anyMatch(entry -> Bridge.isCrossedBy(actual.endpoints().get(entry.getKey()), entry.getValue()));
    }

    /**
     * Carries out the plan that was made last.
     *
     * @param revision the {@code endpoint.revision} for the endpoints that the change may concern
     * @return how many entries were written or removed
     * @throws DatapathException when the kernel refused in the middle; a plan for the program before undoes it
     */
    int execute(Plan plan, int revision) {
        actual.takeWrites();
        var change = plan.change;
        actual.delete(Table.ENDPOINT, surplusEndpoints(change));

        actual.put(Table.VERDICT, additions(actual.verdicts(), change.verdicts().wanted()));
        actual.put(Table.PORT_CLASS, longestFirst(change.portClasses().wanted()));
        actual.put(
                Table.PEER_CLASS,
                additions(actual.peerClasses(), change.peerClasses().wanted()));
        actual.put(Table.PEER_CLASS, additions(actual.peerClasses(), plan.passing));

        actual.put(Table.SUBJECT, additions(actual.subjects(), change.subjects().wanted()));

        if (!plan.identities.bridges().isEmpty()) {
            actual.put(Table.IDENTITY, additions(actual.identities(), plan.identities.bridges()));
            actual.put(Table.ENDPOINT, flips(plan, revision, Bridge::isCrossedBy));
        }
        actual.put(Table.IDENTITY, plan.identities.puts());
        actual.delete(Table.IDENTITY, plan.identities.removals());

        actual.put(Table.ENDPOINT, flips(plan, revision, (before, next) -> true));
        identityTable = plan.identities.table();

        remove(plan);
        return actual.takeWrites();
    }

    private List<Address> surplusEndpoints(ContentsChange change) {
        return actual.endpoints().keySet().stream()
                .filter(address -> !change.endpoints().wanted().containsKey(address))
                .toList();
    }

    private List<Map.Entry<PortClassKey, Integer>> longestFirst(Map<PortClassKey, Integer> wanted) {
        var entries = additions(actual.portClasses(), wanted);
        entries.sort(LONGEST_FIRST);
        return entries;
    }

    // What a packet under way may still refer to stays until it is judged.
    private void remove(Plan plan) {
        var change = plan.change;
        var subjects = present(actual.subjects(), change.subjects().gone());
        var peerClasses = new ArrayList<>(
                present(actual.peerClasses(), change.peerClasses().gone()));
        peerClasses.addAll(plan.passing.keySet());
        var portClasses = present(actual.portClasses(), change.portClasses().gone());
        var verdicts = present(actual.verdicts(), change.verdicts().gone());
        if (Stream.of(plan.identities.leftovers(), subjects, peerClasses, portClasses, verdicts)
                .anyMatch(keys -> !keys.isEmpty())) {
            datapath.settle();
        }
        actual.delete(Table.IDENTITY, plan.identities.leftovers());
        actual.delete(Table.SUBJECT, subjects);
        actual.delete(Table.PEER_CLASS, peerClasses);
        actual.delete(Table.PORT_CLASS, portClasses);
        actual.delete(Table.VERDICT, verdicts);
    }

    /** Fill of the tables. */
    List<MapUsage> usage() {
        return Table.ALL.stream()
                .map(table -> new MapUsage(table.name(), actual.of(table).size(), datapath.capacity(table)))
                .toList();
    }

    // The meaning of a subject never changes. Should one be redefined all the same, its connections are judged again.
    private Set<Integer> redefinedSubjects(ContentsChange change) {
        var subjects = new HashSet<Integer>();
        collect(subjects, actual.verdicts(), change.verdicts().wanted(), VerdictKey::subject);
        collect(subjects, actual.portClasses(), change.portClasses().wanted(), PortClassKey::subject);
        collect(subjects, actual.peerClasses(), change.peerClasses().wanted(), PeerClassKey::subject);
        change.subjects().wanted().forEach((subject, next) -> {
            var before = actual.subjects().get(subject);
            if (before != null && !Subjects.sameIsolation(before, next)) {
                subjects.add(subject);
            }
        });
        return subjects;
    }

    private static <K> void collect(
            Set<Integer> subjects, Map<K, Integer> actual, Map<K, Integer> wanted, Function<K, Integer> subject) {
        wanted.forEach((key, value) -> {
            var before = actual.get(key);
            if (before != null && !before.equals(value)) {
                subjects.add(subject.apply(key));
            }
        });
    }

    private void checkCapacity(Plan plan) {
        check(Table.VERDICT, plan.change.verdicts().wanted().keySet());
        check(Table.PORT_CLASS, plan.change.portClasses().wanted().keySet());
        check(Table.PEER_CLASS, union(plan.change.peerClasses().wanted().keySet(), plan.passing.keySet()));
        check(Table.SUBJECT, plan.change.subjects().wanted().keySet());
        check(Table.IDENTITY, union(keys(plan.identities.puts()), keys(plan.identities.bridges())));
        check(Table.ENDPOINT, plan.change.endpoints().wanted().keySet());
    }

    private static <K> Set<K> union(Collection<K> one, Collection<K> other) {
        var both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    private static <K> List<K> keys(List<? extends Map.Entry<K, ?>> entries) {
        return entries.stream().<K>map(Map.Entry::getKey).toList();
    }

    private <K, V> void check(Table<K, V> table, Collection<K> keys) {
        var present = actual.of(table);
        var needed = present.size()
                + (int) keys.stream().filter(key -> !present.containsKey(key)).count();
        if (needed > datapath.capacity(table) && needed > present.size()) {
            throw new CapacityException(table, needed, datapath.capacity(table));
        }
    }

    private static <K, V> List<Map.Entry<K, V>> additions(Map<K, V> actual, Map<K, V> wanted) {
        return additions(actual, wanted.entrySet());
    }

    private static <K, V> List<Map.Entry<K, V>> additions(Map<K, V> actual, Collection<Map.Entry<K, V>> wanted) {
        var entries = new ArrayList<Map.Entry<K, V>>();
        for (var entry : wanted) {
            if (!entry.getValue().equals(actual.get(entry.getKey()))) {
                entries.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return entries;
    }

    private static <K> List<K> present(Map<K, ?> actual, Set<K> keys) {
        return keys.stream().filter(actual::containsKey).toList();
    }

    private List<Map.Entry<Address, EndpointEntry>> flips(
            Plan plan, int revision, BiPredicate<@Nullable EndpointEntry, Placement> which) {
        var rows = new HashMap<Address, EndpointEntry>();
        plan.change.endpoints().wanted().forEach((address, next) -> {
            var before = actual.endpoints().get(address);
            if (which.test(before, next)) {
                rows.put(address, row(plan, next, before, revision));
            }
        });
        return additions(actual.endpoints(), rows);
    }

    private static EndpointEntry row(Plan plan, Placement next, @Nullable EndpointEntry before, int revision) {
        var kept = before != null && sameJudgement(plan, next, before);
        return new EndpointEntry(
                next.ifindex(),
                next.subject(),
                plan.identities.table(),
                before != null && kept ? before.revision() : revision,
                before != null && before.ifindex() == next.ifindex() ? before.since() : revision);
    }

    private static boolean sameJudgement(Plan plan, Placement next, EndpointEntry before) {
        return before.ifindex() == next.ifindex()
                && before.subject() == next.subject()
                && !plan.identities.changed()
                && !plan.rejudged.contains(next.subject());
    }
}
