package dev.weir.reach;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two worlds over the same parties. */
final class Comparison {
    private final Parties parties;
    private final World former;
    private final World later;
    /** In which policies differ; null when more than policies does. */
    private final @Nullable Set<String> namespaces;

    private final PairBook gained;
    private final PairBook lost;

    private Comparison(Parties parties, World former, World later, @Nullable Set<String> namespaces) {
        this.parties = parties;
        this.former = former;
        this.later = later;
        this.namespaces = namespaces;
        gained = new PairBook(parties, Party::after);
        lost = new PairBook(parties, Party::before);
    }

    static Comparison of(ClusterSnapshot before, ClusterSnapshot after) {
        Parties parties = Parties.of(before, after);
        return new Comparison(parties, new World(before, Party::before), new World(after, Party::after), null);
    }

    /**
     * When only policies differ.
     *
     * @param parties of both
     * @param namespaces in which they do
     */
    static Comparison ofPolicies(Parties parties, World former, ClusterSnapshot after, Set<String> namespaces) {
        return new Comparison(parties, former, former.with(after, namespaces), namespaces);
    }

    Difference difference() {
        for (List<Party> group : parties.alike()) {
            boolean sends = isTouched(group.getFirst(), Direction.EGRESS);
            boolean receives = isTouched(group.getFirst(), Direction.INGRESS);
            for (List<Party> others : sends || receives ? parties.alike() : List.<List<Party>>of()) {
                if (sends) {
                    compare(group, others);
                }
                if (receives) {
                    compare(others, group);
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

    private void compare(List<Party> from, List<Party> to) {
        if (!from.getFirst().mayMeet(to.getFirst())) {
            return;
        }
        Ports before = former.ports(from.getFirst(), to.getFirst());
        Ports after = later.ports(from.getFirst(), to.getFirst());
        if (!before.equals(after)) {
            gained.addEach(from, to, after.minus(before));
            lost.addEach(from, to, before.minus(after));
        }
    }
}
