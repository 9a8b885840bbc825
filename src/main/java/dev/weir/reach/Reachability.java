package dev.weir.reach;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.net.IpPrefix;
import dev.weir.reach.End.WorkloadEnd;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may open what to whom, by the policies of a snapshot. A node counts by its address, as one outside; that it always reaches its own pods, and
 * a pod itself, is no pair. A pod on the host's network is its node.
 */
public final class Reachability {
    private final Parties parties;
    private final World world;

    private Reachability(ClusterSnapshot snapshot, Mentions mentions) {
        parties = Parties.of(snapshot, snapshot, mentions);
        world = new World(snapshot, Party::after);
    }

    public static Reachability of(ClusterSnapshot snapshot) {
        return new Reachability(snapshot, Mentions.of(snapshot));
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
    public void between(Group from, Group to, Predicate<Opening> goesOn) {
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

    private PairBook book(Predicate<Party> from, Predicate<Party> to) {
        PairBook book = new PairBook(parties, Party::after);
        List<Party> receivers = parties.list().stream().filter(to).toList();
        for (Party source : parties.list()) {
            if (from.test(source)) {
                receivers.stream()
                        .filter(source::canTalkTo)
                        .forEach(receiver -> book.add(source, receiver, world.ports(source, receiver)));
            }
        }
        return book;
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
        return new Comparison(before, after).difference();
    }

    /** Two worlds over the same parties. */
    private static final class Comparison {
        private final Parties parties;
        private final World former;
        private final World later;
        /** In which policies differ; null when more than policies does. */
        private final @Nullable Set<String> namespaces;

        private final PairBook gained;
        private final PairBook lost;

        Comparison(ClusterSnapshot before, ClusterSnapshot after) {
            parties = Parties.of(before, after);
            former = new World(before, Party::before);
            later = new World(after, Party::after);
            ClusterChange change = after.changesSince(before);
            boolean onlyPolicies =
                    change.pods().isEmpty() && change.namespaces().isEmpty();
            namespaces = onlyPolicies
                    ? change.policies().stream().map(PolicyRef::namespace).collect(Collectors.toSet())
                    : null;
            gained = new PairBook(parties, Party::after);
            lost = new PairBook(parties, Party::before);
        }

        Difference difference() {
            for (Party party : parties.list()) {
                boolean sends = isTouched(party, Direction.EGRESS);
                boolean receives = isTouched(party, Direction.INGRESS);
                for (Party other : sends || receives ? parties.list() : List.<Party>of()) {
                    if (sends && party.canTalkTo(other)) {
                        compare(party, other);
                    }
                    if (receives && other.canTalkTo(party)) {
                        compare(other, party);
                    }
                }
            }
            return new Difference(gained.pairs(), lost.pairs());
        }

        private boolean isTouched(Party party, Direction direction) {
            if (namespaces == null) {
                return true;
            }
            Pod pod = party.after().pod();
            return pod != null
                    && namespaces.contains(pod.ref().namespace())
                    && !later.admission(party, direction)
                            .policies()
                            .equals(former.admission(party, direction).policies());
        }

        private void compare(Party from, Party to) {
            Ports before = former.ports(from, to);
            Ports after = later.ports(from, to);
            if (!before.equals(after)) {
                gained.add(from, to, after.minus(before));
                lost.add(from, to, before.minus(after));
            }
        }
    }
}
