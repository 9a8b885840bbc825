package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.DesiredContents.Placement;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the maps hold what they shall hold, in the order of {@code docs/design/datapath.md}: first what nothing refers to yet,
 * then the references, last the removal of what nothing refers to any more. A packet in between is judged by the old program
 * or by the new one. It compares with what was read back, so a restarted daemon writes only what differs, and a change
 * that concerns nothing writes nothing. Not thread-safe.
 */
public final class DatapathReconciler {
    private final Datapath datapath;
    private final MapContents actual;

    /** Reads every table back. */
    public DatapathReconciler(Datapath datapath) {
        this.datapath = datapath;
        actual = new MapContents(datapath);
    }

    /** The endpoints in force. */
    public Map<Address, EndpointEntry> endpoints() {
        return Map.copyOf(actual.endpoints());
    }

    /** The highest ids found in the maps, for a daemon whose id table was lost. */
    public HighestIds highestIds() {
        return HighestIds.of(actual);
    }

    /** What a change needs; made before anything is written, so that a change that does not fit leaves no trace. */
    public final class Plan {
        private final DesiredContents desired;
        private final IdentityStep identities;
        private final Map<PeerClassKey, Integer> peerClasses;
        private final Set<Integer> rejudged;

        private Plan(DesiredContents desired) {
            this.desired = desired;
            identities = IdentityStep.plan(actual, desired.identities(), subjectsChange(desired));
            peerClasses = peerClassesOnTheWay(desired);
            rejudged = redefinedSubjects(desired);
        }
    }

    /** @throws CapacityException when the change does not fit */
    public Plan plan(DesiredContents desired) {
        var plan = new Plan(desired);
        checkCapacity(plan);
        return plan;
    }

    /**
     * Carries out the plan that was made last.
     *
     * @param revision the {@code endpoint.revision} for the endpoints that the change may concern
     * @return how many entries were written or removed
     * @throws DatapathException when the kernel refused in the middle; a plan for the program before undoes it
     */
    public int execute(Plan plan, int revision) {
        actual.takeWrites();
        var desired = plan.desired;
        actual.delete(Table.ENDPOINT, surplus(actual.endpoints(), desired.endpoints()));

        actual.put(Table.VERDICT, additions(actual.verdicts(), desired.verdicts(), null));
        actual.put(Table.PORT_CLASS, additions(actual.portClasses(), desired.portClasses(), LONGEST_FIRST));
        actual.put(Table.PEER_CLASS, additions(actual.peerClasses(), plan.peerClasses, null));

        actual.put(Table.SUBJECT, additions(actual.subjects(), desired.subjects(), null));

        actual.put(Table.IDENTITY, plan.identities.puts());
        actual.delete(Table.IDENTITY, plan.identities.removals());

        actual.put(Table.ENDPOINT, endpointFlips(plan, revision));

        remove(plan);
        return actual.takeWrites();
    }

    // What a packet under way may still refer to stays until it is judged.
    private void remove(Plan plan) {
        var desired = plan.desired;
        var subjects = surplus(actual.subjects(), desired.subjects());
        var peerClasses = surplus(actual.peerClasses(), desired.peerClasses());
        var portClasses = surplus(actual.portClasses(), desired.portClasses());
        var verdicts = surplus(actual.verdicts(), desired.verdicts());
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
    public List<MapUsage> usage() {
        return Table.ALL.stream()
                .map(table -> new MapUsage(table.name(), actual.of(table).size(), datapath.capacity(table)))
                .toList();
    }

    private static final Comparator<Map.Entry<PortClassKey, Integer>> LONGEST_FIRST = Map.Entry.comparingByKey(
            Comparator.comparingInt(PortClassKey::prefixLength).reversed());

    private boolean subjectsChange(DesiredContents desired) {
        return desired.endpoints().entrySet().stream().anyMatch(entry -> {
            var before = actual.endpoints().get(entry.getKey());
            return before != null && before.subject() != entry.getValue().subject();
        });
    }

    // While a subject's defaults change, the identities that rely on the old ones need entries that say the same.
    private Map<PeerClassKey, Integer> peerClassesOnTheWay(DesiredContents desired) {
        var entries = new HashMap<>(desired.peerClasses());
        var identities = new HashSet<>(actual.identities().values());
        identities.add(dev.weir.daemon.layout.Abi.IDENTITY_NONE);
        desired.subjects().forEach((subject, next) -> {
            var before = actual.subjects().get(subject);
            if (before != null && !before.equals(next)) {
                for (var direction : Direction.values()) {
                    keepMeaning(entries, new Transition(subject, direction, before, next), identities);
                }
            }
        });
        return entries;
    }

    private record Transition(int subject, Direction direction, SubjectEntry before, SubjectEntry next) {
        int classBefore(int identity) {
            return Subjects.defaultClass(Subjects.side(before, direction), identity);
        }

        int classNext(int identity) {
            return Subjects.defaultClass(Subjects.side(next, direction), identity);
        }
    }

    private void keepMeaning(Map<PeerClassKey, Integer> entries, Transition transition, Set<Integer> identities) {
        for (var identity : identities) {
            var key = new PeerClassKey(transition.subject, transition.direction, identity);
            if (transition.classBefore(identity) != transition.classNext(identity)
                    && !actual.peerClasses().containsKey(key)) {
                entries.putIfAbsent(key, transition.classBefore(identity));
            }
        }
    }

    // The meaning of a subject never changes. Should one be redefined all the same, its connections are judged again.
    private Set<Integer> redefinedSubjects(DesiredContents desired) {
        var subjects = new HashSet<Integer>();
        collect(subjects, actual.verdicts(), desired.verdicts(), VerdictKey::subject);
        collect(subjects, actual.portClasses(), desired.portClasses(), PortClassKey::subject);
        collect(subjects, actual.peerClasses(), desired.peerClasses(), PeerClassKey::subject);
        desired.subjects().forEach((subject, next) -> {
            var before = actual.subjects().get(subject);
            if (before != null && !Subjects.sameIsolation(before, next)) {
                subjects.add(subject);
            }
        });
        return subjects;
    }

    private static <K> void collect(
            Set<Integer> subjects, Map<K, Integer> actual, Map<K, Integer> desired, Function<K, Integer> subject) {
        desired.forEach((key, value) -> {
            var before = actual.get(key);
            if (before != null && !before.equals(value)) {
                subjects.add(subject.apply(key));
            }
        });
    }

    private void checkCapacity(Plan plan) {
        check(Table.VERDICT, plan.desired.verdicts().keySet());
        check(Table.PORT_CLASS, plan.desired.portClasses().keySet());
        check(Table.PEER_CLASS, plan.peerClasses.keySet());
        check(Table.SUBJECT, plan.desired.subjects().keySet());
        check(
                Table.IDENTITY,
                plan.identities.puts().stream().map(Map.Entry::getKey).toList());
        check(Table.ENDPOINT, plan.desired.endpoints().keySet());
    }

    private <K, V> void check(Table<K, V> table, Collection<K> keys) {
        var present = actual.of(table);
        var needed = present.size()
                + (int) keys.stream().filter(key -> !present.containsKey(key)).count();
        if (needed > datapath.capacity(table) && needed > present.size()) {
            throw new CapacityException(table, needed, datapath.capacity(table));
        }
    }

    private static <K, V> List<Map.Entry<K, V>> additions(
            Map<K, V> actual, Map<K, V> desired, @Nullable Comparator<Map.Entry<K, V>> order) {
        var entries = new ArrayList<Map.Entry<K, V>>();
        desired.forEach((key, value) -> {
            if (!value.equals(actual.get(key))) {
                entries.add(Map.entry(key, value));
            }
        });
        if (order != null) {
            entries.sort(order);
        }
        return entries;
    }

    private static <K> List<K> surplus(Map<K, ?> actual, Map<K, ?> desired) {
        return actual.keySet().stream().filter(key -> !desired.containsKey(key)).toList();
    }

    private List<Map.Entry<Address, EndpointEntry>> endpointFlips(Plan plan, int revision) {
        var rows = new HashMap<Address, EndpointEntry>();
        plan.desired.endpoints().forEach((address, next) -> {
            var before = actual.endpoints().get(address);
            var kept = before != null && sameJudgement(plan, next, before);
            rows.put(
                    address,
                    new EndpointEntry(
                            next.ifindex(),
                            next.subject(),
                            plan.identities.table(),
                            before != null && kept ? before.revision() : revision));
        });
        return additions(actual.endpoints(), rows, null);
    }

    private static boolean sameJudgement(Plan plan, Placement next, EndpointEntry before) {
        return before.ifindex() == next.ifindex()
                && before.subject() == next.subject()
                && !plan.identities.changed()
                && !plan.rejudged.contains(next.subject());
    }
}
