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
