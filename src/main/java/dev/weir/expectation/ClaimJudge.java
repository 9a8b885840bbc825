package dev.weir.expectation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.expectation.Outcome.Broken;
import dev.weir.expectation.Outcome.Holds;
import dev.weir.expectation.Outcome.Undecidable;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.policy.Packet;
import dev.weir.reach.Opening;
import dev.weir.reach.Ports;
import dev.weir.reach.Reachability;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges claims about one cluster; what was found out for one of them is there for the next. Not safe to call from many threads. */
public final class ClaimJudge {
    /** Pairs that are looked at for one claim; with 5,000 pods, which no policy tells apart in so many ways, it takes far fewer. */
    static final int MOST_PAIRS = 5_000_000;

    private static final int SOME_PORT = 80;

    private final ClusterSnapshot cluster;
    private final Reachability reachability;
    private final WitnessFinder witnesses;

    /** @param claims that will be asked about */
    public ClaimJudge(ClusterSnapshot cluster, Collection<Claim> claims) {
        this.cluster = cluster;
        Set<String> keys = new HashSet<>();
        Set<IpPrefix> ranges = new HashSet<>();
        for (Claim claim : claims) {
            keys.addAll(claim.from().keys());
            keys.addAll(claim.to().keys());
            ranges.addAll(claim.from().ranges());
            ranges.addAll(claim.to().ranges());
        }
        reachability = Reachability.of(cluster, keys, ranges);
        witnesses = new WitnessFinder(cluster);
    }

    public Outcome judge(Claim claim) {
        for (Who who : new Who[] {claim.from(), claim.to()}) {
            if (!reachability.isAnybody(who)) {
                return new Undecidable(new Nobody(cluster).words(who));
            }
        }
        Search search = new Search(claim);
        reachability.between(claim.from(), claim.to(), search::goesOn);
        return search.outcome();
    }

    /** Goes through pairs until one is not as it was expected. */
    private final class Search {
        private final Claim claim;
        private final @Nullable Ports wanted;
        private int pairs;
        private @Nullable Broken broken;

        Search(Claim claim) {
            this.claim = claim;
            wanted = claim.port() == null ? null : claim.port().ports();
        }

        boolean goesOn(Opening opening) {
            pairs++;
            Ports wrong = wrong(opening.ports());
            if (wrong != null) {
                String on = wrong.isEmpty() ? "any port" : wrong.toString();
                broken = new Broken(witnesses.of(opening, packet(opening, wrong), claim.may(), on));
            }
            return broken == null && pairs < MOST_PAIRS;
        }

        /** On which ports it is not as it was expected; none at all when one should reach something and reaches nothing; null when all is well. */
        private @Nullable Ports wrong(Ports open) {
            if (wanted == null) {
                return open.isEmpty() == claim.may() ? open : null;
            }
            Ports wrong = claim.may() ? wanted.minus(open) : wanted.and(open);
            return wrong.isEmpty() ? null : wrong;
        }

        private Packet packet(Opening opening, Ports wrong) {
            Protocol protocol = Protocol.TCP;
            int port = SOME_PORT;
            if (!wrong.ranges().isEmpty()) {
                PortRange range = wrong.ranges().firstEntry().getValue().getFirst();
                protocol = wrong.ranges().firstKey();
                port = Math.max(1, range.first());
            } else if (wrong.others()) {
                protocol = opening.from().address().isV4() ? Protocol.ICMP : Protocol.ICMPV6;
                port = 0;
            }
            return new Packet(opening.from().address(), opening.to().address(), protocol, port);
        }

        Outcome outcome() {
            if (broken != null) {
                return broken;
            }
            if (pairs == 0) {
                return new Undecidable(
                        "Nobody of one end has anybody of the other to talk to: it is one pod, or they have no family of addresses in common.");
            }
            return pairs < MOST_PAIRS
                    ? new Holds()
                    : new Undecidable("There are more than " + MOST_PAIRS + " pairs; say it about fewer.");
        }
    }
}
