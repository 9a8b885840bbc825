package dev.weir.reach;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Derivation;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.IpPrefix;
import dev.weir.reach.End.WorkloadEnd;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who may open what to whom, by the policies of a snapshot. A node counts by its address, as one outside; that it always reaches its own pods, and
 * a pod itself, is no pair. A pod on the host's network is its node. Safe to share between threads.
 */
public final class Reachability {
    private static final Derivation<Reachability> KNOWN =
            new Derivation<>(snapshot -> new Reachability(snapshot, Mentions.of(snapshot)));

    private final ClusterSnapshot snapshot;
    private final Mentions mentions;
    private final Parties parties;
    /** Remembers what it was asked, so it is asked by one at a time. */
    private final World world;

    private Reachability(ClusterSnapshot snapshot, Mentions mentions) {
        this.snapshot = snapshot;
        this.mentions = mentions;
        parties = Parties.of(snapshot, snapshot, mentions);
        world = new World(snapshot, Party::after);
    }

    /** Found out once for a snapshot, whoever asks. */
    public static Reachability of(ClusterSnapshot snapshot) {
        return KNOWN.of(snapshot);
    }

    /**
     * For questions about more than policies look at.
     *
     * @param keys labels that are asked about
     * @param ranges addresses that are asked about
     */
    public static Reachability of(ClusterSnapshot snapshot, Collection<String> keys, Collection<IpPrefix> ranges) {
        Mentions mentions = Mentions.of(snapshot);
        mentions.keys().addAll(keys);
        mentions.ranges().addAll(ranges);
        return new Reachability(snapshot, mentions);
    }

    /** Whether anybody is of that group. */
    public boolean isAnybody(Group group) {
        return parties.list().stream().anyMatch(party -> isOf(party, group));
    }

    /** Looks at what those of one group may open to those of the other, nothing included, until whoever looks has seen enough. */
    public synchronized void between(Group from, Group to, Predicate<Opening> goesOn) {
        List<Party> receivers =
                parties.list().stream().filter(party -> isOf(party, to)).toList();
        for (Party source : parties.list()) {
            if (isOf(source, from)) {
                for (Party receiver : receivers) {
                    if (source.canTalkTo(receiver) && !goesOn.test(opening(source, receiver))) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean isOf(Party party, Group group) {
        return group.has(party.after().pod(), party.after().address());
    }

    private Opening opening(Party source, Party receiver) {
        Party.Member replica = receiver.replica();
        Party.Member other = source.index() == receiver.index() && replica != null ? replica : receiver.after();
        return new Opening(someone(source.after()), someone(other), world.ports(source, receiver));
    }

    private static Opening.Someone someone(Party.Member member) {
        return new Opening.Someone(member.pod(), member.address());
    }

    public List<Pair> all() {
        return pairs(everyone -> true, everyone -> true);
    }

    /** Who may open something to the workloads that are meant. */
    public List<Pair> into(Predicate<WorkloadEnd> to) {
        return pairs(everyone -> true, party -> isOf(party, to));
    }

    /** To whom the workloads that are meant may open something. */
    public List<Pair> outOf(Predicate<WorkloadEnd> from) {
        return pairs(party -> isOf(party, from), everyone -> true);
    }

    private static boolean isOf(Party party, Predicate<WorkloadEnd> wanted) {
        return party.owner() instanceof Party.Pods pods && wanted.test(pods.workload());
    }

    private List<Pair> pairs(Predicate<Party> from, Predicate<Party> to) {
        return book(from, to).pairs();
    }

    /** Those whom no policy tells apart are asked about once, and only where something is open one by one. */
    private synchronized PairBook book(Predicate<Party> from, Predicate<Party> to) {
        PairBook book = new PairBook(parties, Party::after);
        List<List<Party>> receivers = alike(to);
        for (List<Party> sources : alike(from)) {
            for (List<Party> each : receivers) {
                book.addEach(sources, each, () -> world.ports(sources.getFirst(), each.getFirst()));
            }
        }
        return book;
    }

    private List<List<Party>> alike(Predicate<Party> meant) {
        return parties.alike().stream()
                .map(group -> group.stream().filter(meant).toList())
                .filter(group -> !group.isEmpty())
                .toList();
    }

    /**
     * Who may open something to the workloads that are meant at one time and might not at another, and the reverse; whatever became of pods in
     * between, as workloads are compared.
     */
    public static Difference into(Predicate<WorkloadEnd> to, ClusterSnapshot then, ClusterSnapshot now) {
        Mentions both = Mentions.of(then, now);
        Reachability former = new Reachability(then, both);
        Reachability later = new Reachability(now, both);
        PairBook before = former.book(everyone -> true, party -> isOf(party, to));
        PairBook after = later.book(everyone -> true, party -> isOf(party, to));
        return new Difference(
                after.without(before).pairs(), before.without(after).pairs());
    }

    /** What a change gives and takes between pods that are there before and after. When only policies differ, it costs what they touch. */
    public static Difference difference(ClusterSnapshot before, ClusterSnapshot after) {
        return differences(before, List.of(after)).getFirst();
    }

    /** The same for several changes of one cluster, of which each is asked about alone. When only policies differ, they have the costly part in common. */
    public static List<Difference> differences(ClusterSnapshot before, List<ClusterSnapshot> afters) {
        Mentions mentioned = new Mentions();
        for (ClusterSnapshot after : afters) {
            ClusterChange change = after.changesSince(before);
            if (!change.pods().isEmpty() || !change.namespaces().isEmpty()) {
                return afters.stream()
                        .map(one -> Comparison.of(before, one).difference())
                        .toList();
            }
            change.policies().stream()
                    .map(after::policy)
                    .filter(Objects::nonNull)
                    .forEach(mentioned::add);
        }
        return of(before).knowing(mentioned).differences(afters);
    }

    private Reachability knowing(Mentions others) {
        return mentions.contain(others) ? this : new Reachability(snapshot, mentions.plus(others));
    }

    private synchronized List<Difference> differences(List<ClusterSnapshot> afters) {
        return afters.stream()
                .map(after -> Comparison.ofPolicies(parties, world, after, changed(after))
                        .difference())
                .toList();
    }

    private Set<String> changed(ClusterSnapshot after) {
        return after.changesSince(snapshot).policies().stream()
                .map(PolicyRef::namespace)
                .collect(Collectors.toSet());
    }
}
